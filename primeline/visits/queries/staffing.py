"""Who could do what is unstaffed, and on which days they have room for it."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count

from primeline.commitments.choices import OPEN
from primeline.commitments.queries import takers_at
from primeline.hours import queries as hours
from primeline.kit.errors import NotFound
from primeline.staff.models import Cover, Person
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of
from primeline.visits import rules
from primeline.visits.choices import ActionStatus
from primeline.visits.models import DayLimit, ServiceAction
from primeline.visits.queries.facts import standing_of
from primeline.visits.queries.reach import led_by


def get_unstaffed(reach: Reach, action_id: int, *, at: datetime) -> ServiceAction:
    """Return what nobody has room for, of a unit that this reader leads.

    :raises NotFound: if there is none, somebody does it by now, or its time is over
    """
    found = led_by(reach).filter(status=ActionStatus.UNSTAFFED, period_to__gt=day_of(at))
    rows = found.select_related(
        "customer__owner_unit", "customer__account_manager", "standard__step"
    )
    row = rows.filter(pk=action_id).first()
    if row is None:
        raise NotFound
    return row


def standing_for(action: ServiceAction, *, at: datetime) -> dict[date, int]:
    """Return who does it on each day: whom it was given to, else the manager or a cover."""
    today = day_of(at)
    if not action.is_given:
        return standing_of(action.customer.account_manager_id, today=today, at=at)
    found = standing_of(action.person_id, today=today, at=at)
    return {day: person_id for day, person_id in found.items() if person_id == action.person_id}


def free_days(action: ServiceAction, *, at: datetime) -> dict[Person, dict[date, int]]:
    """Return for everybody who sees the account the days with room, and how much of it."""
    start, end = max(day_of(at), action.period_from), action.period_to
    people = takers_at(action.customer, at=at)
    ids = [one.pk for one in people]
    calendars = hours.calendars_of({one.home_unit_id for one in people}, at=at)
    covers = list(Cover.objects.filter(absent__in=ids, active_to__gt=start))
    taken = dict(_taken(ids, action, start))
    most = DayLimit.objects.get(manner=action.standard.manner).most
    found: dict[Person, dict[date, int]] = {}
    for one in people:
        away = [cover for cover in covers if cover.absent_id == one.pk]
        found[one] = {
            day: most - taken.get((one.pk, day), 0)
            for day in rules.days_between(start, end)
            if taken.get((one.pk, day), 0) < most
            and calendars[one.home_unit_id].shifts_on(day)
            and not any(cover.is_in_force(day) for cover in away)
        }
    return found


def _taken(
    ids: list[int], action: ServiceAction, start: date
) -> Iterator[tuple[tuple[int, date], int]]:
    rows = ServiceAction.objects.filter(
        person__in=ids,
        status=ActionStatus.PLANNED,
        standard__manner=action.standard.manner,
        planned_date__gte=start,
        planned_date__lt=action.period_to,
        commitment__status__in=OPEN,
    )
    counted = rows.order_by().values_list("person", "planned_date").annotate(count=Count("pk"))
    for person_id, day, count in counted:
        if person_id is not None and day is not None:
            yield (person_id, day), count
