"""The clocks of commitments: which calendar, since when, and when it stood still."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from primeline.calendars.values import Calendar, WorkCalendar
from primeline.commitments import rules
from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.models import Commitment, Pause
from primeline.commitments.values import Course, Durations, Left, Stop
from primeline.hours import queries as hours
from primeline.standards.queries.steps import rungs_from
from primeline.standards.rules import calendar_of
from primeline.standards.values import Rung


class Courses:
    """The clocks of some commitments, as they stand at a moment. Two queries for all.

    A pause that is not over counts up to the moment, unless it is left out.
    """

    def __init__(
        self, commitments: Iterable[Commitment], *, at: datetime, only_ended: bool = False
    ) -> None:
        known = list(commitments)
        units = {one.calendar_unit_id for one in known}
        self._calendars: Mapping[int, WorkCalendar] = hours.calendars_of(units, at=at)
        self._stops, self._by_law = _stops_of(known, None if only_ended else at)

    def calendar(self, clock: str, unit_id: int) -> Calendar:
        """Return the calendar that a clock counts on at a unit."""
        return calendar_of(clock, self._calendars[unit_id])

    def hours_of(self, commitment: Commitment) -> WorkCalendar:
        """Return when the unit works by whose hours a commitment is counted."""
        return self._calendars[commitment.calendar_unit_id]

    def stops(self, commitment: Commitment) -> tuple[Stop, ...]:
        """Return when the clock stood still in the present cycle."""
        return self._stops.get(commitment.pk, ())

    def of(self, commitment: Commitment) -> Course:
        """Return the clock of one of them."""
        return Course(
            calendar=self.calendar(commitment.clock, commitment.calendar_unit_id),
            opened_at=commitment.opened_at,
            limit=commitment.limit,
            stops=() if commitment.pk in self._by_law else self.stops(commitment),
        )


def rungs_of(commitment: Commitment) -> tuple[Rung, ...]:
    """Return the rungs that hold for a commitment."""
    return tuple(rungs_from(commitment.rungs))


def durations_of(commitments: Iterable[Commitment], *, at: datetime) -> dict[int, Durations]:
    """Return how long each has taken, up to now or its end, with and without pauses."""
    found = list(commitments)
    courses = Courses(found, at=at)
    return {one.pk: rules.durations(courses.of(one), one.ended_at or at) for one in found}


def left_of(commitments: Iterable[Commitment], *, at: datetime) -> dict[int, Left]:
    """Return how much time is left for each, and whether its clock runs just now."""
    found = list(commitments)
    courses = Courses(found, at=at)
    return {
        one.pk: rules.left_of(
            courses.of(one), at, is_running=one.status == CommitmentStatus.RUNNING
        )
        for one in found
    }


def _stops_of(
    commitments: Collection[Commitment], at: datetime | None
) -> tuple[dict[int, tuple[Stop, ...]], set[int]]:
    """Return when clocks stood still, and those that a law counts by now: no stop moves them."""
    cycles = {one.pk: one.cycle for one in commitments}
    found: dict[int, list[Stop]] = defaultdict(list)
    rows = Pause.objects.filter(commitment__in=list(cycles)).order_by("started_at", "id")
    by_law: set[int] = set()
    begun = {one.pk: one.opened_at for one in commitments}
    for pk, cycle, start, stored_end, is_statutory in rows.values_list(
        "commitment_id", "cycle", "started_at", "ended_at", "commitment__policy_row__is_statutory"
    ):
        if is_statutory:
            by_law.add(pk)
        end = stored_end or at
        # Before its rule came its clock did not run; nor did it stand still.
        if cycle == cycles[pk] and end is not None and end > max(start, begun[pk]):
            found[pk].append(Stop(start, end))
    return {pk: tuple(stops) for pk, stops in found.items()}, by_law
