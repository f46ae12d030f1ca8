"""What a calendar is made of. Plain values, checked as they are made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from primeline.calendars.errors import BadShift, ClosedWeek, OverlappingShifts, UnknownZone

if TYPE_CHECKING:
    from primeline.calendars.openings import Year

MINUTES_A_DAY = 24 * 60
MONDAY = 0


class Shift(NamedTuple):
    """Open from one minute of the local day up to another; 1440 is midnight at its end."""

    start: int
    end: int


Shifts = tuple[Shift, ...]


class DayKind(Enum):
    """What sets a day apart from its day of the week."""

    HOLIDAY = "HOLIDAY"
    WORKDAY = "WORKDAY"
    """A day, mostly a Saturday or Sunday, worked to make up for a holiday."""


@dataclass(frozen=True, kw_only=True)
class Week:
    """The shifts of the days from Monday to Sunday, of holidays, and of make-up days.

    Where nothing is said of make-up days, they are worked like a Monday.

    :raises ImpossibleCalendar: if nobody could work by it
    """

    days: tuple[Shifts, ...]
    on_holidays: Shifts = ()
    on_make_up_days: Shifts | None = None

    def __post_init__(self) -> None:
        if len(self.days) != 7:
            raise ValueError("A week has seven days.")
        object.__setattr__(self, "days", tuple(tuple(sorted(shifts)) for shifts in self.days))
        object.__setattr__(self, "on_holidays", tuple(sorted(self.on_holidays)))
        if self.on_make_up_days is not None:
            object.__setattr__(self, "on_make_up_days", tuple(sorted(self.on_make_up_days)))
        for shifts in (*self.days, self.on_holidays, self.on_make_up_days or ()):
            _check_shifts(shifts)
        if not any(self.days):
            raise ClosedWeek("The week has no open minute.")

    @property
    def in_days(self) -> "Week":
        """The same days, each open around the clock if it has a shift at all."""
        return Week(
            days=tuple(_whole(shifts) for shifts in self.days),
            on_holidays=_whole(self.on_holidays),
            on_make_up_days=(
                None if self.on_make_up_days is None else _whole(self.on_make_up_days)
            ),
        )

    def shifts_on(self, weekday: int, kind: DayKind | None) -> Shifts:
        """Return when people work on such a day."""
        if kind is DayKind.HOLIDAY:
            return self.on_holidays
        if kind is DayKind.WORKDAY:
            return self.days[MONDAY] if self.on_make_up_days is None else self.on_make_up_days
        return self.days[weekday]


@dataclass(frozen=True, kw_only=True)
class WorkCalendar:
    """When a unit works: its week by the clock on its wall, and the days that differ.

    Days after `published_to` are not published yet: what is counted over them may still change.
    `later` says from which days on it works by other weeks, in order.

    :raises UnknownZone: if there is no such time zone
    """

    zone: str
    week: Week
    days: Mapping[date, DayKind] = field(default_factory=dict)
    published_to: date = date.max
    later: tuple[tuple[date, Week], ...] = ()
    years: "dict[int, Year]" = field(default_factory=dict, init=False, repr=False, compare=False)
    """What has been worked out so far; see `openings`."""

    def __post_init__(self) -> None:
        if self.tz is None:
            raise UnknownZone(self.zone)

    def shifts_on(self, day: date) -> Shifts:
        """Return when people work on a day."""
        week = self.week
        for start, other in self.later:
            if start > day:
                break
            week = other
        return week.shifts_on(day.weekday(), self.days.get(day))

    @cached_property
    def tz(self) -> ZoneInfo:
        """The time zone."""
        try:
            return ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as error:
            raise UnknownZone(f"There is no time zone {self.zone!r}.") from error

    @cached_property
    def in_days(self) -> "WorkCalendar":
        """The same working days, open around the clock: a working day on it is 24 hours."""
        later = tuple((start, week.in_days) for start, week in self.later)
        return replace(self, week=self.week.in_days, later=later)


class NaturalClock:
    """The clock that never stops: nights, weekends and holidays count."""


ALWAYS = NaturalClock()
Calendar = WorkCalendar | NaturalClock


class Moment(NamedTuple):
    """An answer, and whether it rests on days that nobody has published yet."""

    at: datetime
    is_provisional: bool = False


def _whole(shifts: Shifts) -> Shifts:
    return (Shift(0, MINUTES_A_DAY),) if shifts else ()


def _check_shifts(shifts: Shifts) -> None:
    for start, end in shifts:
        if not 0 <= start < end <= MINUTES_A_DAY:
            raise BadShift(f"A shift cannot go from minute {start} to minute {end} of a day.")
    for earlier, later in pairwise(shifts):
        if later.start < earlier.end:
            raise OverlappingShifts(f"{earlier} and {later} share minutes.")
