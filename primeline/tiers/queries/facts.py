"""What the rules need to know of many accounts, read in a handful of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from primeline.customers.choices import CustomerKind
from primeline.customers.models import Bill, Customer
from primeline.customers.queries import absorbed_into
from primeline.kit import months
from primeline.products.choices import LineFamily, SubscriptionStatus
from primeline.products.models import LineOfBusiness, Subscription
from primeline.tiers import rules
from primeline.tiers.models import Card, StrategicListing
from primeline.tiers.rules import ASSURANCE_RANK
from primeline.tiers.values import AccountFacts, HeldLine, Rulebook, Sales

NEVER_IN_FORCE = (
    SubscriptionStatus.CREATED,
    SubscriptionStatus.PENDING_ACTIVE,
    SubscriptionStatus.CANCELLED,
    SubscriptionStatus.ABORTED,
)


class _Held(NamedTuple):
    line_id: int
    opened: date
    terminated: date | None
    assurance: str
    quantity: int
    circuit: str
    family: str


class _Spell(NamedTuple):
    """Something that holds from a day until before another day."""

    value: str
    active_from: date
    active_to: date | None

    def holds_on(self, day: date) -> bool:
        return self.active_from <= day and (self.active_to is None or day < self.active_to)


class _Billed(NamedTuple):
    by_line: dict[int, int]
    total_cents: int


class BaseFacts:
    """The facts of some accounts over some months: read once, asked month by month."""

    def __init__(
        self, customer_ids: Sequence[int], *, first: date, last: date, windows: Sequence[int]
    ) -> None:
        self.windows = windows
        self._customers = _customers(customer_ids)
        self._held = _held(customer_ids, since=first)
        self._billed = _billed(customer_ids, since=months.shift(first, -max(windows)), before=last)
        self._cards = _cards(customer_ids)
        self._listings = _listings(customer_ids)

    def keep_those_that_matter(self, books: Collection[Rulebook], *, besides: set[int]) -> None:
        """Drop the accounts that no rule can make anything but ordinary, whatever the month.

        Nine accounts of ten are such, and a replay of years need not look at them every month.
        """
        if any(rules.asks_for_any_line(book) for book in books):
            return
        named = frozenset().union(*(book.named_lines for book in books))
        least = min(rules.least_that_matters(book) for book in books)
        self._customers = [
            row
            for row in self._customers
            if row[0] in besides or self._may_matter(row[0], row[1], row[2], named, least)
        ]

    def _may_matter(
        self, customer_id: int, kind: str, is_agent: bool, named: frozenset[int], least: int
    ) -> bool:
        return (
            kind == CustomerKind.INDIVIDUAL
            or is_agent
            or customer_id in self._listings
            or any(held.line_id in named for held in self._held.get(customer_id, ()))
            or any(
                max(bill.by_line.values(), default=0) >= least
                for bill in self._billed.get(customer_id, {}).values()
            )
        )

    def of_month(
        self, month: date, *, as_of: date, sales_months: Sequence[date]
    ) -> Iterator[AccountFacts]:
        """Return what every account was and had in a month, as far as the day `as_of`."""
        by_window = {
            window: [m for m in sales_months if months.shift(month, -window) <= m < month]
            for window in self.windows
        }
        for row in self._customers:
            facts = AccountFacts(
                customer_id=row[0],
                kind=row[1],
                is_agent=row[2],
                industry=row[3] or "",
                business_kind=row[4],
                card_grade=_value_on(self._cards.get(row[0], ()), as_of),
                is_listed=bool(_value_on(self._listings.get(row[0], ()), as_of)),
            )
            self._add_held(facts, month, as_of)
            billed = self._billed.get(row[0], {})
            facts.sales = {window: _sum(billed, span) for window, span in by_window.items()}
            yield facts

    def _add_held(self, facts: AccountFacts, month: date, as_of: date) -> None:
        # Whatever was in force on any day of the month counts: an account that came or went in
        # this month was a key account in it, so its gain or loss is one of key accounts.
        for held in self._held.get(facts.customer_id, ()):
            if held.opened > as_of or (held.terminated is not None and held.terminated < month):
                continue
            had = facts.held.get(held.line_id)
            assurance = ASSURANCE_RANK[held.assurance]
            facts.held[held.line_id] = HeldLine(
                subscriptions_count=had.subscriptions_count + 1 if had else 1,
                quantity=had.quantity + held.quantity if had else held.quantity,
                assurance=max(had.assurance, assurance) if had else assurance,
            )
            facts.circuits_count += bool(held.circuit)
            if held.family == LineFamily.MOBILE:
                facts.users_count += held.quantity


def months_with_bills(first: date, last: date) -> list[date]:
    """Return the months in this span for which any bill is on file. The others are unknown."""
    return [
        month
        for month in months.span(first, last)
        if Bill.objects.filter(bill_month=month).exists()
    ]


def _customers(ids: Sequence[int]) -> list[tuple[int, str, bool, str | None, str]]:
    return list(
        Customer.objects.filter(pk__in=ids).values_list(
            "pk", "kind", "is_agent", "industry__code", "business_kind"
        )
    )


def _held(ids: Sequence[int], *, since: date) -> dict[int, list[_Held]]:
    found: dict[int, list[_Held]] = defaultdict(list)
    rows = (
        Subscription.objects.filter(customer__in=ids)
        .exclude(status__in=NEVER_IN_FORCE)
        .filter(Q(terminated_date=None) | Q(terminated_date__gte=since))
        .values_list(
            "customer_id",
            "line_id",
            "opened_date",
            "terminated_date",
            "assurance",
            "quantity",
            "circuit_number",
            "line__family",
        )
    )
    for row in rows.iterator(chunk_size=5000):
        found[row[0]].append(_Held(*row[1:]))
    return found


def _billed(ids: Sequence[int], *, since: date, before: date) -> dict[int, dict[date, _Billed]]:
    lines = dict(LineOfBusiness.objects.values_list("code", "pk"))
    found: dict[int, dict[date, _Billed]] = defaultdict(dict)
    # Bills of one month stay with both accounts that were merged, and count together.
    present = {one.pk: pk for pk, merged in absorbed_into(ids).items() for one in merged}
    rows = Bill.objects.filter(
        customer__in=[*ids, *present], bill_month__gte=since, bill_month__lt=before
    ).values_list("customer_id", "bill_month", "charges", "amount_cents")
    for customer_id, month, charges, amount in rows.iterator(chunk_size=5000):
        by_line = {lines[code]: cents for code, cents in charges.items() if code in lines}
        of_account = found[present.get(customer_id, customer_id)]
        beside = of_account.get(month)
        of_account[month] = _added(beside, by_line, amount) if beside else _Billed(by_line, amount)
    return found


def _added(beside: _Billed, by_line: dict[int, int], amount: int) -> _Billed:
    both = {
        line: beside.by_line.get(line, 0) + by_line.get(line, 0)
        for line in (*beside.by_line, *by_line)
    }
    return _Billed(both, beside.total_cents + amount)


def _cards(ids: Sequence[int]) -> dict[int, list[_Spell]]:
    found: dict[int, list[_Spell]] = defaultdict(list)
    rows = Card.objects.filter(customer__in=ids).values_list(
        "customer_id", "grade", "active_from", "active_to"
    )
    for customer_id, grade, active_from, active_to in rows:
        found[customer_id].append(_Spell(grade, active_from, active_to))
    return found


def _listings(ids: Sequence[int]) -> dict[int, list[_Spell]]:
    found: dict[int, list[_Spell]] = defaultdict(list)
    rows = StrategicListing.objects.filter(customer__in=ids).values_list(
        "customer_id", "active_from", "active_to"
    )
    for customer_id, active_from, active_to in rows:
        found[customer_id].append(_Spell("listed", active_from, active_to))
    return found


def _value_on(spells: Sequence[_Spell], day: date) -> str:
    return next((spell.value for spell in spells if spell.holds_on(day)), "")


def _sum(billed: dict[date, _Billed], span: Sequence[date]) -> Sales:
    by_line: dict[int, int] = {}
    total = 0
    for month in span:
        bill = billed.get(month)
        if bill is None:
            continue
        total += bill.total_cents
        for line_id, cents in bill.by_line.items():
            by_line[line_id] = by_line.get(line_id, 0) + cents
    return Sales(len(span), by_line, total)
