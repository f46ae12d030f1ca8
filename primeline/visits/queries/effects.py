"""What another cadence would mean before it is saved: how much a month, and who has the room."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.products.models import Subscription
from primeline.staff.rules import day_of
from primeline.visits import rules
from primeline.visits.queries.capacity import Load, loads_with
from primeline.visits.queries.facts import GONE, YEAR, wishes_now
from primeline.visits.values import Rhythms, Wish

Counts = Mapping[tuple[int | None, str], int]


@dataclass(frozen=True, kw_only=True)
class OfTier:
    """What is done at one level in a month, by how it is and how it would be."""

    tier: str
    account_count: int
    before: float
    after: float


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What another cadence would mean."""

    tiers: tuple[OfTier, ...]
    beyond: tuple[Load, ...]
    """Of whom something would be unstaffed, the worst first."""
    people_count: int
    day: date
    """From which day on it was worked out."""
    without_manager: float
    """How much a month would fall to accounts that nobody looks after."""


def effect_of(
    wanted: Rhythms, *, manner: str, instead_of: int | None, on: date, at: datetime
) -> Effect:
    """Return what another cadence would mean from a day on. A few queries, however many people.

    Days are compared, as the planner will: who is there or stands in, and has room left.
    """
    day = min(on, day_of(at) + YEAR)
    now = [one for one in wishes_now(day) if one.manner == manner]
    former = [one.current for one in now if one.id == instead_of]
    counts = {lines: _counts(lines) for lines in {one.lines for one in (*former, wanted)}}
    tiers = {tier for one in (*former, wanted) for tier in one.rhythms}
    loads = loads_with(
        _swapped(now, wanted, manner, instead_of), manner=manner, tiers=tiers, day=day, at=at
    )
    beyond = [one for one in loads if one.unstaffed]
    return Effect(
        tiers=tuple(_tiers(former, wanted, counts)),
        beyond=tuple(sorted(beyond, key=lambda one: (-one.unstaffed, one.person.pk))),
        people_count=len(loads),
        day=day,
        without_manager=_without_manager(wanted, counts[wanted.lines]),
    )


def _swapped(now: list[Wish], wanted: Rhythms, manner: str, instead_of: int | None) -> list[Wish]:
    """Return what is done again and again, with what is wanted instead of what it is now."""
    fresh = Wish(
        id=instead_of or 0,
        step="",
        manner=manner,
        rhythms=wanted.rhythms,
        lines=wanted.lines,
        is_in_last_month=wanted.is_in_last_month,
        later=next((one.later for one in now if one.id == instead_of), ()),
    )
    return [*(one for one in now if one.id != instead_of), fresh]


def _without_manager(wanted: Rhythms, counts: Counts) -> float:
    """Return how much a month would fall to accounts that nobody looks after."""
    return sum(
        count * rules.a_month(wanted.rhythms, tier)
        for (manager_id, tier), count in counts.items()
        if manager_id is None
    )


def _tiers(
    former: Iterable[Rhythms], wanted: Rhythms, counts: Mapping[frozenset[str], Counts]
) -> Iterable[OfTier]:
    for tier in Tier.values:
        held = _of_tier(counts[wanted.lines], tier)
        before = sum(
            _of_tier(counts[one.lines], tier) * rules.a_month(one.rhythms, tier) for one in former
        )
        yield OfTier(
            tier=tier,
            account_count=held,
            before=before,
            after=held * rules.a_month(wanted.rhythms, tier),
        )


def _of_tier(counts: Counts, tier: str) -> int:
    return sum(count for (_manager, of), count in counts.items() if of == tier)


def _counts(lines: frozenset[str]) -> Counts:
    """Return how many accounts each manager has at each level, that hold one of these lines."""
    rows = Customer.objects.filter(is_key_account=True, merged_into=None).exclude(status__in=GONE)
    if lines:
        held = Subscription.objects.held().filter(line__code__in=sorted(lines))
        rows = rows.filter(pk__in=held.values("customer"))
    grouped = rows.order_by().values_list("account_manager", "tier").annotate(count=Count("pk"))
    return {(manager_id, tier): count for manager_id, tier, count in grouped}
