"""People at a browser of their own, signed in with both factors."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.test import Client

if TYPE_CHECKING:
    from primeline.staff.models import Person

METHODS_OF_SESSION = "account_authentication_methods"


def signed_in(person: "Person", *, language: str = "en", client: Client | None = None) -> Client:
    """Return a browser in which this person is signed in and reads this language."""
    browser = client or Client()
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    session = browser.session
    session[METHODS_OF_SESSION] = [
        {"method": "password", "at": datetime.now(UTC).timestamp(), "username": person.username},
        {"method": "mfa", "at": datetime.now(UTC).timestamp(), "type": "totp"},
    ]
    session["language"] = language
    session.save()
    return browser
