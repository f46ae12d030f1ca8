"""Counting in working days: Monday to Friday. Public holidays and make-up days are not known."""

from datetime import date, timedelta

SATURDAY = 5


def is_workday(day: date) -> bool:
    """Test whether people work on this day."""
    return day.weekday() < SATURDAY


def add_workdays(day: date, count: int) -> date:
    """Return the working day so many working days after a day."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_until(day: date, today: date) -> int:
    """Return how many working days are left until a day: 0 on the day, below 0 after it."""
    if day < today:
        return -workdays_until(today, day)
    whole_weeks, rest = divmod((day - today).days, 7)
    return whole_weeks * 5 + sum(is_workday(today + timedelta(days=n)) for n in range(1, rest + 1))
