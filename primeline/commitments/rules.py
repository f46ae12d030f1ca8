"""When rungs are reached and how long something took. No database, no clock: only answers."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.calendars.clocks import add, between, is_open
from primeline.calendars.values import Moment
from primeline.commitments.values import Course, Durations, Left, Reached
from primeline.kit.errors import Refused
from primeline.staff.rules import day_of
from primeline.standards.values import Rung

WHOLE = 100
NOTHING = timedelta()
# What is older the regulator refuses, too: MIIT order 35 of 2016, art. 11. It is a slip of the pen.
SAID_AT_MOST: Final = timedelta(days=2 * 365)
A_MINUTE: Final = timedelta(minutes=1)
# What is expected later than this is a slip of the pen, too.
EXPECTED_AT_MOST: Final = timedelta(days=365)


def said_before(said_at: datetime | None, *, served_since: date | None, at: datetime) -> datetime:
    """Return when a customer said something that is taken down now; what was just said, now.

    :raises Refused: if that is to come, longer ago than two years, or before the account was served
    """
    if said_at is None or NOTHING <= at - said_at < A_MINUTE:
        return at
    if said_at > at:
        told = _("This moment is still to come. Leave it empty for what was said just now.")
        raise Refused(told, field="said_at")
    if served_since is not None and day_of(said_at) < served_since:
        told = _("This account is served since %(day)s only. Write a moment from that day on.")
        raise Refused(told % {"day": served_since.isoformat()}, field="said_at")
    if at - said_at > SAID_AT_MOST:
        told = _("This is longer ago than two years. Look at the year again.")
        raise Refused(told, field="said_at")
    return said_at


def can_be_expected(expected_at: datetime, *, at: datetime) -> bool:
    """Test whether something may be expected by a moment: it is to come, within a year."""
    return NOTHING < expected_at - at <= EXPECTED_AT_MOST


def check_expected(expected_at: datetime, *, at: datetime) -> None:
    """Refuse a moment by which something is expected where it cannot be meant.

    :raises Refused: if it is past, or more than a year ahead
    """
    if expected_at <= at:
        raise Refused(_("This moment is past. Name one to come."), field="expected_at")
    if not can_be_expected(expected_at, at=at):
        told = _("This is more than a year ahead. Look at the year again.")
        raise Refused(told, field="expected_at")


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
