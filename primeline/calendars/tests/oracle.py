"""The same answers, found by looking at the clock on the wall every single minute."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from primeline.calendars.values import WorkCalendar

MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=64)
def wall_by_minute(zone: str, first: datetime, days: int) -> list[datetime]:
    """Return what the clock shows, never believing one that was put back until it caught up."""
    shown: list[datetime] = []
    for minute in range(days * 24 * 60):
        now = (first + minute * MINUTE).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        shown.append(max(shown[-1], now) if shown else now)
    return shown


class Oracle:
    """Answers about the days from one moment on."""

    def __init__(self, calendar: WorkCalendar, *, first: datetime, days: int) -> None:
        self.first = first
        self.is_open_in_minute = [
            _is_open(calendar, wall) for wall in wall_by_minute(calendar.zone, first, days)
        ]

    def is_open(self, at: datetime) -> bool:
        return self.is_open_in_minute[(at - self.first) // MINUTE]

    def between(self, start: datetime, end: datetime) -> timedelta:
        return sum(
            (min(until, end) - since for since, until in self._open_from(start) if since < end),
            timedelta(),
        )

    def add(self, start: datetime, amount: timedelta) -> datetime | None:
        for since, until in self._open_from(start):
            if amount <= until - since:
                return since + amount
            amount -= until - since
        return None

    def _open_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        for number in range((start - self.first) // MINUTE, len(self.is_open_in_minute)):
            if self.is_open_in_minute[number]:
                since = self.first + number * MINUTE
                yield max(since, start), since + MINUTE


def _is_open(calendar: WorkCalendar, wall: datetime) -> bool:
    shifts = calendar.shifts_on(wall.date())
    minute = wall.hour * 60 + wall.minute
    return any(start <= minute < end for start, end in shifts)
