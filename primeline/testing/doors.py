"""Coming in by the front door in tests, without typing a password each time."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE_METHODS,
)
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY as METHODS,
)
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from primeline.staff.models import Person

PERIOD = 30


def signed_in(person: Person) -> Client:
    """Return a client in which this person is signed in, with a second factor."""
    client = Client()
    sign_in(client, person)
    return client


def sign_in(client: Client, person: Person) -> None:
    """Sign the person in, with a second factor."""
    client.force_login(person)
    session = client.session
    session[METHODS] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session[WHOSE_METHODS] = str(person.pk)
    session.save()


def code_now(secret: str) -> str:
    """Return the code that this second factor shows now, which is good for one period more."""
    return next_code(secret, ahead=0)


def next_code(secret: str, *, ahead: int = 1) -> str:
    """Return the code that it shows some periods from now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + ahead)))
