"""When a rule is due, by a calendar. The engine counts; here is only what a rule asks of it."""

from datetime import datetime, timedelta

from primeline.calendars import clocks
from primeline.calendars.values import ALWAYS, Calendar, Moment, NaturalClock
from primeline.standards.choices import Clock
from primeline.standards.rules.ruling import DueOf
from primeline.standards.values import Row


def calendar_of(clock: str, calendar: Calendar) -> Calendar:
    """Return the calendar that a clock counts on at a unit that works by `calendar`."""
    if clock == Clock.NATURAL or isinstance(calendar, NaturalClock):
        return ALWAYS
    return calendar.in_days if clock == Clock.WORKDAYS else calendar


def moment_of(row: Row, start: datetime, calendar: Calendar) -> Moment:
    """Return when a rule is due that counts from `start`, or back from it."""
    count = clocks.subtract if row.counts_back else clocks.add
    return count(calendar_of(row.clock, calendar), start, timedelta(seconds=row.limit_seconds))


def due_by(calendar: Calendar, start: datetime) -> DueOf:
    """Return what tells the deadline of any rule for something that began at `start`."""
    return lambda row: moment_of(row, start, calendar).at
