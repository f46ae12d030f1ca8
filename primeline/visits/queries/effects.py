"""What another cadence would mean before it is saved: how much a month, and who has the room."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.hours import queries as hours
from primeline.products.models import Subscription
from primeline.staff.models import Cover, Person
from primeline.staff.rules import day_of
from primeline.visits import rules
from primeline.visits.models import DayLimit
from primeline.visits.queries.facts import GONE, wishes_now
from primeline.visits.values import Rhythms

Counts = Mapping[tuple[int | None, str], int]


@dataclass(frozen=True, kw_only=True)
class OfTier:
    """What is done at one level in a month, by how it is and how it would be."""

    tier: str
    account_count: int
    before: float
    after: float


@dataclass(frozen=True, kw_only=True)
class Load:
    """How much one person would have to do in the days that are planned, and has room for."""

    person: Person
    before: float
    after: float
    room: int


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What another cadence would mean."""

    tiers: tuple[OfTier, ...]
    beyond: tuple[Load, ...]
    """Who would have more to do than there is room for, the worst first."""
    people_count: int
    without_manager: float
    """How much a month would fall to accounts that nobody looks after."""


def effect_of(
    wanted: Rhythms, *, manner: str, instead_of: int | None, on: date, at: datetime
) -> Effect:
    """Return what another cadence would mean from a day on. A few queries, however many people.

    Sums are compared: whether every day has room, the planner finds once it is saved.
    """
    now = [one for one in wishes_now(on) if one.manner == manner]
    others = [one.current for one in now if one.id != instead_of]
    former = [one.current for one in now if one.id == instead_of]
    counts = {lines: _counts(lines) for lines in {one.lines for one in (*others, *former, wanted)}}
    before, after = _loads([*others, *former], counts), _loads([*others, wanted], counts)
    rooms = _rooms({key for key in (*before, *after) if key is not None}, manner, at)
    months = rules.AHEAD.days / rules.DAYS_OF_MONTH
    beyond = [
        Load(
            person=person,
            before=before.get(person.pk, 0.0) * months,
            after=after.get(person.pk, 0.0) * months,
            room=room,
        )
        for person, room in rooms
        if after.get(person.pk, 0.0) * months > room
    ]
    return Effect(
        tiers=tuple(_tiers(former, wanted, counts)),
        beyond=tuple(sorted(beyond, key=lambda one: (one.room - one.after, one.person.pk))),
        people_count=len(rooms),
        without_manager=_loads([wanted], counts).get(None, 0.0),
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


def _loads(
    wishes: Iterable[Rhythms], counts: Mapping[frozenset[str], Counts]
) -> dict[int | None, float]:
    """Return how much a month falls to each manager; None are accounts that have none."""
    found: dict[int | None, float] = defaultdict(float)
    for wish in wishes:
        for (manager_id, tier), count in counts[wish.lines].items():
            found[manager_id] += count * rules.a_month(wish.rhythms, tier)
    return found


def _counts(lines: frozenset[str]) -> Counts:
    """Return how many accounts each manager has at each level, that hold one of these lines."""
    rows = Customer.objects.filter(is_key_account=True, merged_into=None).exclude(status__in=GONE)
    if lines:
        held = Subscription.objects.held().filter(line__code__in=sorted(lines))
        rows = rows.filter(pk__in=held.values("customer"))
    grouped = rows.order_by().values_list("account_manager", "tier").annotate(count=Count("pk"))
    return {(manager_id, tier): count for manager_id, tier, count in grouped}


def _rooms(ids: set[int], manner: str, at: datetime) -> list[tuple[Person, int]]:
    """Return how much of a manner everybody does at most in the days that are planned."""
    today = day_of(at)
    people = list(Person.objects.filter(pk__in=ids, is_active=True).order_by("pk"))
    calendars = hours.calendars_of({one.home_unit_id for one in people}, at=at)
    covers = defaultdict(list)
    for cover in Cover.objects.filter(absent__in=ids, covered_by=None, active_to__gt=today):
        covers[cover.absent_id].append(cover)
    limit = DayLimit.objects.filter(manner=manner).values_list("most", flat=True).first() or 0
    days = list(rules.days_between(today, today + rules.AHEAD))
    worked: dict[int, list[date]] = {}
    for unit_id in {one.home_unit_id for one in people}:
        worked[unit_id] = [day for day in days if calendars[unit_id].shifts_on(day)]
    return [
        (
            one,
            limit
            * sum(
                not any(cover.is_in_force(day) for cover in covers[one.pk])
                for day in worked[one.home_unit_id]
            ),
        )
        for one in people
    ]
