"""What is done for accounts again and again: planned two months ago, most of it kept since."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from primeline.kit.deeds import Actor
from primeline.staff.actions import set_cover
from primeline.staff.choices import Role
from primeline.staff.models import Person, Posting
from primeline.staff.rules import OPERATOR_TIME_ZONE, day_of
from primeline.staff.values import Period
from primeline.visits import sources
from primeline.visits.actions import record_action
from primeline.visits.choices import ActionStatus
from primeline.visits.models import ServiceAction

BEGAN = timedelta(days=56)
LATE_BY = timedelta(days=2)
AT_NOON = time(11, 20)
NOTES = ("已走访，客户满意。", "已电话回访，无异议。", "客户反馈账单问题，已转办。")
AWAY, WHY_AWAY = timedelta(days=40), "省公司轮岗培训，暂无人代班"
LEVELS, BESIDE = ("T0", "T1"), 2
# Of ten that came due: the rest was kept on its day.
LATE, MISSED = 4, 8


def load_visits(seats: Sequence[str], *, by: Actor, at: datetime) -> int:
    """Plan the accounts of whoever sits at `seats` since two months; return how much was done.

    So it is for managers led by the last of them; one is away, and nobody stands in: what they
    owe is unstaffed.
    """
    found = {one.username: one for one in Person.objects.filter(username__in=list(seats))}
    sitting = [found[seat] for seat in seats]
    beside = _beside(sitting[-1], sitting, day_of(at))
    people = {one.pk: one for one in [*sitting, *beside]}
    ids = sorted(people)
    for _outcome in sources.plan_for(ids, by=by, at=at - BEGAN):
        pass
    done = sum(_live(people[pk], at) for pk in ids)
    for one in beside[:1]:
        start = day_of(at) + timedelta(days=1)
        period = Period(start, start + AWAY)
        set_cover(absent=one, covered_by=None, period=period, by=by, at=at, reason=WHY_AWAY)
    for _outcome in sources.plan_for(ids, by=by, at=at):
        pass
    return done


def _live(person: Person, at: datetime) -> int:
    """Let one person do what their days hold, some late and some not at all."""
    planned = ServiceAction.objects.filter(
        person=person, status=ActionStatus.PLANNED, planned_date__lt=day_of(at)
    )
    done = 0
    for place, one in enumerate(planned.select_related("customer").order_by("planned_date", "pk")):
        if place % 10 == MISSED or one.planned_date is None:
            continue
        is_late = place % 10 == LATE and one.period_to + LATE_BY < day_of(at)
        day = one.period_to + LATE_BY if is_late else one.planned_date
        record_action(action=one, by=person, at=_noon(day), reason=NOTES[place % len(NOTES)])
        done += 1
    return done


def _beside(lead: Person, sitting: Sequence[Person], today: date) -> list[Person]:
    """Return managers of the unit of somebody, who have accounts and sit at no seat."""
    held = Posting.objects.filter(
        role=Role.ACCOUNT_MANAGER, unit=lead.home_unit_id, active_to=None, person__is_active=True
    )
    free = held.exclude(person__in=sitting).exclude(person__absences__active_to__gt=today)
    rows = free.filter(person__managed_customers__tier__in=LEVELS).order_by("person").distinct()
    return [posting.person for posting in rows.select_related("person")[:BESIDE]]


def _noon(day: date) -> datetime:
    return datetime.combine(day, AT_NOON, tzinfo=ZoneInfo(OPERATOR_TIME_ZONE))
