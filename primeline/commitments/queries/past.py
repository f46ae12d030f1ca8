"""What was owed lately by rules, as cases that other rules can be tried on."""

from datetime import datetime
from typing import Final, NamedTuple

from primeline.calendars.values import WorkCalendar
from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.models import Commitment
from primeline.commitments.queries.courses import Courses
from primeline.commitments.queries.pricing import Start, due_of
from primeline.commitments.queries.reach import visible_to
from primeline.commitments.values import Stop
from primeline.staff.reach import Reach
from primeline.standards.rules import DueOf
from primeline.standards.values import Case, PastCase

# More would tell no more, and take longer than anybody waits.
MOST: Final = 20_000
_WITHDRAWN = (CommitmentStatus.WAIVED, CommitmentStatus.CANCELLED)


class Past(NamedTuple):
    """What was owed lately, the latest first, and whether there was more than is told."""

    cases: list[PastCase]
    is_cut: bool


def past_cases(reach: Reach, *, since: datetime, until: datetime) -> Past:
    """Return what was opened in a stretch of time within reach, the latest first. A few queries.

    What was waived or is not owed any more is left out; pauses count up to `until`.
    """
    rows = visible_to(reach).filter(
        opened_at__gte=since, opened_at__lt=until, policy_row__isnull=False
    )
    rows = rows.exclude(status__in=_WITHDRAWN).select_related("step", "calendar_unit")
    most = list(rows.order_by("-opened_at", "-pk")[: MOST + 1])
    found = most[:MOST]
    courses = Courses(found, at=until)
    cases = [_past(one, courses.stops(one)) for one in found]
    return Past(cases, is_cut=len(most) > MOST)


def due_by_rules(past: PastCase, calendar: WorkCalendar) -> DueOf:
    """Return what tells by when any rule would have wanted it, with all it was paused for."""
    start = Start(
        opened_at=past.opened_at,
        calendar=calendar,
        stops=tuple(Stop(*one) for one in past.stops),
        before_at=past.before_at,
    )
    return lambda row: due_of(row, start).at


def _past(one: Commitment, stops: tuple[Stop, ...]) -> PastCase:
    case = Case(
        step=one.step.code,
        tier=one.tier,
        assurance=one.assurance,
        line=one.line,
        distance=one.distance,
        area=one.area,
        priority=one.priority,
        unit_path=one.calendar_unit.path,
        customer_id=one.customer_id,
    )
    return PastCase(
        case=case,
        opened_at=one.opened_at,
        settled_at=one.ended_at,
        stops=stops,
        before_at=one.before_at,
        unit_id=one.calendar_unit_id,
        number=one.number,
        what=one.what,
    )
