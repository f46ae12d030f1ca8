"""By when something is owed: the case, the rule that wins, its calendar and its rungs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from primeline.calendars.errors import NoOpenTime
from primeline.calendars.values import ALWAYS, Moment, WorkCalendar
from primeline.commitments import rules
from primeline.commitments.models import Commitment
from primeline.commitments.values import Course, Stop
from primeline.kit.errors import Refused
from primeline.standards import queries as standards
from primeline.standards.choices import Clock
from primeline.standards.models import Step
from primeline.standards.queries.steps import rungs_from
from primeline.standards.rules import NoRuleApplies, calendar_of, moment_of
from primeline.standards.values import Case, Matrix, Row, Rung

LAST = Rung(percent=rules.WHOLE, tells=("OWNER",))
SHORTEST = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Price:
    """What a rule, or somebody by hand, asks: how long, on which clock, who is told when."""

    course: Course
    clock: str
    due: Moment
    rungs: tuple[Rung, ...]
    row_id: int | None = None
    is_statutory: bool = False


@dataclass(frozen=True, kw_only=True)
class Start:
    """Since when a clock runs, by whose working hours, when it stood still, and before what."""

    opened_at: datetime
    calendar: WorkCalendar
    stops: tuple[Stop, ...] = ()
    before_at: datetime | None = None


def price(case: Case, start: Start, *, matrix: Matrix, step: Step) -> Price:
    """Return what the tightest rule asks for a case.

    :raises NoRuleApplies: if the matrix has a gap there
    """
    row = standards.ruling(matrix, case, lambda row: due_of(row, start).at).row
    due = due_of(row, start)
    return Price(
        course=course_back(start.opened_at, due.at) if row.counts_back else _course(row, start),
        # How far it is up to a moment that is fixed, every hour counts.
        clock=Clock.NATURAL if row.counts_back else row.clock,
        due=due,
        rungs=with_last(standards.rungs_of(row, step)),
        row_id=row.id,
        is_statutory=row.is_statutory,
    )


def price_by_hand(due_at: datetime, start: Start, *, step: Step) -> Price:
    """Return what somebody asks who named the due moment; no rule stands behind it.

    The clock that never stops leads to just that moment, whatever hours anybody works.

    :raises Refused: if the moment is past
    """
    if due_at <= start.opened_at:
        raise Refused(_("This moment is past. Name one to come."), field="due_at")
    course = Course(calendar=ALWAYS, opened_at=start.opened_at, limit=due_at - start.opened_at)
    rungs = with_last(rungs_from(step.rungs))
    try:
        rules.rung_at(course, rungs[-1])
    except NoOpenTime as error:
        far = _("This moment is too far away. Name an earlier one.")
        raise Refused(far, field="due_at") from error
    return Price(course=course, clock=Clock.NATURAL, due=Moment(due_at), rungs=rungs)


def due_by_law(case: Case, start: Start, *, matrix: Matrix) -> datetime | None:
    """Return by when a law wants it, whatever tighter rule holds; None if no law speaks of it."""
    try:
        found = standards.ruling(matrix, case, lambda row: due_of(row, start).at)
    except NoRuleApplies:
        return None
    rows = [found.row, *(one.row for one in found.also)]
    return min((due_of(row, start).at for row in rows if row.is_statutory), default=None)


def since_ruled(case: Case, start: Start, ruled_at: datetime, *, matrix: Matrix) -> Start:
    """Return since when a clock runs whose rule came after its beginning: since the rule came.

    A law counts from the beginning, whenever we write it down.
    """
    if ruled_at <= start.opened_at or due_by_law(case, start, matrix=matrix) is not None:
        return start
    return replace(start, opened_at=ruled_at, stops=())


def case_of(commitment: Commitment, tier: str) -> Case:
    """Return what the matrix is asked about a commitment at a level."""
    return Case(
        step=commitment.step.code,
        tier=tier,
        assurance=commitment.assurance,
        line=commitment.line,
        distance=commitment.distance,
        area=commitment.area,
        priority=commitment.priority,
        unit_path=commitment.calendar_unit.path,
        customer_id=commitment.customer_id,
    )


def with_last(rungs: Sequence[Rung]) -> tuple[Rung, ...]:
    """Return rungs in their order; one at the due moment is always among them."""
    found = list(rungs)
    if all(rung.percent != rules.WHOLE for rung in found):
        found.append(LAST)
    return tuple(sorted(found, key=lambda rung: rung.percent))


def steps_by_code(codes: Iterable[str]) -> Mapping[str, Step]:
    """Return these steps, also those out of use, by their codes."""
    return {step.code: step for step in Step.objects.filter(code__in=set(codes))}


def due_of(row: Row, start: Start) -> Moment:
    """Return when a rule is due: counted from the beginning, or back from what is fixed."""
    if row.counts_back:
        return moment_of(row, start.before_at or start.opened_at, start.calendar)
    return rules.due_at(_course(row, start))


def course_back(opened_at: datetime, due_at: datetime) -> Course:
    """Return the clock of what is counted back; begun after it was due, it is over at once."""
    limit = max(due_at - opened_at, SHORTEST)
    return Course(calendar=ALWAYS, opened_at=opened_at, limit=limit)


def _course(row: Row, start: Start) -> Course:
    return Course(
        calendar=calendar_of(row.clock, start.calendar),
        opened_at=start.opened_at,
        limit=timedelta(seconds=row.limit_seconds),
        # The clock of a law never stands still, whatever rule held before.
        stops=() if row.is_statutory else start.stops,
    )
