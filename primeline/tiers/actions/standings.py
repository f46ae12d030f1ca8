"""Applying a policy: from the facts of each account to its standing, month after month."""

from calendar import monthrange
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from primeline.customers import actions as customers_room
from primeline.customers.models import Customer
from primeline.customers.values import Level
from primeline.kit import months
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.events import publish
from primeline.tiers import rules
from primeline.tiers.actions.ledger import Ledger
from primeline.tiers.events import TierChanged
from primeline.tiers.models import PolicyRun, Standing
from primeline.tiers.queries.facts import BaseFacts, months_with_bills
from primeline.tiers.queries.policies import policy_for, rulebook_of
from primeline.tiers.values import Outcome, Rulebook

BATCH = 2000


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """Which months are judged, by which rules, on the bills of which months."""

    books: dict[date, Rulebook]
    sales_months: list[date]
    judges_at_once: bool
    at: datetime

    @property
    def first(self) -> date:
        return min(self.books)

    @property
    def last(self) -> date:
        return max(self.books)

    @property
    def windows(self) -> tuple[int, ...]:
        return tuple(sorted({w for book in self.books.values() for w in book.windows}))

    def as_of(self, month: date) -> date:
        """Return the last day of the month, or today while the month still runs."""
        return min(
            month.replace(day=monthrange(month.year, month.month)[1]), timezone.localdate(self.at)
        )


@deed("tiers.apply_policy")
def apply_policy(
    *,
    month: date,
    by: Actor,
    at: datetime,
    customers: Collection[int] | None = None,
    since: date | None = None,
) -> Outcome:
    """Judge all accounts, or those given, for a month; `since` replays the months before it too.

    The policy in force in each month judges it, on the bills of the closed months before it and on
    what was held in it. Running it again writes nothing new.

    :raises Refused: if a later month has been judged already
    :raises NotFound: if no policy was in force
    """
    plan = _plan(since or month, month, at)
    ids = _wanted(customers)
    _check_order(ids if customers is not None else None, month)
    changes: list[TierChanged] = []
    key_accounts_count = 0
    for start in range(0, len(ids), BATCH):
        changed, key_count = _judge(ids[start : start + BATCH], plan, by=by)
        changes += changed
        key_accounts_count += key_count
    publish(*changes)
    outcome = _outcome(month, len(ids), key_accounts_count, changes)
    if customers is None:
        _keep_run(plan, outcome)
    return outcome


def _plan(first: date, last: date, at: datetime) -> _Plan:
    books: dict[date, Rulebook] = {}
    by_policy: dict[int, Rulebook] = {}
    for month in months.span(first, last):
        policy = policy_for(month)
        if policy.pk not in by_policy:
            by_policy[policy.pk] = rulebook_of(policy)
        books[month] = by_policy[policy.pk]
    reach_back = max(w for book in books.values() for w in book.windows)
    return _Plan(
        books=books,
        sales_months=months_with_bills(months.shift(first, -reach_back), months.shift(last, -1)),
        judges_at_once=not PolicyRun.objects.exists(),
        at=at,
    )


def _wanted(customers: Collection[int] | None) -> list[int]:
    if customers is not None:
        return sorted(set(customers))
    whole = Customer.objects.filter(merged_into=None)
    return list(whole.order_by("pk").values_list("pk", flat=True))


def _check_order(ids: Sequence[int] | None, month: date) -> None:
    later = Standing.objects.filter(month__gt=month)
    if ids is not None:
        later = later.filter(customer__in=ids)
    if later.exists():
        raise Refused(
            _("A later month has been judged already. Months are judged in their order."),
            field="month",
        )


def _judge(ids: Sequence[int], plan: _Plan, *, by: Actor) -> tuple[list[TierChanged], int]:
    ledger = Ledger.read(ids, since=plan.first)
    base = BaseFacts(ids, first=plan.first, last=plan.last, windows=plan.windows)
    base.keep_those_that_matter(plan.books.values(), besides=ledger.known())
    for month, book in plan.books.items():
        at_once = plan.judges_at_once and month == plan.first
        as_of = plan.as_of(month)
        for facts in base.of_month(month, as_of=as_of, sales_months=plan.sales_months):
            before = ledger.ruled(facts.customer_id)
            verdict = rules.judge(facts, book, before, at_once=at_once)
            ledger.enter(facts.customer_id, month, as_of, verdict, policy_id=book.policy_id)
    ledger.write()
    return _pass_down(ids, ledger, plan, by=by), ledger.key_accounts_count()


def _pass_down(ids: Sequence[int], ledger: Ledger, plan: _Plan, *, by: Actor) -> list[TierChanged]:
    stored = Customer.objects.filter(pk__in=ids).values_list("pk", "is_key_account", "tier")
    changes = [
        change
        for pk, was_key, was_tier in stored
        for change in _change(pk, was_key, was_tier, ledger, plan)
    ]
    levels = [
        Level(
            customer_id=change.customer_id,
            is_key_account=change.is_key,
            tier=change.tier,
            since_month=change.month,
        )
        for change in changes
    ]
    customers_room.set_levels(levels=levels, by=by, at=plan.at)
    return changes


def _change(
    pk: int, was_key: bool, was_tier: str, ledger: Ledger, plan: _Plan
) -> Iterator[TierChanged]:
    is_key, tier, since = ledger.level(pk)
    if (is_key, tier) != (was_key, was_tier):
        yield TierChanged(
            happened_at=plan.at,
            customer_id=pk,
            month=since or plan.last,
            was_key=was_key,
            is_key=is_key,
            was_tier=was_tier,
            tier=tier,
        )


def _outcome(
    month: date, customers_count: int, key_accounts_count: int, changes: Sequence[TierChanged]
) -> Outcome:
    moved = [c for c in changes if c.was_key and c.is_key and c.was_tier and c.tier]
    return Outcome(
        month=month,
        customers_count=customers_count,
        key_accounts_count=key_accounts_count,
        entered_count=sum(c.is_key and not c.was_key for c in changes),
        left_count=sum(c.was_key and not c.is_key for c in changes),
        # T0 is the highest tier, so a rise is a smaller name.
        raised_count=sum(c.tier < c.was_tier for c in moved),
        lowered_count=sum(c.tier > c.was_tier for c in moved),
    )


def _keep_run(plan: _Plan, outcome: Outcome) -> None:
    book = plan.books[outcome.month]
    window = months.shift(outcome.month, -book.window_months)
    PolicyRun.objects.create(
        policy_id=book.policy_id,
        month=outcome.month,
        since_month=plan.first,
        ran_at=plan.at,
        sales_months=[m.isoformat() for m in plan.sales_months if window <= m],
        customers_count=outcome.customers_count,
        key_accounts_count=outcome.key_accounts_count,
        entered_count=outcome.entered_count,
        left_count=outcome.left_count,
        raised_count=outcome.raised_count,
        lowered_count=outcome.lowered_count,
    )
