"""The means to sign in: passwords, the second factor, and the sessions that hang on them."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.staff import rules
from primeline.staff.models import Person


@deed("staff.choose_password")
def choose_password(*, person: Person, password: str, by: Actor, at: datetime) -> Person:
    """Set the password that a person chose for themselves. Their other sessions end at once.

    :raises Refused: if the password is too easy to guess
    """
    return _set_password(person, password, is_initial=False)


@deed("staff.issue_password")
def issue_password(
    *, person: Person, password: str, by: Actor, at: datetime, reason: str = ""
) -> Person:
    """Give a person a password for one sign-in, at which they choose their own.

    :raises Refused: if the password is too easy to guess, or it is one's own
    """
    rules.check_somebody_else(person.pk, by_id=by.actor_id)
    return _set_password(person, password, is_initial=True)


@deed("staff.set_second_factor")
def set_second_factor(*, person: Person, secret: str, by: Actor, at: datetime) -> Person:
    """Set up a second factor from a known secret (base 32), as the example operator needs it.

    :raises Refused: if there is one already
    """
    if Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).exists():
        raise Refused(_("There is a second factor already. Reset it first."))
    TOTP.activate(person, secret)
    return person


@deed("staff.reset_second_factor")
def reset_second_factor(*, person: Person, by: Actor, at: datetime, reason: str = "") -> Person:
    """Take away a lost second factor with its recovery codes; the next sign-in sets up another.

    :raises Refused: if it is one's own
    """
    rules.check_somebody_else(person.pk, by_id=by.actor_id)
    Authenticator.objects.filter(user_id=person.pk).delete()
    raise_epoch(person)
    return Person.objects.get(pk=person.pk)


@deed("staff.end_sessions")
def end_sessions(*, person: Person, by: Actor, at: datetime, reason: str = "") -> Person:
    """End every open session of a person at once. They may sign in again."""
    raise_epoch(person)
    return Person.objects.get(pk=person.pk)


def raise_epoch(person: Person) -> None:
    """Make every session that the person has open worthless."""
    Person.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)


def _set_password(person: Person, password: str, *, is_initial: bool) -> Person:
    try:
        validate_password(password, user=person)
    except ValidationError as problem:
        raise Refused(" ".join(problem.messages), field="password") from problem
    person.set_password(password)
    Person.objects.filter(pk=person.pk).update(
        password=person.password,
        is_password_initial=is_initial,
        session_epoch=F("session_epoch") + 1,
    )
    return Person.objects.get(pk=person.pk)
