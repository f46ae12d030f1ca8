"""What rosters are made of, and what is asked of them. Frozen, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from primeline.rosters.choices import REST_HOURS, Days, Needed, RunCause, Speciality

if TYPE_CHECKING:
    from primeline.commitments.models import Commitment
    from primeline.customers.models import Customer
    from primeline.staff.models import Unit

MINUTES_A_DAY = 24 * 60

# How a timeline names a run of a call chain.
RUN: Final = "rosters.call_run"


class Span(NamedTuple):
    """A time from one moment up to another."""

    start: datetime
    end: datetime


class Strain(NamedTuple):
    """What a duty asks too much: so long in a row, or so little rest before or after it."""

    in_a_row: timedelta | None
    rest: timedelta | None


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A shift that comes again: on which days, from which minute, for how long, whose turn.

    It may reach over midnight. `turn` says how many places further in the order of people it is.
    """

    days: Days
    start: int
    length: int
    turn: int = 0

    @property
    def end(self) -> int:
        """The minute at which it ends, counted from the midnight before it began."""
        return self.start + self.length


@dataclass(frozen=True, kw_only=True)
class Turns:
    """A rotation before it is set: its slots, and the people who take turns week by week."""

    slots: tuple[Slot, ...]
    people: tuple[int, ...]
    active_from: date


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A shift as a rotation lays it out."""

    day: date
    slot: int
    span: Span
    person_id: int


@dataclass(frozen=True, kw_only=True)
class Worked:
    """A shift as it stands on a roster; without a person, nobody works it."""

    shift_id: int
    span: Span
    person_id: int | None
    is_double: bool = False


@dataclass(frozen=True, kw_only=True)
class Away:
    """Somebody is away, and who stands in, if anybody does."""

    person_id: int
    span: Span
    stand_in_id: int | None


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Somebody is really there, by a shift of their own or in the place of whose it is."""

    span: Span
    person_id: int
    shift_id: int
    instead_of_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a roster is to be: for whom it speaks, when somebody has to be there, and its rules."""

    speciality: Speciality
    name_zh: str = ""
    name_en: str = ""
    stands_for_role: str = ""
    zone: str = ""
    needed: Needed = Needed.ALWAYS
    allows_double: bool = False
    needs_approval: bool = False
    rest_hours: int = REST_HOURS


@dataclass(frozen=True, kw_only=True)
class Link:
    """One step of a call chain before it is stored. Exactly one of the three says who is called."""

    wait_minutes: int
    person_id: int | None = None
    speciality: str = ""
    contact_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ChainDraft:
    """A call chain before it is stored."""

    unit: "Unit"
    name: str
    links: tuple[Link, ...]
    customer: "Customer | None" = None


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What a call chain is started for: a matter, or something else; or only to try it."""

    # What the cause does not say; without another cause it says it all.
    reason: str = ""
    cause: RunCause = RunCause.OTHER
    commitment: "Commitment | None" = None
    is_drill: bool = False


@dataclass(frozen=True, kw_only=True)
class OnDuty:
    """Who is on duty at a moment, and who comes next.

    `roster_id` is the roster that knows; `is_above` tells that it is the one of a unit above,
    since the unit asked for has none or nobody is there by it.
    """

    roster_id: int
    unit_id: int
    is_above: bool
    now: tuple[Presence, ...]
    next: tuple[Presence, ...]
    names: Mapping[int, str]
