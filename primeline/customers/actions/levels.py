"""Values of an account that the rooms above work out: its level, what it brings in.

They leave `version` alone: nobody who edits an account at that moment has anything to compare.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from primeline.customers.actions.timeline import tell_many
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer
from primeline.customers.values import Level, Line
from primeline.kit.deeds import Actor, deed

BATCH = 2000


@deed("customers.set_levels")
def set_levels(
    *, levels: Sequence[Level], by: Actor, at: datetime, reason: str = ""
) -> list[Level]:
    """Set the level of the accounts whose level differs; return those that changed."""
    changed: list[Level] = []
    lines: list[Line] = []
    for start in range(0, len(levels), BATCH):
        wanted = {level.customer_id: level for level in levels[start : start + BATCH]}
        stored = Customer.objects.filter(pk__in=wanted).values_list("pk", "is_key_account", "tier")
        for pk, is_key_account, tier in stored:
            level = wanted[pk]
            if (is_key_account, tier) != (level.is_key_account, level.tier):
                changed.append(level)
                lines.append(_line(level, was_key=is_key_account, was_tier=tier, at=at))
    for group, ids in _by_level(changed).items():
        is_key_account, tier, since_month = group
        for start in range(0, len(ids), BATCH):
            Customer.objects.filter(pk__in=ids[start : start + BATCH]).update(
                is_key_account=is_key_account,
                tier=tier,
                tier_since_month=since_month,
            )
    tell_many(lines=lines, by=by, at=at)
    return changed


def _by_level(levels: Sequence[Level]) -> dict[tuple[bool, str, object], list[int]]:
    groups: dict[tuple[bool, str, object], list[int]] = {}
    for level in levels:
        group = (level.is_key_account, level.tier, level.since_month)
        groups.setdefault(group, []).append(level.customer_id)
    return groups


def _line(level: Level, *, was_key: bool, was_tier: str, at: datetime) -> Line:
    return Line(
        customer_id=level.customer_id,
        kind=TimelineKind.LEVEL_CHANGED,
        happened_at=at,
        words={
            "was_key": was_key,
            "is_key": level.is_key_account,
            "from": was_tier,
            "to": level.tier,
        },
    )


@deed("customers.set_monthly_fees")
def set_monthly_fees(*, cents: Mapping[int, int], by: Actor, at: datetime) -> None:
    """Set what all active subscriptions of each account bring in a month."""
    ids = list(cents)
    for start in range(0, len(ids), BATCH):
        rows = list(Customer.objects.filter(pk__in=ids[start : start + BATCH]).only("pk"))
        for row in rows:
            row.monthly_fee_cents = cents[row.pk]
        Customer.objects.bulk_update(rows, ["monthly_fee_cents"], batch_size=500)
