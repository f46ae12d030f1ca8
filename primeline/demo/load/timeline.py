"""What happened to the accounts in the window, told on their timelines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from primeline.customers.choices import TimelineKind
from primeline.customers.models import TimelineLine
from primeline.demo.load import bulk
from primeline.demo.load.holdings import Holdings
from primeline.demo.plan.calendar import Calendar
from primeline.demo.plan.shapes import Plan

_LINE = ("customer", "kind", "happened_at", "subject_kind", "subject_id", "words", "by_name")
_ZONE = ZoneInfo("Asia/Shanghai")
_BY = "system:example"
Row = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Ids:
    """Ids of what was written, in the order of the plan."""

    first_customer_number: int
    holdings: Holdings


def load_timeline(plan: Plan, ids: Ids) -> None:
    """Write the timelines."""
    teller = _Teller(plan, ids)
    bulk.insert(TimelineLine, _LINE, teller.lines())


class _Teller:
    def __init__(self, plan: Plan, ids: Ids) -> None:
        self._plan = plan
        self._ids = ids
        self._start = Calendar(plan.today).start
        self._serial = 0

    def lines(self) -> Iterator[Row]:
        yield from self._accounts()
        yield from self._agreements()
        yield from self._subscriptions()
        yield from self._fee_changes()

    def _accounts(self) -> Iterator[Row]:
        former = {p.unit: p for p in self._plan.staff.former}
        people = {p.key: p for p in self._plan.staff.people}
        for place, customer in enumerate(self._plan.customers):
            number = f"C-{self._ids.first_customer_number + place:07d}"
            if customer.opened >= self._start:
                words = {"number": number}
                yield self._row(place, TimelineKind.ACCOUNT_OPENED, customer.opened, words)
            manager = people.get(customer.manager)
            if manager and manager.joined >= self._start and customer.opened < manager.joined:
                before = former.get(manager.unit)
                words = {
                    "from": before.name.zh if before else "",
                    "from_en": before.name.en if before else "",
                    "to": manager.name.zh,
                    "to_en": manager.name.en,
                    "reason": "客户经理离任交接",
                }
                yield self._row(place, TimelineKind.MANAGER_CHANGED, manager.joined, words)
            if customer.closed is not None:
                words = {"from": "ACTIVE", "to": "CLOSED", "reason": "业务全部拆除"}
                yield self._row(place, TimelineKind.STATUS_CHANGED, customer.closed, words)

    def _agreements(self) -> Iterator[Row]:
        for place, agreement in enumerate(self._plan.agreements):
            if agreement.signed >= self._start:
                yield self._row(
                    agreement.customer,
                    TimelineKind.AGREEMENT_SIGNED,
                    agreement.signed,
                    {"number": agreement.number},
                    ("agreement", self._ids.holdings.agreements[place]),
                )

    def _subscriptions(self) -> Iterator[Row]:
        today = self._plan.today
        for place, s in enumerate(self._plan.subscriptions):
            told = []
            if self._start <= s.opened <= today:
                told.append((TimelineKind.SUBSCRIPTION_OPENED, s.opened, ""))
            if s.terminated is not None:
                told.append((TimelineKind.SUBSCRIPTION_TERMINATED, s.terminated, s.recorded))
            if s.verified_on is not None:
                told.append((TimelineKind.REASON_VERIFIED, s.verified_on, s.verified))
            subject = ("subscription", self._ids.holdings.ids[place])
            for kind, day, reason in told:
                words = {"number": self._ids.holdings.number(place), "line_code": s.line}
                if reason:
                    words["reason_code"] = reason
                yield self._row(s.customer, kind, day, words, subject)

    def _fee_changes(self) -> Iterator[Row]:
        for change in self._plan.fee_changes:
            s = self._plan.subscriptions[change.subscription]
            if change.day >= self._start:
                words = {
                    "number": self._ids.holdings.number(change.subscription),
                    "from_cents": change.old_cents,
                    "to_cents": change.new_cents,
                }
                subject = ("subscription", self._ids.holdings.ids[change.subscription])
                kind = TimelineKind.SUBSCRIPTION_CHANGED
                yield self._row(s.customer, kind, change.day, words, subject)

    def _row(
        self,
        place: int,
        kind: TimelineKind,
        day: date,
        words: dict[str, Any],
        subject: tuple[str, int | None] = ("", None),
    ) -> Row:
        self._serial += 1
        # Spread over office hours, the same for the same plan.
        minutes = 9 * 60 + self._serial * 37 % 500
        moment = datetime.combine(day, time(), _ZONE) + timedelta(minutes=minutes)
        customer = self._ids.holdings.customers[place]
        return customer, kind, moment.astimezone(UTC), *subject, words, _BY
