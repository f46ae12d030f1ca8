"""The means to sign in: passwords, the second factor, and the sessions that hang on them."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import NotFound, Refused
from primeline.staff import guards, rules
from primeline.staff.models import Person


@deed("staff.sign_in")
def sign_in(*, person: Person, by: Actor, at: datetime) -> None:
    """Put on record that a person has come in."""


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
    """Let codes made from this secret (base 32) be the second factor, and no earlier one.

    :raises Refused: if somebody else sets it up; they may only reset it
    """
    if by.actor_id not in (None, person.pk):
        raise Refused(_("People set up their second factor themselves."))
    Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(person, secret)
    return person


@deed("staff.reset_second_factor")
def reset_second_factor(*, person: Person, by: Actor, at: datetime, reason: str = "") -> Person:
    """Take away a lost second factor with its recovery codes; the next sign-in sets up another.

    :raises Refused: if it is one's own
    """
    rules.check_somebody_else(person.pk, by_id=by.actor_id)
    Authenticator.objects.filter(user_id=person.pk).delete()
    guards.raise_epoch(person)
    return Person.objects.get(pk=person.pk)


@deed("staff.renew_recovery_codes")
def renew_recovery_codes(*, person: Person, by: Actor, at: datetime) -> list[str]:
    """Make new recovery codes and return them, to be shown once. The old ones are worth nothing."""
    old = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.RECOVERY_CODES)
    old.delete()
    codes: list[str] = RecoveryCodes.activate(person).generate_codes()
    return codes


@deed("staff.end_session")
def end_session(*, person: Person, session_id: int, by: Actor, at: datetime) -> None:
    """End one open session of a person at once.

    :raises NotFound: if it is not open, or not theirs
    """
    session = UserSession.objects.filter(user_id=person.pk, pk=session_id).first()
    if session is None:
        raise NotFound
    session.end()


@deed("staff.end_sessions")
def end_sessions(*, person: Person, by: Actor, at: datetime, reason: str = "") -> Person:
    """End every open session of a person at once. They may sign in again."""
    guards.raise_epoch(person)
    return Person.objects.get(pk=person.pk)


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
