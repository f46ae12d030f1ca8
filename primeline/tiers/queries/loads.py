"""What managers look after against what they may: points in all, accounts by service level."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from primeline.audit import walls
from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.customers.queries import visible_to
from primeline.kit.errors import NotFound
from primeline.staff.reach import Reach
from primeline.tiers.choices import LoadLevel
from primeline.tiers.models import LoadLimit
from primeline.tiers.queries.policies import policy_for
from primeline.tiers.shipped import LOAD_LIMIT, LOAD_POINTS
from primeline.tiers.values import Load

Counted = tuple[bool, str, int, int]


@dataclass(frozen=True, kw_only=True)
class LoadRules:
    """How accounts weigh and how many of each level one manager may have, in one month."""

    points: dict[str, int]
    limit: int
    most: dict[str, int]


def load_rules(month: date) -> LoadRules:
    """Return the rules for loads in force in a month."""
    most = {row.level: row.most_accounts for row in _in_force(month)}
    try:
        policy = policy_for(month)
    except NotFound:
        # Before any policy is in force, loads are weighed as the shipped ones weigh them.
        return LoadRules(points=LOAD_POINTS, limit=LOAD_LIMIT, most=most)
    return LoadRules(points=policy.load_points, limit=policy.load_limit, most=most)


def load_limits(month: date) -> list[tuple[LoadLevel, LoadLimit | None, LoadLimit | None]]:
    """Return for each level the limit in force in a month, and the next one decided already."""
    now = {row.level: row for row in _in_force(month)}
    coming = LoadLimit.objects.filter(active_from_month__gt=month, active_to_month=None)
    later = {row.level: row for row in coming.select_related("decided_by")}
    return [(level, now.get(level), later.get(level)) for level in LoadLevel]


def load_level(code: str) -> LoadLevel:
    """Return the level that an address names.

    :raises NotFound: if there is none such
    """
    if code not in LoadLevel.values:
        raise NotFound
    return LoadLevel(code)


def loads_of(person_ids: Collection[int], *, month: date) -> dict[int, Load]:
    """Return what each of these people looks after in all, wherever the accounts lie.

    A load is a sum: it counts accounts that whoever asks does not reach.
    """
    with walls.open_for_system():
        return _loads(Customer.objects.all(), person_ids, load_rules(month))


def overloaded(*, month: date) -> frozenset[int]:
    """Return who looks after more than one person may, wherever the accounts lie."""
    with walls.open_for_system():
        theirs = Customer.objects.filter(closed_date=None, account_manager__isnull=False)
        ids = theirs.order_by().values_list("account_manager", flat=True).distinct()
        loads = _loads(Customer.objects.all(), frozenset(ids), load_rules(month))
    return frozenset(pk for pk, load in loads.items() if load.is_over)


def loads_in_all_and_within(
    reach: Reach, person_ids: Collection[int], *, month: date
) -> tuple[dict[int, Load], dict[int, Load]]:
    """Return what these people look after in all, and how much of it lies within reach."""
    rules = load_rules(month)
    with walls.open_for_system():
        in_all = _loads(Customer.objects.all(), person_ids, rules)
    return in_all, _loads(visible_to(reach), person_ids, rules)


def load_with(person_id: int, customer_ids: Collection[int], *, month: date) -> Load:
    """Return what somebody would look after in all with these accounts, wherever they lie."""
    rules = load_rules(month)
    theirs = Q(account_manager=person_id, closed_date=None) | Q(pk__in=list(customer_ids))
    with walls.open_for_system():
        rows = _counted(Customer.objects.filter(theirs))
        return _load(list(rows.values_list("is_key_account", "tier", "count", "cents")), rules)


def _in_force(month: date) -> QuerySet[LoadLimit]:
    lasting = Q(active_to_month=None) | Q(active_to_month__gt=month)
    return LoadLimit.objects.filter(lasting, active_from_month__lte=month).select_related(
        "decided_by"
    )


def _loads(
    accounts: QuerySet[Customer], person_ids: Collection[int], rules: LoadRules
) -> dict[int, Load]:
    rows = accounts.filter(account_manager__in=list(person_ids), closed_date=None)
    columns = ("account_manager_id", "is_key_account", "tier", "count", "cents")
    found: dict[int, list[Counted]] = {pk: [] for pk in person_ids}
    for person_id, *row in _counted(rows, "account_manager_id").values_list(*columns):
        found[person_id or 0].append((row[0], row[1], row[2], row[3]))
    return {pk: _load(of_person, rules) for pk, of_person in found.items()}


def _counted(rows: QuerySet[Customer], *by: str) -> QuerySet[Any]:
    grouped: QuerySet[Any] = rows.order_by().values(*by, "is_key_account", "tier")
    counted: QuerySet[Any] = grouped.annotate(count=Count("pk"), cents=Sum("monthly_fee_cents"))
    return counted


def _load(rows: list[Counted], rules: LoadRules) -> Load:
    by_tier = dict.fromkeys(Tier.values, 0)
    ordinary_count = points = cents = 0
    for is_key, tier, count, fees in rows:
        # A key account without a tier is an individual: it weighs like a standard one.
        level = (tier or Tier.STANDARD) if is_key else ""
        if is_key:
            by_tier[level] += count
        else:
            ordinary_count += count
        points += rules.points.get(level, 0) * count
        cents += fees
    return Load(
        by_tier=by_tier,
        ordinary_count=ordinary_count,
        points=points,
        limit=rules.limit,
        fees_cents=cents,
        most=rules.most,
    )
