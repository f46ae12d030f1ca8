"""Rosters worked out minute by minute, slowly and in another way: the rules must agree."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from primeline.calendars.workdays import Workdays
from primeline.rosters.choices import Days
from primeline.rosters.values import Away, Slot, Turns

MINUTE = timedelta(minutes=1)


def people_at(
    at: datetime,
    turns: Turns,
    *,
    until: date,
    zone: str,
    workdays: Workdays,
    away: Sequence[Away] = (),
    there: frozenset[int],
) -> list[int]:
    """Return who is on duty at a moment, by looking at the clock on the wall and nothing else."""
    found = []
    for back in (0, 1, 2):
        day = at.astimezone(ZoneInfo(zone)).date() - timedelta(days=back)
        if not turns.active_from <= day < until:
            continue
        for slot in turns.slots:
            if _is_day(slot, day, workdays) and _is_on(slot, day, at, zone):
                weeks = (day - turns.active_from).days + turns.active_from.weekday()
                whose = turns.people[(weeks // 7 + slot.turn) % len(turns.people)]
                who = _who_comes(whose, at, away, there)
                found += [who] if who is not None else []
    return sorted(found)


def _is_day(slot: Slot, day: date, workdays: Workdays) -> bool:
    return {
        Days.EVERY: True,
        Days.WORKDAYS: workdays.is_workday(day),
        Days.DAYS_OFF: not workdays.is_workday(day),
    }.get(slot.days, slot.days.value == str(day.weekday()))


def _is_on(slot: Slot, day: date, at: datetime, zone: str) -> bool:
    """Walk from the midnight of the day, a minute at a time, and read the wall."""
    start = _reached(day, slot.start, zone)
    end = _reached(day, slot.start + slot.length, zone)
    return start <= at < end


@cache
def _reached(day: date, minute: int, zone: str) -> datetime:
    """Return the first moment, in whole minutes, at which the wall shows this minute or later."""
    wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    at = wall.replace(tzinfo=UTC) - timedelta(hours=15)
    while at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) < wall:
        at += MINUTE
    return at


def _who_comes(whose: int, at: datetime, away: Sequence[Away], there: frozenset[int]) -> int | None:
    absence = next(
        (o for o in away if o.person_id == whose and o.span.start <= at < o.span.end), None
    )
    if absence is None:
        return whose if whose in there else None
    stand_in = absence.stand_in_id
    if stand_in is None or stand_in not in there:
        return None
    is_away = any(o.person_id == stand_in and o.span.start <= at < o.span.end for o in away)
    return None if is_away else stand_in
