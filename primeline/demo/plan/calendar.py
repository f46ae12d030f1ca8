"""Months, seasons and days of the example, relative to the day it is made for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random

from primeline.demo.plan.chance import Wheel

CLOSED_MONTHS = 24

SPRING_FESTIVALS = {
    2023: date(2023, 1, 22),
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
    2029: date(2029, 2, 13),
    2030: date(2030, 2, 3),
}


def first_of(day: date) -> date:
    """Return the first day of the month."""
    return day.replace(day=1)


def months_after(month: date, count: int) -> date:
    """Return the first day of the month `count` months on (or back)."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def last_of(month: date) -> date:
    """Return the last day of the month."""
    return months_after(month, 1) - timedelta(days=1)


def years_after(day: date, years: int) -> date:
    """Return the same day some years on; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def working_days_after(day: date, count: int) -> date:
    """Return the day that lies `count` weekdays on. Public holidays are not known here."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


@dataclass(frozen=True)
class Calendar:
    """The day the example is made for, and the months that are closed on it."""

    today: date

    @cached_property
    def current(self) -> date:
        return first_of(self.today)

    @cached_property
    def months(self) -> tuple[date, ...]:
        """The closed months, oldest first."""
        return tuple(months_after(self.current, i - CLOSED_MONTHS) for i in range(CLOSED_MONTHS))

    @property
    def start(self) -> date:
        return self.months[0]

    @property
    def closing(self) -> date:
        """The last day of the last closed month."""
        return self.current - timedelta(days=1)

    def index_of(self, day: date) -> int:
        """Return where the month of this day stands; negative before the window."""
        return (day.year - self.start.year) * 12 + day.month - self.start.month

    @property
    def share_of_current(self) -> float:
        """How much of the current month has passed."""
        return (self.today.day - 1) / last_of(self.today).day


def opening_days(month: date, *, until: date | None = None) -> "Days":
    """Return the days of a month with the weight that openings have on each."""
    return Days(month, until=until, festival=True)


def closing_days(month: date, *, until: date | None = None) -> "Days":
    """Return the days of a month with the weight that terminations have on each."""
    return Days(month, until=until, festival=False)


class Days:
    """The days of one month, weighted: few on weekends, hardly any openings at Spring Festival."""

    def __init__(self, month: date, *, until: date | None, festival: bool) -> None:
        end = min(last_of(month), until or last_of(month))
        self.days: Sequence[date] = [
            month + timedelta(days=i) for i in range((end - month).days + 1)
        ]
        self._wheel = Wheel(
            (0.15 if day.weekday() >= 5 else 1.0) * (festival_factor(day) if festival else 1.0)
            for day in self.days
        )

    def draw(self, random: Random) -> date:
        """Return one of the days."""
        return self.days[self._wheel.turn(random)]


def festival_factor(day: date) -> float:
    """Return how many openings a day sees because of Spring Festival."""
    festival = SPRING_FESTIVALS.get(day.year)
    if festival is None:
        return 1.0
    return _weeks_factor((day - festival).days // 7)


def _weeks_factor(week: int) -> float:
    if week in {-1, 1}:
        return 0.5
    if week == 0:
        return 0.08
    return 1.3 if week in {2, 3, 4} else 1.0
