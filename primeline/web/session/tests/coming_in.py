"""Steps through the front door that several tests take."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from primeline.testing.doors import next_code

PASSWORD = "quiet lamp under seven rivers"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_password(
    client: Client, username: str = "lin", password: str = PASSWORD, **more: str
) -> Any:
    """Send the first form of the front door."""
    return client.post(reverse("account_login"), {"login": username, "password": password, **more})


def come_in(client: Client, *, secret: str = SECRET) -> None:
    """Sign in the whole way. Codes work once, so each sign-in needs its own half minute."""
    give_password(client)
    answer = client.post(reverse("mfa_authenticate"), {"code": next_code(secret, ahead=0)})
    assert answer.status_code == 302, answer.content.decode()


def shown_secret(page: str) -> str:
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert found is not None
    return found[1].replace(" ", "")


def comparable(page: str, username: str) -> str:
    """Return the page without what differs by nature: the name typed and the form's token."""
    without_token = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    return without_token.replace(f'value="{username}"', "")
