"""What has happened to the calendar: deadlines may have moved."""

from dataclasses import dataclass
from datetime import date

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class DaysPublished(Event):
    """The days of a year are published: what was counted over it is provisional no more."""

    year: int


@dataclass(frozen=True, kw_only=True)
class DaySet(Event):
    """One day became a day off or a working day, in a year published or not."""

    day: date


@dataclass(frozen=True, kw_only=True)
class UnitHoursChanged(Event):
    """A unit works by other hours from a day on, and so do those below without hours of their own.

    `path` is that of the unit, so that whoever listens finds those below.
    """

    unit_id: int
    path: str
    from_date: date
