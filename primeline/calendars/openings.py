"""When a calendar is open, worked out a year at a time and kept, with running sums of open time.

Adding weeks is then two searches in a sorted list, not a walk through minutes or days.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate

from primeline.calendars.errors import NoOpenTime
from primeline.calendars.values import Shift, WorkCalendar

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
NOTHING = timedelta()


@dataclass(frozen=True)
class Year:
    """The openings of one local year in UTC, in order. All lists are of one length."""

    begins_at: datetime
    opens: list[datetime]
    closes: list[datetime]
    before: list[timedelta]
    """The open time of the year before each opening."""
    days: list[date]
    total: timedelta

    def open_until(self, at: datetime) -> timedelta:
        """Return the open time of the year before a moment of it."""
        index = bisect_right(self.opens, at) - 1
        if index < 0:
            return NOTHING
        return self.before[index] + min(at, self.closes[index]) - self.opens[index]

    def is_open(self, at: datetime) -> bool:
        """Test whether a moment lies within an opening; its end does not."""
        index = bisect_right(self.opens, at) - 1
        return index >= 0 and at < self.closes[index]

    def is_within(self, at: datetime) -> bool:
        """Test whether a moment lies within an opening or at either end of it."""
        index = bisect_right(self.opens, at) - 1
        return index >= 0 and at <= self.closes[index]

    def after(self, amount: timedelta) -> tuple[datetime, date]:
        """Return the first moment before which the year was open for so long, and its day."""
        index = bisect_left(self.before, amount) - 1
        return self.opens[index] + (amount - self.before[index]), self.days[index]

    def last_with(self, amount: timedelta) -> datetime:
        """Return the last moment before which the year was open for no longer than that."""
        index = bisect_right(self.before, amount) - 1
        return self.opens[index] + (amount - self.before[index])


def year_of(calendar: WorkCalendar, at: datetime) -> int:
    """Return the local year of a moment."""
    local = at.astimezone(calendar.tz)
    # Clocks put back over New Year's midnight show the old year for a second time.
    is_eve = (local.month, local.day) == (12, 31)
    return local.year + (is_eve and at >= openings_in(calendar, local.year + 1).begins_at)


def openings_in(calendar: WorkCalendar, year: int) -> Year:
    """Return the openings of a year.

    :raises NoOpenTime: if the year lies where no calendar reaches
    """
    known = calendar.years.get(year)
    if known is None:
        if not date.min.year < year < date.max.year:
            raise NoOpenTime(f"No calendar reaches the year {year}.")
        known = calendar.years[year] = _worked_out(calendar, year)
    return known


def first_moment_of(calendar: WorkCalendar, day: date, minute: int = 0) -> datetime:
    """Return the first moment at which the clock on the wall has reached this minute of a day.

    Where clocks are put forward over it, that is the moment of doing so; where they are put back
    over it, the first of its two times.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    found = wall.replace(tzinfo=calendar.tz).astimezone(UTC)
    if found.astimezone(calendar.tz).replace(tzinfo=None) == wall:
        return found
    return _change_before(calendar, found)


def _worked_out(calendar: WorkCalendar, year: int) -> Year:
    openings = list(_openings_between(calendar, date(year, 1, 1), date(year + 1, 1, 1)))
    sums = list(accumulate((closes - opens for _, opens, closes in openings), initial=NOTHING))
    return Year(
        begins_at=first_moment_of(calendar, date(year, 1, 1)),
        opens=[opens for _, opens, _ in openings],
        closes=[closes for _, _, closes in openings],
        before=sums[:-1],
        days=[day for day, _, _ in openings],
        total=sums[-1],
    )


def _openings_between(
    calendar: WorkCalendar, day: date, end: date
) -> Iterator[tuple[date, datetime, datetime]]:
    morning = first_moment_of(calendar, day)
    while day < end:
        next_morning = first_moment_of(calendar, day + DAY)
        for shift in calendar.shifts_on(day):
            opens, closes = _bounds(calendar, day, shift, morning, next_morning)
            if opens < closes:
                yield day, opens, closes
        day, morning = day + DAY, next_morning


def _bounds(
    calendar: WorkCalendar, day: date, shift: Shift, morning: datetime, next_morning: datetime
) -> tuple[datetime, datetime]:
    if next_morning - morning == DAY:
        return morning + timedelta(minutes=shift.start), morning + timedelta(minutes=shift.end)
    return (
        first_moment_of(calendar, day, shift.start),
        first_moment_of(calendar, day, shift.end),
    )


def _change_before(calendar: WorkCalendar, at: datetime) -> datetime:
    """Return when the clocks were last changed, which was within the two days before a moment."""
    offset = at.astimezone(calendar.tz).utcoffset()
    old, new = at - 2 * DAY, at
    while new - old > SECOND:
        middle = old + (new - old) // 2 // SECOND * SECOND
        if middle.astimezone(calendar.tz).utcoffset() == offset:
            new = middle
        else:
            old = middle
    return new
