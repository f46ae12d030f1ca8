"""What others hand in, and what a meeting shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from primeline.commitments.queries.ahead import Ahead, Until
from primeline.commitments.queries.boards import Morning

if TYPE_CHECKING:
    from primeline.commitments.choices import State
    from primeline.commitments.models import Commitment, Letter
    from primeline.customers.models import Customer
    from primeline.meetings.models import Decision, Pin
    from primeline.staff.models import Cover, Person

# A night of works ends so long after midnight.
MORNING: Final = timedelta(hours=8)
# The kind of a subject that is what a meeting has decided.
DECISION: Final = "meetings.decision"
# The step by which it is owed.
STEP: Final = "DECISION"


@dataclass(frozen=True, kw_only=True)
class Moments:
    """When a morning is: now, since when it is news, the reader's noon and the end of their day."""

    at: datetime
    since: datetime
    noon_at: datetime
    day_ends_at: datetime

    @property
    def until(self) -> Until:
        """Until when it is today and tonight."""
        ends_at = self.day_ends_at
        return Until(at=self.at, day_ends_at=ends_at, night_ends_at=ends_at + MORNING)


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """What a meeting decides: what is done, by whom, by which day, for which account."""

    what: str
    owner_id: int
    due_date: date
    customer: "Customer | None" = None


@dataclass(frozen=True, kw_only=True)
class Away:
    """Somebody was away until a day, and who stood in."""

    last_day: date
    covered_by: "Person | None"


@dataclass(frozen=True, kw_only=True)
class Today:
    """What one person has before them today; an id of 0 is nobody by name."""

    person_id: int
    name: str
    owed: Morning
    visits_count: int
    cover: "Cover | Away | None"


@dataclass(frozen=True, kw_only=True)
class Instructed:
    """An instruction that waits for its answer; with working days left, below zero if late."""

    letter: "Letter"
    due_at: datetime
    workdays_left: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a morning begins with: the night, the people, the instructions from above."""

    since: datetime
    night: Mapping[str, int]
    team: Sequence[Today]
    instructions: Sequence[Instructed]
    ahead: Ahead | None
    """None in minutes of before it was kept."""


@dataclass(frozen=True, kw_only=True)
class Talk:
    """An account to talk about: why, how much money, what comes next, who sees to it."""

    customer: "Customer"
    why: str
    late_count: int
    late_since: datetime | None
    money_cents: int
    next: "Commitment | None"
    next_due_at: datetime | None
    owner: "Person | None"
    # As somebody pinned it; None where the rule chose it.
    pin: "Pin | None"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A decision and what has become of it."""

    decision: "Decision"
    owed: "Commitment | None"
    state: "State | None"
