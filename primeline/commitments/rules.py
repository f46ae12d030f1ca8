"""When rungs are reached and how long something took. No database, no clock: only answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from primeline.calendars.clocks import add, between, is_open
from primeline.calendars.values import Moment
from primeline.commitments.values import Course, Durations, Left, Reached
from primeline.standards.values import Rung

WHOLE = 100
NOTHING = timedelta()


def reached_at(course: Course, share: timedelta) -> Moment:
    """Return the first moment at which so much time of the clock has passed without the stops.

    A stop that begins at that very moment comes too late to move it.
    """
    wanted = share
    found = add(course.calendar, course.opened_at, wanted)
    for stop in course.stops:
        if stop.start >= found.at:
            break
        wanted += between(course.calendar, stop.start, stop.end)
        found = add(course.calendar, course.opened_at, wanted)
    return found


def due_at(course: Course) -> Moment:
    """Return by when it is owed. At the moment itself it is still in time."""
    return reached_at(course, course.limit)


def rung_at(course: Course, rung: Rung) -> datetime:
    """Return when a rung is reached."""
    return reached_at(course, course.limit * rung.percent / WHOLE).at


def climb(
    course: Course, rungs: Sequence[Rung], *, fired_percent: int, at: datetime
) -> tuple[list[Reached], datetime | None]:
    """Return the rungs passed before a moment that have not fired, and when the next one comes.

    Rungs up to `fired_percent` have fired; whatever the due moment becomes, they stay silent.
    """
    reached: list[Reached] = []
    for rung in sorted(rungs, key=lambda rung: rung.percent):
        if rung.percent <= fired_percent:
            continue
        comes = rung_at(course, rung)
        if comes >= at:
            return reached, comes
        reached.append(Reached(rung=rung, at=comes))
    return reached, None


def broken_since(*, due: datetime, priced_at: datetime) -> datetime:
    """Return since when it is broken: a due moment that was moved into the past breaks it then."""
    return max(due, priced_at)


def durations(course: Course, until: datetime) -> Durations:
    """Return how long it has taken up to a moment."""
    gross = between(course.calendar, course.opened_at, until)
    paused = sum(
        (
            between(course.calendar, stop.start, min(stop.end, until))
            for stop in course.stops
            if stop.start < until
        ),
        NOTHING,
    )
    return Durations(gross=gross, net=gross - paused)


def left_of(course: Course, at: datetime, *, is_running: bool) -> Left:
    """Return how much time is left at a moment."""
    return Left(
        time=course.limit - durations(course, at).net,
        is_counting=is_running and is_open(course.calendar, at),
    )
