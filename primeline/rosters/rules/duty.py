"""Who is really there, and when nobody is. No database, no clock: only answers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from primeline.calendars.openings import openings_in, year_of
from primeline.calendars.values import WorkCalendar
from primeline.calendars.workdays import Workdays
from primeline.rosters.choices import Needed
from primeline.rosters.rules.laying import DAY, moment_on
from primeline.rosters.values import Away, Presence, Span, Strain, Worked

# So long on duty without a break is more than anybody should be given unasked.
LONG: Final = timedelta(hours=24)


def presences(
    shifts: Iterable[Worked], away: Iterable[Away], there: frozenset[int]
) -> list[Presence]:
    """Return who is there when: whose shift it is, and while they are away whoever stands in.

    `there` are the people who still work here. Where a stand-in is away too, nobody is there.
    """
    absences: dict[int, list[Away]] = {}
    for one in away:
        absences.setdefault(one.person_id, []).append(one)
    found = [
        presence
        for shift in shifts
        if shift.person_id is not None
        for presence in _of_shift(shift, shift.person_id, absences, there)
    ]
    return sorted(found, key=lambda one: (one.span, one.person_id, one.shift_id))


def at_moment(found: Iterable[Presence], at: datetime) -> tuple[Presence, ...]:
    """Return who is there at a moment; at its end a shift is over."""
    return tuple(one for one in found if one.span.start <= at < one.span.end)


def next_after(found: Iterable[Presence], at: datetime) -> tuple[Presence, ...]:
    """Return who comes next: all whose time begins at the first moment after this one."""
    to_come = [one for one in found if one.span.start > at]
    if not to_come:
        return ()
    first = min(one.span.start for one in to_come)
    return tuple(one for one in to_come if one.span.start == first)


def gaps(needed: Iterable[Span], found: Iterable[Presence]) -> list[Span]:
    """Return the times at which somebody has to be there and nobody is."""
    covered = joined(one.span for one in found)
    return [left for span in joined(needed) for left in without(span, covered)]


def needed_spans(
    needed: Needed, window: Span, *, calendar: WorkCalendar, wall: WorkCalendar, workdays: Workdays
) -> list[Span]:
    """Return when somebody has to be there within a time."""
    if needed is Needed.NEVER:
        return []
    if needed is Needed.ALWAYS:
        return [window]
    if needed is Needed.DAYS_OFF:
        return list(_days_off(window, wall, workdays))
    worked = [cut for span in _openings(calendar, window) if (cut := overlap(span, window))]
    if needed is Needed.HOURS:
        return joined(worked)
    return without(window, joined(worked))


def overlap(one: Span, other: Span) -> Span | None:
    """Return the time that two share; None if there is none."""
    found = Span(max(one.start, other.start), min(one.end, other.end))
    return found if found.start < found.end else None


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return the same time in as few stretches as can be, in order."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def without(span: Span, taken: Sequence[Span]) -> list[Span]:
    """Return what is left of a time; what is taken lies in order and does not overlap."""
    left, start = [], span.start
    for one in taken:
        if one.end <= start or one.start >= span.end:
            continue
        if start < one.start:
            left.append(Span(start, one.start))
        start = max(start, one.end)
    if start < span.end:
        left.append(Span(start, span.end))
    return left


def strain_of(shift: Span, others: Iterable[Span], *, rest: timedelta) -> Strain:
    """Return what a shift would ask of somebody who is on duty at these other times too.

    What one shift asks by itself, however long it is, is the roster's and no strain of a swap.
    """
    around = [one for one in others if one.end <= shift.start or one.start >= shift.end]
    stretch = next(one for one in joined([*around, shift]) if one.end >= shift.end)
    length = stretch.end - stretch.start
    if length >= LONG and stretch != shift:
        return Strain(length, None)
    rests = [max(shift.start - one.end, one.start - shift.end) for one in around]
    shortest = min(rests, default=rest)
    return Strain(None, shortest if shortest < rest else None)


def _of_shift(
    shift: Worked, person_id: int, absences: dict[int, list[Away]], there: frozenset[int]
) -> Iterator[Presence]:
    gone = [one for one in absences.get(person_id, ()) if overlap(one.span, shift.span)]
    if person_id in there:
        for span in without(shift.span, joined(one.span for one in gone)):
            yield Presence(span=span, person_id=person_id, shift_id=shift.shift_id)
    for one in gone:
        lent, stand_in = overlap(one.span, shift.span), one.stand_in_id
        if lent is None or stand_in is None or stand_in not in there:
            continue
        away_too = joined(other.span for other in absences.get(stand_in, ()))
        for span in without(lent, away_too):
            yield Presence(
                span=span,
                person_id=stand_in,
                shift_id=shift.shift_id,
                instead_of_id=person_id,
            )


def _days_off(window: Span, wall: WorkCalendar, workdays: Workdays) -> Iterator[Span]:
    day = window.start.astimezone(wall.tz).date()
    while (start := moment_on(wall, day, 0)) < window.end:
        span = overlap(Span(start, moment_on(wall, day + DAY, 0)), window)
        if span is not None and not workdays.is_workday(day):
            yield span
        day += DAY


def _openings(calendar: WorkCalendar, window: Span) -> Iterator[Span]:
    first, last = year_of(calendar, window.start), year_of(calendar, window.end)
    for year in range(first, last + 1):
        known = openings_in(calendar, year)
        for opens, closes in zip(known.opens, known.closes, strict=True):
            yield Span(opens, closes)
