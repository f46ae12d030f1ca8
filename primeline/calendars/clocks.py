"""Counting open time: how much lies between two moments, and when so much of it has passed.

All moments are aware and come back in UTC, exact to the microsecond.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime, timedelta

from primeline.calendars.errors import NoOpenTime
from primeline.calendars.openings import NOTHING, Year, openings_in, year_of
from primeline.calendars.values import Calendar, Moment, NaturalClock, WorkCalendar

LONGEST = timedelta(days=36_525)
"""A hundred years: nobody plans further, and a mistyped figure should not be worked out."""


def add(calendar: Calendar, start: datetime, amount: timedelta) -> Moment:
    """Return the first moment by which so much open time has passed since a start.

    It lies within an opening or at the end of one; if no time is to pass, it is the start itself
    or, out of hours, the next opening.

    :raises NoOpenTime: if that never happens
    """
    start = _in_utc(start)
    _check_amount(amount)
    if isinstance(calendar, NaturalClock):
        return Moment(start + amount)
    if not amount and _is_within(calendar, start):
        return Moment(start, _is_unpublished(calendar, start))
    if not amount:
        return _next_opening(calendar, start)
    number = year_of(calendar, start)
    year = openings_in(calendar, number)
    wanted = year.open_until(start) + amount
    while wanted > year.total:
        wanted -= year.total
        number += 1
        year = _open_year(calendar, number)
    at, day = year.after(wanted)
    return Moment(at, day > calendar.published_to)


def subtract(calendar: Calendar, end: datetime, amount: timedelta) -> Moment:
    """Return the last moment from which so much open time passes until an end.

    It lies within an opening or at its beginning; if no time is to pass, it is the end itself or,
    out of hours, the last closing.

    :raises NoOpenTime: if there never was so much
    """
    end = _in_utc(end)
    _check_amount(amount)
    if isinstance(calendar, NaturalClock):
        return Moment(end - amount)
    is_provisional = _is_unpublished(calendar, end)
    if not amount:
        found = end if _is_within(calendar, end) else _last_closing(calendar, end)
        return Moment(found, is_provisional)
    number = year_of(calendar, end)
    left = openings_in(calendar, number).open_until(end) - amount
    while left < NOTHING:
        number -= 1
        left += _open_year(calendar, number).total
    return Moment(openings_in(calendar, number).last_with(left), is_provisional)


def between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Return how much open time lies between two moments; below zero if the end comes first."""
    start, end = _in_utc(start), _in_utc(end)
    if isinstance(calendar, NaturalClock):
        return end - start
    if end < start:
        return -between(calendar, end, start)
    first, last = year_of(calendar, start), year_of(calendar, end)
    whole_years = sum((openings_in(calendar, n).total for n in range(first, last)), NOTHING)
    return (
        whole_years
        + openings_in(calendar, last).open_until(end)
        - openings_in(calendar, first).open_until(start)
    )


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Test whether work goes on at a moment. At the very moment of closing it does not."""
    at = _in_utc(at)
    if isinstance(calendar, NaturalClock):
        return True
    return openings_in(calendar, year_of(calendar, at)).is_open(at)


def next_open(calendar: Calendar, at: datetime) -> Moment:
    """Return the moment itself if work goes on at it, else the next opening.

    :raises NoOpenTime: if there is none
    """
    at = _in_utc(at)
    if isinstance(calendar, NaturalClock):
        return Moment(at)
    if is_open(calendar, at):
        return Moment(at, _is_unpublished(calendar, at))
    return _next_opening(calendar, at)


def _next_opening(calendar: WorkCalendar, at: datetime) -> Moment:
    number = year_of(calendar, at)
    year = openings_in(calendar, number)
    while not year.opens or year.opens[-1] < at:
        number += 1
        year = _open_year(calendar, number)
    index = bisect_left(year.opens, at)
    return Moment(year.opens[index], year.days[index] > calendar.published_to)


def _last_closing(calendar: WorkCalendar, at: datetime) -> datetime:
    number = year_of(calendar, at)
    year = openings_in(calendar, number)
    while not year.closes or year.closes[0] > at:
        number -= 1
        year = _open_year(calendar, number)
    return year.closes[bisect_right(year.closes, at) - 1]


def _open_year(calendar: WorkCalendar, number: int) -> Year:
    year = openings_in(calendar, number)
    if not year.total:
        raise NoOpenTime(f"The year {number} has no open minute.")
    return year


def _is_within(calendar: WorkCalendar, at: datetime) -> bool:
    number = year_of(calendar, at)
    year = openings_in(calendar, number)
    # Midnight of New Year's Eve may be the end of its last opening.
    return year.is_within(at) or (
        at == year.begins_at and openings_in(calendar, number - 1).closes[-1:] == [at]
    )


def _is_unpublished(calendar: WorkCalendar, at: datetime) -> bool:
    return at.astimezone(calendar.tz).date() > calendar.published_to


def _in_utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return at.astimezone(UTC)


def _check_amount(amount: timedelta) -> None:
    if amount < NOTHING:
        raise ValueError("Time passes forwards: ask `subtract` or `between`.")
    if amount > LONGEST:
        raise NoOpenTime("Nobody plans more than a hundred years ahead.")
