"""What the planner would find with another cadence: what fits on which days, what nobody does.

It is worked out day by day and stored nowhere: who is there, who stands in, and what is taken.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from primeline.commitments.choices import OPEN
from primeline.customers.models import Customer
from primeline.staff.models import Person
from primeline.visits import planning, rules
from primeline.visits.choices import ActionStatus, WhyGone
from primeline.visits.models import DayLimit, ServiceAction
from primeline.visits.queries.facts import (
    planned_rows,
    planner_accounts,
    standings_of,
    there_of,
)
from primeline.visits.queries.people import greeted_among, people_among
from primeline.visits.values import (
    Account,
    Facts,
    Greeted,
    KeyPerson,
    Place,
    Room,
    There,
    Wish,
)

Taken = dict[int, Counter[date]]


@dataclass(frozen=True, kw_only=True)
class OfWeek:
    """What of one manager fits into a week, how much room there is in it, and what does not."""

    monday: date
    fits: int
    room: int
    unstaffed: int


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one manager would have to do, day by day where somebody is there with room for it."""

    person: Person
    unstaffed_before: int
    fits: int
    unstaffed: int
    by_others: int
    """How much of what fits whoever stands in would do."""
    weeks: tuple[OfWeek, ...]
    """The weeks in which the time of something runs out that nobody has room for."""


def loads_with(
    wishes: Sequence[Wish], *, manner: str, tiers: Collection[str], day: date, at: datetime
) -> list[Load]:
    """Return how each manager with accounts at these levels would fare with these wishes.

    A dozen queries, however many people. They are asked in the order in which they are planned,
    so that a day of somebody who stands in is given to one of them alone.
    """
    ids = list(
        Customer.objects.filter(
            is_key_account=True, merged_into=None, account_manager__isnull=False, tier__in=tiers
        )
        .values_list("account_manager", flat=True)
        .distinct()
        .order_by()
    )
    people = {one.pk: one for one in Person.objects.filter(pk__in=ids).order_by("pk")}
    held = _held(list(people), wishes, day)
    taken, own = _taken(manner, day)
    standings = standings_of(list(people), today=day, at=at)
    most = DayLimit.objects.filter(manner=manner).values_list("most", flat=True).first() or 0
    found = []
    for manager_id, person in people.items():
        room = _room(standings[manager_id], most, taken, own.get(manager_id, Counter()))
        others = dict(room.taken)
        facts = Facts(
            today=day,
            wishes=tuple(wishes),
            accounts=tuple(held.accounts[manager_id]),
            there=tuple(held.there[manager_id]),
            turns={},
            rooms={manner: room},
            people=tuple(held.people[manager_id]),
            greeted=tuple(held.greeted[manager_id]),
            gone=held.gone,
        )
        result = planning.result_of(facts)
        _take(taken, standings[manager_id], room)
        found.append(_load(person, facts, result, others))
    return found


@dataclass(frozen=True, kw_only=True)
class _Held:
    """By manager the accounts, what stands of some wishes for them, and whom to greet there."""

    accounts: Mapping[int, list[Account]]
    there: Mapping[int, list[There]]
    people: Mapping[int, list[KeyPerson]]
    greeted: Mapping[int, list[Greeted]]
    gone: Mapping[int, WhyGone]


def _held(manager_ids: list[int], wishes: Sequence[Wish], day: date) -> _Held:
    standing = ServiceAction.objects.standing().filter(commitment__ended_at=None)
    mine = Customer.objects.filter(account_manager__in=manager_ids).filter(
        Q(is_key_account=True, merged_into=None) | Q(pk__in=standing.values("customer"))
    )
    managers = dict(mine.values_list("pk", "account_manager"))
    ids = mine.values_list("pk", flat=True)
    accounts: dict[int, list[Account]] = defaultdict(list)
    for one in planner_accounts(ids):
        accounts[managers[one.id] or 0].append(one)
    there: dict[int, list[There]] = defaultdict(list)
    for row in planned_rows(ids, wishes, day, is_alone=True):
        if row["status"] != ActionStatus.DROPPED:
            there[managers[row["customer_id"]] or 0].append(there_of(row))
    found, gone = people_among(ids, wishes, [one for some in there.values() for one in some], day)
    people: dict[int, list[KeyPerson]] = defaultdict(list)
    whose: dict[int, int] = {}
    for person in found:
        whose[person.id] = managers[person.customer_id] or 0
        people[whose[person.id]].append(person)
    greeted: dict[int, list[Greeted]] = defaultdict(list)
    for done in greeted_among(list(whose), day):
        greeted[whose[done.contact_id]].append(done)
    return _Held(
        accounts=accounts,
        there=there,
        people=people,
        greeted=greeted,
        gone=gone,
    )


def _taken(manner: str, day: date) -> tuple[Taken, dict[int, Counter[Place]]]:
    """Return the days that are taken by person, and which of them by accounts of which manager."""
    rows = (
        ServiceAction.objects.filter(
            status=ActionStatus.PLANNED,
            standard__manner=manner,
            planned_date__gte=day,
            commitment__status__in=OPEN,
        )
        .order_by()
        .values_list("person", "planned_date", "customer__account_manager", "is_given")
        .annotate(count=Count("pk"))
    )
    taken: Taken = defaultdict(Counter)
    own: dict[int, Counter[Place]] = defaultdict(Counter)
    for person_id, planned, manager_id, is_given, count in rows:
        taken[person_id][planned] += count
        if manager_id is not None and not is_given:
            own[manager_id][Place(planned, person_id)] += count
    return taken, own


def _room(standing: dict[date, int], most: int, taken: Taken, own: Counter[Place]) -> Room:
    """Return the room where a manager stands, without what is theirs and planned anew."""
    used = {
        Place(day, person_id): count - own[Place(day, person_id)]
        for person_id in set(standing.values())
        for day, count in taken[person_id].items()
    }
    return Room(standing=standing, most=most, taken=used)


def _take(taken: Taken, standing: Mapping[date, int], room: Room) -> None:
    for person_id in set(standing.values()):
        taken[person_id] = Counter()
    for (day, person_id), count in room.taken.items():
        taken[person_id][day] = count


def _load(
    person: Person, facts: Facts, result: planning.Result, others: Mapping[Place, int]
) -> Load:
    (room,) = facts.rooms.values()
    unstaffed = Counter(_monday(one.last) for one in result.unstaffed)
    fits = Counter(_monday(one.day) for one in result.placed)
    before = Counter(
        one.place is None and one.planned.done is None and one.period.end > facts.today
        for one in facts.there
    )
    weeks = tuple(
        OfWeek(
            monday=monday,
            fits=fits[monday],
            room=sum(_rooms(replace(room, taken=dict(others)), monday)),
            unstaffed=count,
        )
        for monday, count in sorted(unstaffed.items())
    )
    return Load(
        person=person,
        unstaffed_before=before[True],
        fits=len(result.placed),
        unstaffed=len(result.unstaffed),
        by_others=sum(one.person_id != person.pk for one in result.placed),
        weeks=weeks,
    )


def _rooms(room: Room, monday: date) -> Iterator[int]:
    for day in rules.days_between(monday, monday + rules.WEEK):
        yield max(0, room.free(day, room.most))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
