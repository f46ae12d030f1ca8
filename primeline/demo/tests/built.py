"""The example operator as the tests look at it: built once, on the day the page was written for."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache

from primeline.demo.plan.build import build_plan
from primeline.demo.plan.calendar import Calendar
from primeline.demo.plan.figures import LEASED
from primeline.demo.plan.shapes import Bill, Customer, Plan, Subscription
from primeline.demo.seeding import SEED

REFERENCE_DAY = date(2026, 11, 22)
# What of a subscription is compared with the plan.
COLUMNS = (
    "number", "line__code", "status", "opened_date", "terminated_date", "fee_cents",
    "reason_recorded__code", "reason_verified__code", "replaces__number",
)  # fmt: skip


@cache
def whole() -> tuple[Plan, list[Bill]]:
    """The operator at full size, with all its bills."""
    plan, bills = build_plan(seed=SEED, today=REFERENCE_DAY)
    return plan, list(bills)


def plan() -> Plan:
    return whole()[0]


def bills() -> list[Bill]:
    return whole()[1]


def calendar() -> Calendar:
    return Calendar(REFERENCE_DAY)


def owner(subscription: Subscription) -> Customer:
    return plan().customers[subscription.customer]


def living_key() -> list[Customer]:
    return [c for c in plan().customers if c.tier and c.closed is None]


def held_at_close(subscription: Subscription) -> bool:
    """Whether it was there when the last month closed."""
    closing = calendar().closing
    ended = subscription.terminated
    return subscription.opened <= closing and (ended is None or ended > closing)


@cache
def of_key() -> list[Subscription]:
    """Subscriptions of accounts that are or were key accounts."""
    return [s for s in plan().subscriptions if owner(s).tier]


@cache
def replaced() -> frozenset[int]:
    """Places of the subscriptions that another took the place of."""
    return frozenset(s.replaces for s in plan().subscriptions if s.replaces is not None)


@cache
def leased_losses() -> list[Subscription]:
    """Net losses of leased lines of key accounts in the closed months."""
    closing = calendar().closing
    return [
        s
        for place, s in enumerate(plan().subscriptions)
        if owner(s).tier
        and s.line in LEASED
        and s.terminated is not None
        and s.terminated <= closing
        and place not in replaced()
    ]


@cache
def leased_gains() -> list[Subscription]:
    """Net openings of leased lines of key accounts in the closed months."""
    start, closing = calendar().start, calendar().closing
    return [
        s
        for s in plan().subscriptions
        if owner(s).tier
        and s.line in LEASED
        and s.replaces is None
        and start <= s.opened <= closing
    ]


def shares(counts: Counter[str]) -> dict[str, float]:
    total = counts.total()
    return {label: count * 100 / total for label, count in counts.items()}


@cache
def monthly_fees() -> dict[int, float]:
    """What each account pays a month in yuan, by place, for what it held at the last close."""
    fees: dict[int, float] = defaultdict(float)
    for s in plan().subscriptions:
        if held_at_close(s):
            fees[s.customer] += s.fee_cents / 100
    return fees


def planned_flows(plan: Plan) -> list[tuple[int, int]]:
    """Return gained and lost leased lines of key accounts by month, as the plan has them."""
    replaced = {s.replaces for s in plan.subscriptions}
    gained, lost = Counter[date](), Counter[date]()
    for place, s in enumerate(plan.subscriptions):
        if plan.customers[s.customer].tier and s.line in LEASED:
            if s.replaces is None:
                gained[s.opened.replace(day=1)] += 1
            if s.terminated is not None and place not in replaced:
                lost[s.terminated.replace(day=1)] += 1
    return [(gained[month], lost[month]) for month in Calendar(REFERENCE_DAY).months]


def rows_of(plan: Plan) -> Iterator[tuple[object, ...]]:
    """Yield the subscriptions of a plan as the database is asked for them: see `COLUMNS`."""
    for place, s in enumerate(plan.subscriptions, start=1):
        yield (
            f"S-{place:08d}",
            s.line,
            s.status,
            s.opened,
            s.terminated,
            s.fee_cents,
            s.recorded or None,
            s.verified or None,
            None if s.replaces is None else f"S-{s.replaces + 1:08d}",
        )
