"""Counting in months, each named by its first day, and in stretches of ten days (旬)."""

from calendar import monthrange
from datetime import date
from typing import Final

# Days of a month on which a stretch of ten days begins.
TENS: Final = (1, 11, 21)


def first_of(day: date) -> date:
    """Return the first day of the month that a day lies in."""
    return day.replace(day=1)


def shift(month: date, by: int) -> date:
    """Return the month so many months later, or earlier if `by` is negative."""
    years, number = divmod(month.year * 12 + month.month - 1 + by, 12)
    return date(years, number + 1, 1)


def later(start: date, by: int, *, day: int = 0) -> date:
    """Return the day so many months later, on this day of the month or the last one there is."""
    month = shift(first_of(start), by)
    return month.replace(day=min(day or start.day, monthrange(month.year, month.month)[1]))


def span(first: date, last: date) -> list[date]:
    """Return the months from the first to the last, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [shift(first, step) for step in range(count)]


def ten_days(day: date) -> tuple[date, date]:
    """Return the stretch of about ten days (旬) that a day lies in, its end not included."""
    starts = [day.replace(day=one) for one in TENS]
    bounds = [*starts, shift(starts[0], 1)]
    place = sum(one <= day for one in starts)
    return bounds[place - 1], bounds[place]
