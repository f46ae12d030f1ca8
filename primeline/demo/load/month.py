"""The current month: it happens day by day, each day under an act of its own.

So the record of the example tells what changed since the archive was taken over.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F

from primeline.demo.load.holdings import Holdings
from primeline.demo.load.organization import Organization
from primeline.demo.plan.calendar import Calendar, working_days_after
from primeline.demo.plan.ordinary_lines import BACKDATING_BRANCH
from primeline.kit.deeds import Actor, act
from primeline.products.actions import refresh_monthly_fees
from primeline.products.choices import SubscriptionStatus
from primeline.products.models import Subscription
from primeline.staff.models import Person

_ZONE = ZoneInfo("Asia/Shanghai")
Progress = Callable[[int, int], None]


def evening_of(day: date) -> datetime:
    """Return when a day's facts are entered."""
    return datetime.combine(day, time(18, 30), _ZONE).astimezone(UTC)


@dataclass
class _Day:
    opened: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    verified: list[int] = field(default_factory=list)
    backdated: list[int] = field(default_factory=list)


@dataclass(kw_only=True)
class Month:
    """What happens in the current month, by places in the plan's subscriptions."""

    holdings: Holdings
    organization: Organization
    by: Actor
    at: datetime

    def __post_init__(self) -> None:
        self.calendar = Calendar(self.holdings.plan.today)
        self._days: dict[date, _Day] = defaultdict(_Day)
        self._accepted = {b.subscription: b.day_before for b in self.holdings.plan.backdated}
        self._sort()

    def known_at_close(self) -> Iterable[int]:
        """Return the subscriptions that the archive held when the last month closed."""
        closing = self.calendar.closing
        for place, planned in enumerate(self.holdings.plan.subscriptions):
            if place not in self._accepted and planned.opened <= closing:
                yield place

    def happen(self, progress: Progress) -> None:
        """Write what happened since then, day by day."""
        days = sorted(self._days)
        for number, day in enumerate(days, 1):
            self._happen(day, self._days[day])
            progress(number, len(days))

    def settle_fees(self) -> None:
        """Work out anew what the accounts bring in with which something happened."""
        subscriptions = self.holdings.plan.subscriptions
        touched = {
            self.holdings.customers[subscriptions[place].customer]
            for today in self._days.values()
            for place in (*today.opened, *today.ended)
        }
        refresh_monthly_fees(customer_ids=sorted(touched), by=self.by, at=self.at)

    def _sort(self) -> None:
        closing, today = self.calendar.closing, self.calendar.today
        for place, planned in enumerate(self.holdings.plan.subscriptions):
            if place in self._accepted:
                self._days[min(self._accepted[place], today)].opened.append(place)
            elif planned.opened > closing:
                # What is still being built was entered when its contract was, not in the future.
                self._days[min(planned.opened, today)].opened.append(place)
            if planned.terminated is not None and planned.terminated > closing:
                self._days[planned.terminated].ended.append(place)
            if planned.verified_on is not None and planned.verified_on > closing:
                self._days[planned.verified_on].verified.append(place)
        changed_on = min(working_days_after(closing, 4), today)
        self._days[changed_on].backdated += list(self._accepted)

    def _happen(self, day: date, happened: _Day) -> None:
        at = min(evening_of(day), self.at)
        with act(kind="demo.day", by=self.by, at=at):
            self.holdings.write(happened.opened, day, accepted=self._accepted)
            for place in happened.ended:
                self._end(place)
            for place in happened.verified:
                self._verify(place)
        if happened.backdated:
            self._backdate(happened.backdated, min(at + timedelta(minutes=20), self.at))

    def _end(self, place: int) -> None:
        planned = self.holdings.plan.subscriptions[place]
        self._change(
            place,
            status=SubscriptionStatus.TERMINATED,
            terminated_date=planned.terminated,
            reason_recorded=self.holdings.reference.reasons.get(planned.recorded),
        )

    def _verify(self, place: int) -> None:
        planned = self.holdings.plan.subscriptions[place]
        self._change(
            place,
            reason_verified=self.holdings.reference.reasons.get(planned.verified),
            reason_verified_date=planned.verified_on,
        )

    def _backdate(self, places: Iterable[int], at: datetime) -> None:
        """The lead of one branch moves acceptances back into the month that has ended."""
        lead = self.holdings.plan.staff.of_duty("lead", BACKDATING_BRANCH)[0]
        person = Person.objects.get(pk=self.organization.people[lead.key])
        reason = "验收日期更正"
        with act(kind="products.change_subscription", by=person, at=at, reason=reason):
            for place in places:
                opened = self.holdings.plan.subscriptions[place].opened
                self._change(place, opened_date=opened)

    def _change(self, place: int, **changes: object) -> None:
        rows = Subscription.objects.filter(pk=self.holdings.ids[place])
        rows.update(**changes, version=F("version") + 1)
