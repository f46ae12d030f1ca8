"""What somebody asks for, and what is proposed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from primeline.privacy.choices import LimitKind
from primeline.privacy.shipped import LIMITS

# How a timeline names a request.
# Lines of files that were taken out, as the doors name what somebody looked for.
EXPORTS: Final = frozenset({"export", "named_export"})
REQUEST: Final = "access.request"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Why somebody wants to see an account, for how long, and whether with its people."""

    reason: str
    days_count: int
    with_contacts: bool = False


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How far requests may go, as it is shipped."""

    longest_days: int = LIMITS[LimitKind.GRANT_DAYS]
    answered_within: timedelta = timedelta(days=7)
    # Whoever tries numbers in a row is stopped here; so is a heap that nobody can read.
    most_waiting: int = 20


POLICY: Final = Policy()


@dataclass(frozen=True, kw_only=True)
class Restriction:
    """How an account is to be hidden: its cover name and who is cleared for it."""

    cover_name: str
    person_ids: tuple[int, ...]
