"""Questions about the means to sign in: the second factor, recovery codes, open sessions."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from primeline.staff.models import Person


@dataclass(frozen=True, kw_only=True)
class OpenSession:
    """Where somebody is signed in."""

    pk: int
    session_key: str
    source: str
    program: str
    opened_at: datetime
    seen_at: datetime


def has_second_factor(person: Person) -> bool:
    """Test whether the person has set up a second factor."""
    rows = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP)
    return bool(rows.exists())


def recovery_codes_left(person: Person) -> int:
    """Return how many recovery codes the person has not used yet."""
    row = Authenticator.objects.filter(
        user_id=person.pk, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    return 0 if row is None else len(row.wrap().get_unused_codes())


def sessions_of(person: Person) -> list[OpenSession]:
    """Return the sessions the person has open, the latest used first. Forgets those that ended."""
    rows = UserSession.objects.purge_and_list(person)
    found = [
        OpenSession(
            pk=row.pk,
            session_key=row.session_key,
            source=row.ip,
            program=row.user_agent,
            opened_at=row.created_at,
            seen_at=row.last_seen_at,
        )
        for row in rows
    ]
    return sorted(found, key=lambda session: session.seen_at, reverse=True)
