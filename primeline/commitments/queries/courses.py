"""The clocks of commitments: which calendar, since when, and when it stood still."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from primeline.calendars.values import ALWAYS, Calendar, Shift, Week, WorkCalendar
from primeline.commitments import rules
from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.models import Commitment, Pause
from primeline.commitments.values import Course, Durations, Left, Stop
from primeline.standards.choices import Clock
from primeline.standards.queries.steps import rungs_from
from primeline.standards.values import Rung

_MORNING, _AFTERNOON, _DAY = Shift(510, 720), Shift(810, 1050), Shift(0, 1440)
OFFICE = WorkCalendar(
    zone="Asia/Shanghai", week=Week(days=((_MORNING, _AFTERNOON),) * 5 + ((), ()))
)
DAYS = WorkCalendar(zone="Asia/Shanghai", week=Week(days=((_DAY,),) * 5 + ((), ())))
Stops = Mapping[int, tuple[Stop, ...]]


def calendar_by(clock: str, unit_id: int) -> Calendar:
    """Return the calendar that counts for a clock at a unit."""
    if clock == Clock.NATURAL:
        return ALWAYS
    return DAYS if clock == Clock.WORKDAYS else OFFICE


def rungs_of(commitment: Commitment) -> tuple[Rung, ...]:
    """Return the rungs that hold for a commitment."""
    return rungs_from(commitment.rungs)


def stops_of(commitments: Iterable[Commitment], *, at: datetime | None = None) -> Stops:
    """Return when the clock of each stood still in its present cycle. One query.

    A pause that is not over is left out, or, with a moment, counted up to it.
    """
    cycles = {one.pk: one.cycle for one in commitments}
    found: dict[int, list[Stop]] = defaultdict(list)
    rows = Pause.objects.filter(commitment__in=list(cycles)).order_by("started_at", "id")
    for pk, cycle, start, end in rows.values_list(
        "commitment_id", "cycle", "started_at", "ended_at"
    ):
        end = end or at
        if cycle == cycles[pk] and end is not None and end > start:
            found[pk].append(Stop(start, end))
    return {pk: tuple(stops) for pk, stops in found.items()}


def course_of(commitment: Commitment, stops: Stops) -> Course:
    """Return the clock of a commitment, with its stops as `stops_of` found them."""
    return Course(
        calendar=calendar_by(commitment.clock, commitment.calendar_unit_id),
        opened_at=commitment.opened_at,
        limit=commitment.limit,
        stops=stops.get(commitment.pk, ()),
    )


def durations_of(commitments: Iterable[Commitment], *, at: datetime) -> dict[int, Durations]:
    """Return how long each has taken, up to now or its end, with and without pauses. One query."""
    found = list(commitments)
    stops = stops_of(found, at=at)
    return {one.pk: rules.durations(course_of(one, stops), one.ended_at or at) for one in found}


def left_of(commitments: Iterable[Commitment], *, at: datetime) -> dict[int, Left]:
    """Return how much time is left for each, and whether its clock runs just now. One query."""
    found = list(commitments)
    stops = stops_of(found, at=at)
    return {
        one.pk: rules.left_of(
            course_of(one, stops), at, is_running=one.status == CommitmentStatus.RUNNING
        )
        for one in found
    }
