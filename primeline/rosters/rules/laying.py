"""Rotations: which can be, and the shifts that one gives. No database, no clock."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.calendars.openings import first_moment_of
from primeline.calendars.values import Shift, Week, WorkCalendar
from primeline.calendars.workdays import Workdays
from primeline.kit.errors import Refused
from primeline.rosters.choices import Days
from primeline.rosters.values import MINUTES_A_DAY, Planned, Slot, Span, Turns

DAY = timedelta(days=1)
DAYS_A_WEEK = 7
MOST_SLOTS = 30
MOST_PEOPLE = 30
WHOLE_WEEK = Week(days=((Shift(0, MINUTES_A_DAY),),) * DAYS_A_WEEK)


def wall_of(zone: str) -> WorkCalendar:
    """Return the clock on the wall of a zone, by which shifts begin and end.

    :raises UnknownZone: if there is no such time zone
    """
    return WorkCalendar(zone=zone, week=WHOLE_WEEK)


def moment_on(wall: WorkCalendar, day: date, minute: int) -> datetime:
    """Return when the clock has come so many minutes past the midnight that a day begins with.

    Where clocks change, a shift is as much longer or shorter as the night is.
    """
    return first_moment_of(wall, day, minute)


def check_turns(turns: Turns, *, allows_double: bool) -> None:
    """Do nothing if people can work by this rotation.

    :raises Refused: if there are no shifts or people, a shift is longer than a day, two share a
        minute where that is not wanted, or one person would be there twice
    """
    if not turns.people:
        raise Refused(_("Name at least one person who takes a turn."), field="people")
    if len(set(turns.people)) != len(turns.people):
        raise Refused(_("Name everybody once: the order is the order of turns."), field="people")
    if len(turns.people) > MOST_PEOPLE or len(turns.slots) > MOST_SLOTS:
        raise Refused(_("At most %(most)s shifts and people.") % {"most": MOST_SLOTS})
    if not turns.slots:
        raise Refused(_("Give the rotation at least one shift."), field="slots")
    for slot in turns.slots:
        if not (0 <= slot.start < MINUTES_A_DAY and 0 < slot.length <= MINUTES_A_DAY):
            raise Refused(_("A shift lasts a day at most."), field="slots")
    _check_overlaps(turns, allows_double)


def laid_out(
    turns: Turns, *, since: date, until: date, wall: WorkCalendar, workdays: Workdays
) -> Iterator[Planned]:
    """Return the shifts that begin on the days from one up to another."""
    day = max(since, turns.active_from)
    while day < until:
        for number, slot in enumerate(turns.slots):
            if begins_on(slot, day.weekday(), is_workday=workdays.is_workday(day)):
                span = Span(moment_on(wall, day, slot.start), moment_on(wall, day, slot.end))
                if span.start < span.end:
                    yield Planned(
                        day=day, slot=number, span=span, person_id=turn_of(turns, slot, day)
                    )
        day += DAY


def begins_on(slot: Slot, weekday: int, *, is_workday: bool) -> bool:
    """Test whether a slot has a shift on such a day."""
    if slot.days is Days.EVERY:
        return True
    if slot.days in (Days.WORKDAYS, Days.DAYS_OFF):
        return is_workday is (slot.days is Days.WORKDAYS)
    return int(slot.days) == weekday


def turn_of(turns: Turns, slot: Slot, day: date) -> int:
    """Return whose turn a slot is in the week of a day; weeks begin on Monday."""
    weeks = (_monday(day) - _monday(turns.active_from)).days // DAYS_A_WEEK
    return turns.people[(weeks + slot.turn) % len(turns.people)]


def slots_as_stored(slots: Sequence[Slot]) -> list[dict[str, Any]]:
    """Return slots as they are stored."""
    return [
        {"days": one.days.value, "start": one.start, "length": one.length, "turn": one.turn}
        for one in slots
    ]


def slots_from_stored(stored: Sequence[dict[str, Any]]) -> tuple[Slot, ...]:
    """Return stored slots as values."""
    return tuple(
        Slot(days=Days(one["days"]), start=one["start"], length=one["length"], turn=one["turn"])
        for one in stored
    )


def _check_overlaps(turns: Turns, allows_double: bool) -> None:
    """Lay two weeks out in minutes, for each kind of day, and look for shifts that meet.

    Any two days that follow each other may each be worked or not: public days move.
    """
    for weekday in range(DAYS_A_WEEK):
        for first_worked in (True, False):
            for next_worked in (True, False):
                days = ((weekday, first_worked), ((weekday + 1) % DAYS_A_WEEK, next_worked))
                _check_two_days(turns, days, allows_double)


def _check_two_days(
    turns: Turns, days: tuple[tuple[int, bool], tuple[int, bool]], allows_double: bool
) -> None:
    shifts = sorted(
        (
            slot.start + place * MINUTES_A_DAY,
            slot.end + place * MINUTES_A_DAY,
            _seat(days, place, slot),
        )
        for place, (weekday, is_worked) in enumerate(days)
        for slot in turns.slots
        if begins_on(slot, weekday, is_workday=is_worked)
    )
    if allows_double:
        _check_nobody_twice(shifts, len(turns.people))
        return
    if any(later[0] < earlier[1] for earlier, later in pairwise(shifts)):
        raise Refused(
            _(
                "Two shifts share a time. Let one end before the next begins, or say that two may "
                "be on duty at once."
            ),
            field="slots",
        )


def _seat(days: tuple[tuple[int, bool], tuple[int, bool]], place: int, slot: Slot) -> int:
    """Return the turn of a slot, one further where the second day begins a new week."""
    begins_week = place == 1 and days[1][0] == 0
    return slot.turn + begins_week


def _check_nobody_twice(shifts: Sequence[tuple[int, int, int]], people: int) -> None:
    for place, (_start, end, turn) in enumerate(shifts):
        for start, _end, other in shifts[place + 1 :]:
            if start < end and (other - turn) % people == 0:
                raise Refused(
                    _(
                        "One person would be on duty twice at the same time. Let the shifts be "
                        "of different turns, or name more people."
                    ),
                    field="slots",
                )


def _monday(day: date) -> date:
    return day - DAY * day.weekday()
