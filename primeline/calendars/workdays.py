"""Counting in whole working days: Monday to Friday, but for holidays and make-up days."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

from primeline.calendars.values import DayKind

SATURDAY = 5
DAY = timedelta(days=1)


class Workdays:
    """Which days people work. Made once, it counts over years at one go."""

    def __init__(self, days: Mapping[date, DayKind]) -> None:
        self.days = days

    def is_workday(self, day: date) -> bool:
        """Test whether people work on this day."""
        kind = self.days.get(day)
        return day.weekday() < SATURDAY if kind is None else kind is DayKind.WORKDAY

    def add(self, day: date, count: int) -> date:
        """Return the working day so many working days after a day."""
        while count > 0:
            day += DAY
            count -= self.is_workday(day)
        return day

    def until(self, day: date, today: date) -> int:
        """Return how many working days are left until a day: 0 on the day, below 0 after it."""
        if day < today:
            return -self.until(today, day)
        whole_weeks, rest = divmod((day - today).days, 7)
        usual = whole_weeks * 5 + sum(
            (today + DAY * number).weekday() < SATURDAY for number in range(1, rest + 1)
        )
        return usual + self._more_by(day) - self._more_by(today)

    def _more_by(self, day: date) -> int:
        days, sums = self._unusual
        return sums[bisect_right(days, day)]

    @cached_property
    def _unusual(self) -> tuple[list[date], list[int]]:
        """Days that differ from their day of the week, and how many are worked more by each."""
        days = sorted(
            day for day in self.days if self.is_workday(day) != (day.weekday() < SATURDAY)
        )
        changes = (1 if self.is_workday(day) else -1 for day in days)
        return days, list(accumulate(changes, initial=0))


MONDAY_TO_FRIDAY = Workdays({})
