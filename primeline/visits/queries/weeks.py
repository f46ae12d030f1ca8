"""One week of somebody's visits and calls, and what waits beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from primeline.commitments.choices import OPEN
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of
from primeline.visits import rules
from primeline.visits.choices import ActionStatus, Manner
from primeline.visits.models import DayLimit, ServiceAction
from primeline.visits.queries.facts import standing_of
from primeline.visits.queries.places import in_order, places_of
from primeline.visits.queries.reach import led_by, mine
from primeline.visits.queries.staffing import standing_for

WEEK = timedelta(days=7)
MOVED_WITHIN = timedelta(days=21)
SHOWN = ("customer__account_manager", "standard__step", "commitment", "person")


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of a week, and what is to be done on it."""

    date: date
    is_worked: bool
    actions: Sequence[ServiceAction]
    counts: dict[str, int]
    limits: dict[str, int]

    @property
    def is_beyond(self) -> bool:
        """Whether there is more to be done than the limits of a day say."""
        return any(count > self.limits.get(manner, count) for manner, count in self.counts.items())


@dataclass(frozen=True, kw_only=True)
class Week:
    """The days of a week from Monday on, and what of earlier weeks is late."""

    days: Sequence[Day]
    late: Sequence[ServiceAction]
    places: Mapping[int, str]
    """City and district by account."""

    @property
    def actions(self) -> list[ServiceAction]:
        return [one for day in self.days for one in day.actions]

    @property
    def open_count(self) -> int:
        """How much is still to be done."""
        return sum(is_open(one) for one in self.actions)


def week_of(reach: Reach, monday: date, *, at: datetime) -> Week:
    """Return the week of this reader, with what they do for others. A few queries."""
    today = day_of(at)
    found = mine(reach).select_related(*SHOWN, "conversation").filter(status=ActionStatus.PLANNED)
    found = found.prefetch_related("counted", "postponements__made_by")
    planned = list(
        found.filter(planned_date__gte=monday, planned_date__lt=monday + WEEK).order_by(
            "planned_date", "standard__position", "customer__tier", "pk"
        )
    )
    is_over = Q(extended_to=None, period_to__lte=today) | Q(extended_to__lte=today)
    late = found.filter(is_over, commitment__status__in=OPEN)
    shown = {one.pk for one in planned}
    limits = dict(DayLimit.objects.values_list("manner", "most"))
    worked = standing_of(reach.person_id, today=min(monday, today), at=at)
    behind = [one for one in late.order_by("period_to", "pk") if one.pk not in shown]
    places = places_of(one.customer for one in (*planned, *behind))
    ordered = in_order(planned, places)
    return Week(
        days=[
            _day(day, [one for one in ordered if one.planned_date == day], day in worked, limits)
            for day in rules.days_between(monday, monday + WEEK)
        ],
        late=behind,
        places=places,
    )


def on_day(reach: Reach, day: date) -> list[ServiceAction]:
    """Return what this reader is to do on a day, for others too, what is done already last."""
    rows = mine(reach).filter(status=ActionStatus.PLANNED, planned_date=day)
    found = list(rows.select_related(*SHOWN).order_by("standard__position", "customer__tier", "pk"))
    ordered = in_order(found, places_of(one.customer for one in found))
    return sorted(ordered, key=lambda one: not is_open(one))


def unstaffed_for(reach: Reach, *, at: datetime) -> QuerySet[ServiceAction]:
    """Return what nobody has room for in the units of this lead, what ends first on top."""
    found = led_by(reach).filter(status=ActionStatus.UNSTAFFED, period_to__gt=day_of(at))
    return found.select_related(*SHOWN, "customer__owner_unit").order_by("period_to", "pk")


def days_for(actions: Iterable[ServiceAction], *, at: datetime) -> dict[int, list[date]]:
    """Return the days within three weeks to which each may be moved. Two queries a manager."""
    today = day_of(at)
    standing: dict[tuple[int | None, int | None], dict[date, int]] = {}
    found: dict[int, list[date]] = {}
    for one in actions:
        if not is_open(one):
            continue
        whose = (one.customer.account_manager_id, one.person_id if one.is_given else None)
        if whose not in standing:
            standing[whose] = standing_for(one, at=at)
        first = max(today, one.period_from)
        found[one.pk] = [
            day
            for day in rules.days_between(first, min(one.span.end, first + MOVED_WITHIN))
            if day in standing[whose]
        ]
    return found


def upcoming_of(reach: Reach, *, at: datetime, ahead: timedelta) -> QuerySet[ServiceAction]:
    """Return what this reader is to do from a week ago on, for a calendar program.

    Restricted accounts are left out: what a program reads lies on telephones and in clouds.
    """
    today = day_of(at)
    found = mine(reach).filter(
        status=ActionStatus.PLANNED,
        commitment__status__in=OPEN,
        customer__is_restricted=False,
        planned_date__gte=today - WEEK,
        planned_date__lt=today + ahead,
    )
    return found.select_related(*SHOWN).order_by("planned_date", "pk")


def is_open(action: ServiceAction) -> bool:
    """Test whether it is still to be done."""
    return action.commitment is None or action.commitment.is_open


def _day(
    day: date, actions: Sequence[ServiceAction], is_worked: bool, limits: dict[str, int]
) -> Day:
    counts = {
        manner.value: sum(one.standard.manner == manner for one in actions if is_open(one))
        for manner in Manner
    }
    return Day(date=day, is_worked=is_worked, actions=actions, counts=counts, limits=limits)
