"""What accounts are and were, and why."""

from calendar import monthrange
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, OuterRef, QuerySet, Subquery

from primeline.customers.models import Customer
from primeline.customers.queries import visible_to
from primeline.kit import months
from primeline.products.models import LineOfBusiness
from primeline.staff.reach import Reach
from primeline.tiers import rules
from primeline.tiers.models import KeyAccountRule, Policy, PolicyRun, Standing, TierRule
from primeline.tiers.queries.facts import BaseFacts, months_with_bills
from primeline.tiers.queries.policies import rulebook_of
from primeline.tiers.values import AccountFacts, GradeRule, Rulebook, Term


@dataclass(frozen=True, kw_only=True)
class WeighedKeyRule:
    """A key-account rule held against the account, as the account page shows it."""

    rule: KeyAccountRule
    line: LineOfBusiness | None
    term: Term
    fits: bool


@dataclass(frozen=True, kw_only=True)
class WeighedTierRule:
    """A tier rule of the account's own scheme held against it."""

    rule: TierRule
    fits: bool
    counted: int


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why an account is what it is: its standing, every rule with its figures, what is waiting."""

    standing: Standing | None
    policy: Policy
    month: date
    sales_months: list[date]
    total_cents: int
    key_rules: list[WeighedKeyRule]
    tier_rules: list[WeighedTierRule]

    @property
    def average_cents(self) -> int:
        """What the account was billed in an average month, rounded down."""
        return self.total_cents // max(1, len(self.sales_months))


class KeySpell(NamedTuple):
    """From a month on, an account is a key account or is not."""

    month: date
    is_key: bool
    tier: str


def standings_of(customer: Customer) -> QuerySet[Standing]:
    """Return how the standing of an account came about, latest first."""
    return (
        Standing.objects.filter(customer=customer)
        .select_related("policy", "key_rule__line", "tier_rule", "override")
        .order_by("-month")
    )


def latest_run() -> PolicyRun | None:
    """Return the latest application of a policy to the whole base, if there was one."""
    return PolicyRun.objects.select_related("policy").order_by("-month", "-pk").first()


def key_accounts_by_rule(reach: Reach) -> Counter[int | None]:
    """Return how many key accounts within reach are so by which rule; None is by hand."""
    latest = Standing.objects.filter(customer=OuterRef("pk")).order_by("-month")
    rows = (
        visible_to(reach)
        .filter(is_key_account=True)
        .annotate(rule=Subquery(latest.values("key_rule")[:1]))
        .order_by()
        .values_list("rule")
        .annotate(accounts_count=Count("pk"))
    )
    return Counter(dict(rows))


def first_month_judged() -> date | None:
    """Return the first month that any run has judged. Before it, standings say nothing."""
    earliest = PolicyRun.objects.order_by("since_month").values_list("since_month", flat=True)
    return earliest.first()


def key_spells(customers: "QuerySet[Customer] | Collection[int]") -> dict[int, list[KeySpell]]:
    """Return for each account that ever had a standing what it was from which month on."""
    found: dict[int, list[KeySpell]] = {}
    rows = Standing.objects.filter(customer__in=customers).order_by("month")
    for pk, month, is_key, tier in rows.values_list("customer", "month", "is_key_account", "tier"):
        found.setdefault(pk, []).append(KeySpell(month, is_key, tier))
    return found


def why(customer: Customer) -> Explanation | None:
    """Return why the account is what it is, or None while no policy has been applied to it."""
    standing = standings_of(customer).first()
    run = latest_run()
    if run is not None and (standing is None or standing.month <= run.month):
        policy, month = run.policy, run.month
        sales_months = [date.fromisoformat(text) for text in run.sales_months]
    elif standing is not None:
        policy, month = standing.policy, standing.month
        sales_months = months_with_bills(
            months.shift(month, -policy.window_months), months.shift(month, -1)
        )
    else:
        return None
    return _explain(customer, standing, policy, month, sales_months)


def _explain(
    customer: Customer,
    standing: Standing | None,
    policy: Policy,
    month: date,
    sales_months: list[date],
) -> Explanation:
    book = rulebook_of(policy)
    facts = _facts(customer, month, book, sales_months)
    window = months.shift(month, -book.window_months)
    return Explanation(
        standing=standing,
        policy=policy,
        month=month,
        sales_months=[m for m in sales_months if window <= m],
        total_cents=facts.sales[book.window_months].total_cents,
        key_rules=_weighed_key_rules(policy, facts, book, standing),
        tier_rules=_weighed_tier_rules(policy, facts, book, standing),
    )


def _facts(
    customer: Customer, month: date, book: Rulebook, sales_months: list[date]
) -> AccountFacts:
    base = BaseFacts([customer.pk], first=month, last=month, windows=book.windows)
    as_of = month.replace(day=monthrange(month.year, month.month)[1])
    return next(iter(base.of_month(month, as_of=as_of, sales_months=sales_months)))


def _weighed_key_rules(
    policy: Policy, facts: AccountFacts, book: Rulebook, standing: Standing | None
) -> list[WeighedKeyRule]:
    rows = {rule.pk: rule for rule in KeyAccountRule.objects.filter(policy=policy)}
    lines = {line.pk: line for line in LineOfBusiness.objects.all()}
    staying = standing is not None and standing.ruled_is_key
    weighed = []
    for rule in book.key_rules:
        term = rules.weigh_key_rule(rule, facts, book, staying=staying)
        line = lines.get(term.line_id or 0)
        weighed.append(WeighedKeyRule(rule=rows[rule.id], line=line, term=term, fits=term.fits))
    return weighed


def _weighed_tier_rules(
    policy: Policy, facts: AccountFacts, book: Rulebook, standing: Standing | None
) -> list[WeighedTierRule]:
    rows = {rule.pk: rule for rule in TierRule.objects.filter(policy=policy)}
    scheme = rules.scheme_of(facts)
    return [
        WeighedTierRule(
            rule=rows[rule.id],
            fits=rules.grade_rule_fits(rule, facts, book, staying=_has(rule, standing)),
            counted=rules.counted(rule.count_of, facts) if rule.count_of else 0,
        )
        for rule in book.grade_rules
        if rule.scheme == scheme
    ]


def _has(rule: GradeRule, standing: Standing | None) -> bool:
    return standing is not None and standing.ruled_grade == rule.grade
