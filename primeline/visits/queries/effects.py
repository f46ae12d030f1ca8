"""What another cadence would mean before it is saved: how much a month, and who has the room."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from primeline.customers.choices import PaymentMode, Tier
from primeline.customers.models import Customer
from primeline.products.models import Subscription
from primeline.staff.rules import day_of
from primeline.visits import rules
from primeline.visits.queries.capacity import Load, loads_with
from primeline.visits.queries.facts import GONE, YEAR, wishes_now
from primeline.visits.queries.people import to_greet
from primeline.visits.values import Rhythms, Wish

Counts = Mapping[tuple[int | None, str], int]
_Whom = tuple[frozenset[str], bool, frozenset[str]]


@dataclass(frozen=True, kw_only=True)
class OfTier:
    """What is done at one level in a month, by how it is and how it would be."""

    tier: str
    account_count: int
    """How many accounts ask for it, or people at them."""
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
    wanted: Rhythms,
    *,
    manner: str,
    instead_of: int | None,
    on: date,
    at: datetime,
    occasion: str = "",
) -> Effect:
    """Return what another cadence would mean from a day on. A few queries, however many people.

    Days are compared, as the planner will: who is there or stands in, and has room left.
    """
    day = min(on, day_of(at) + YEAR)
    now = [one for one in wishes_now(day) if one.manner == manner]
    former = [one.current for one in now if one.id == instead_of]
    counts = {_whom(one): _counts(one, occasion) for one in (*former, wanted)}
    tiers = {tier for one in (*former, wanted) for tier in one.rhythms}
    fresh = Wish(
        id=instead_of or 0,
        step="",
        manner=manner,
        rhythms=wanted.rhythms,
        lines=wanted.lines,
        is_in_last_month=wanted.is_in_last_month,
        is_for_postpaid=wanted.is_for_postpaid,
        occasion=occasion,
        roles=wanted.roles,
        later=next((one.later for one in now if one.id == instead_of), ()),
    )
    swapped = [*(one for one in now if one.id != instead_of), fresh]
    loads = loads_with(swapped, manner=manner, tiers=tiers, day=day, at=at)
    beyond = [one for one in loads if one.unstaffed]
    return Effect(
        tiers=tuple(_tiers(former, wanted, counts)),
        beyond=tuple(sorted(beyond, key=lambda one: (-one.unstaffed, one.person.pk))),
        people_count=len(loads),
        day=day,
        without_manager=_without_manager(wanted, counts[_whom(wanted)]),
    )


def _without_manager(wanted: Rhythms, counts: Counts) -> float:
    """Return how much a month would fall to accounts that nobody looks after."""
    return sum(
        count * rules.a_month(wanted.rhythms, tier)
        for (manager_id, tier), count in counts.items()
        if manager_id is None
    )


def _tiers(
    former: Iterable[Rhythms], wanted: Rhythms, counts: Mapping[_Whom, Counts]
) -> Iterable[OfTier]:
    for tier in Tier.values:
        held = _of_tier(counts[_whom(wanted)], tier)
        before = sum(
            _of_tier(counts[_whom(one)], tier) * rules.a_month(one.rhythms, tier) for one in former
        )
        yield OfTier(
            tier=tier,
            account_count=held,
            before=before,
            after=held * rules.a_month(wanted.rhythms, tier),
        )


def _of_tier(counts: Counts, tier: str) -> int:
    return sum(count for (_manager, of), count in counts.items() if of == tier)


def _whom(one: Rhythms) -> _Whom:
    return one.lines, one.is_for_postpaid, one.roles


def _counts(wanted: Rhythms, occasion: str) -> Counts:
    """Return how many accounts, or people to greet there, each manager has at each level."""
    rows = Customer.objects.filter(is_key_account=True, merged_into=None).exclude(status__in=GONE)
    if wanted.lines or wanted.is_for_postpaid:
        asked = Q(line__code__in=sorted(wanted.lines))
        if wanted.is_for_postpaid:
            asked |= Q(payment_mode=PaymentMode.POSTPAID)
        held = Subscription.objects.held().filter(asked)
        rows = rows.filter(pk__in=held.values("customer"))
    if occasion:
        people = to_greet(rows.values_list("pk", flat=True))
        if wanted.roles:
            people = people.filter(decision_role__in=wanted.roles)
        told = people.order_by().values_list("customer__account_manager", "customer__tier")
        return {(who, tier): count for who, tier, count in told.annotate(count=Count("pk"))}
    grouped = rows.order_by().values_list("account_manager", "tier").annotate(count=Count("pk"))
    return {(manager_id, tier): count for manager_id, tier, count in grouped}
