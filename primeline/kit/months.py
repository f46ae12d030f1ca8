"""Counting in months, each named by its first day."""

from datetime import date


def first_of(day: date) -> date:
    """Return the first day of the month that a day lies in."""
    return day.replace(day=1)


def shift(month: date, by: int) -> date:
    """Return the month so many months later, or earlier if `by` is negative."""
    years, number = divmod(month.year * 12 + month.month - 1 + by, 12)
    return date(years, number + 1, 1)


def span(first: date, last: date) -> list[date]:
    """Return the months from the first to the last, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [shift(first, step) for step in range(count)]
