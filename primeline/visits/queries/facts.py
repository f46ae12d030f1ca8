"""All that the planner has to know, read at once for the accounts of one manager."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from primeline.commitments.choices import OPEN, CommitmentStatus
from primeline.customers.choices import CustomerStatus, PaymentMode
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now, visible_to
from primeline.hours import queries as hours
from primeline.products.models import Subscription
from primeline.staff.choices import Permission
from primeline.staff.models import Cover, Person
from primeline.staff.rules import day_of
from primeline.visits import rules
from primeline.visits.choices import ActionStatus, Rhythm
from primeline.visits.models import (
    STANDING,
    CadenceEdition,
    Conversation,
    DayLimit,
    ServiceAction,
    StandardAction,
)
from primeline.visits.queries.people import greeted_among, people_among
from primeline.visits.values import (
    Account,
    Facts,
    Period,
    Place,
    Planned,
    Proposal,
    Rhythms,
    Room,
    There,
    Turn,
    Wish,
)

YEAR = timedelta(days=366)
SETTLED = (CommitmentStatus.DONE, CommitmentStatus.WAIVED)
GONE = (CustomerStatus.PROSPECT, CustomerStatus.CLOSED)
# Some accounts by id, or a question that names them, where they are too many to be listed.
Ids = Sequence[int] | QuerySet[Customer, int]


def managers() -> list[int]:
    """Return who looks after key accounts, or has something planned for an account."""
    keyed = Customer.objects.filter(account_manager__isnull=False, is_key_account=True)
    found = set(keyed.values_list("account_manager", flat=True).distinct())
    planned = ServiceAction.objects.standing().filter(customer__account_manager__isnull=False)
    found |= set(
        planned.filter(commitment__ended_at=None)
        .values_list("customer__account_manager", flat=True)
        .distinct()
    )
    return sorted(found)


def accounts_of(manager_id: int | None) -> list[int]:
    """Return the accounts of a manager, or of nobody, that the planner looks at."""
    mine = Customer.objects.filter(account_manager=manager_id)
    waiting = ServiceAction.objects.standing().filter(commitment__ended_at=None)
    planned = waiting.filter(customer__account_manager=manager_id).values("customer")
    return list(
        mine.filter(Q(is_key_account=True, merged_into=None) | Q(pk__in=planned))
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def managers_of(customer_ids: Collection[int]) -> set[int | None]:
    """Return who looks after these accounts; None is nobody."""
    rows = Customer.objects.filter(pk__in=list(customer_ids))
    return set(rows.values_list("account_manager", flat=True))


def facts_of(manager_id: int | None, customer_ids: Sequence[int], *, at: datetime) -> Facts:
    """Return what the planner has to know of some accounts of one manager.

    A dozen queries, however many accounts there are.
    """
    today = day_of(at)
    wishes = tuple(wishes_now(today))
    accounts = tuple(planner_accounts(customer_ids))
    rows = list(planned_rows(customer_ids, wishes, today))
    lost = given_in_vain([row for row in rows if row["is_given"]], at=at)
    there = tuple(
        there_of(row, is_left=row["id"] in lost) for row in rows if row["status"] in STANDING
    )
    people, gone = people_among(customer_ids, wishes, there, today)
    turns: dict[Turn, int] = defaultdict(int)
    for row in rows:
        key = Turn(row["customer_id"], row["standard_id"], row["contact_id"], row["period_from"])
        turns[key] = max(turns[key], row["turn"])
    return Facts(
        today=today,
        wishes=wishes,
        accounts=accounts,
        there=there,
        turns=turns,
        rooms=rooms_of(manager_id, but=customer_ids, today=today, at=at),
        proposals=tuple(proposals_for(customer_ids, today)),
        people=people,
        greeted=greeted_among([one.id for one in people], today),
        gone=gone,
    )


def wishes_now(today: date) -> Iterator[Wish]:
    """Return what is done again and again, how it is on a day, and how it will be."""
    rows = StandardAction.objects.select_related("step").prefetch_related(
        Prefetch("editions", CadenceEdition.objects.order_by("pk"))
    )
    for one in rows.order_by("position", "pk"):
        current, later = rules.in_force(editions_of(one), today)
        yield Wish(
            id=one.pk,
            step=one.step.code,
            manner=one.manner,
            rhythms=current.rhythms,
            lines=current.lines,
            is_in_last_month=current.is_in_last_month,
            is_for_postpaid=current.is_for_postpaid,
            occasion=one.occasion,
            roles=current.roles,
            later=later,
        )


def editions_of(standard: StandardAction) -> list[Rhythms]:
    """Return all that was ever said of a standard action, what it began with first."""
    first = Rhythms(
        rhythms=standard.rhythms,
        lines=frozenset(standard.lines),
        is_in_last_month=standard.is_in_last_month,
        is_for_postpaid=standard.is_for_postpaid,
        roles=frozenset(standard.roles),
    )
    return [
        first,
        *(
            Rhythms(
                rhythms=one.rhythms,
                lines=frozenset(one.lines),
                is_in_last_month=one.is_in_last_month,
                is_for_postpaid=one.is_for_postpaid,
                active_from=one.active_from,
                roles=frozenset(one.roles),
            )
            for one in standard.editions.all()
        ),
    ]


def rooms_of(
    manager_id: int | None, *, but: Sequence[int], today: date, at: datetime
) -> dict[str, Room]:
    """Return by manner how much room there is where a manager stands, beside these accounts."""
    limits = dict(DayLimit.objects.values_list("manner", "most"))
    standing = standing_of(manager_id, today=today, at=at)
    taken: dict[str, dict[Place, int]] = defaultdict(dict)
    people = set(standing.values())
    if people:
        rows = (
            ServiceAction.objects.filter(
                person__in=people,
                status=ActionStatus.PLANNED,
                planned_date__gte=today,
                commitment__status__in=OPEN,
            )
            .exclude(customer__in=list(but), is_given=False)
            .values_list("standard__manner", "planned_date", "person")
            .annotate(count=Count("pk"))
            .order_by()
        )
        for manner, day, person_id, count in rows:
            taken[manner][Place(day, person_id)] = count
    return {
        manner: Room(standing=standing, most=most, taken=taken[manner])
        for manner, most in sorted(limits.items())
    }


def standing_of(manager_id: int | None, *, today: date, at: datetime) -> dict[date, int]:
    """Return for the year to come who is there on each working day: the manager, or a cover."""
    if manager_id is None:
        return {}
    return standings_of([manager_id], today=today, at=at)[manager_id]


def standings_of(
    manager_ids: Collection[int], *, today: date, at: datetime
) -> dict[int, dict[date, int]]:
    """Return the same for many managers; the same few queries."""
    covers: dict[int, list[Cover]] = defaultdict(list)
    for cover in Cover.objects.filter(active_to__gt=today).order_by("pk"):
        covers[cover.absent_id].append(cover)
    instead = {c.covered_by_id for one in manager_ids for c in covers[one]} - {None}
    rows = Person.objects.filter(pk__in={*manager_ids, *instead}, is_active=True)
    people = dict(rows.values_list("pk", "home_unit"))
    days = list(rules.days_between(today, today + YEAR))
    worked = {
        unit_id: {day for day in days if calendar.shifts_on(day)}
        for unit_id, calendar in hours.calendars_of(set(people.values()), at=at).items()
    }

    def is_there(person_id: int, day: date) -> bool:
        home = people.get(person_id)
        is_worked = home is not None and day in worked[home]
        return is_worked and not any(one.is_in_force(day) for one in covers[person_id])

    def who(manager_id: int, day: date) -> Iterator[int]:
        yield manager_id
        for one in covers[manager_id]:
            if one.covered_by_id and one.is_in_force(day):
                yield one.covered_by_id

    return {
        manager_id: {
            day: found[0]
            for day in days
            if (found := [one for one in who(manager_id, day) if is_there(one, day)])
        }
        for manager_id in manager_ids
    }


def planner_accounts(ids: Ids) -> Iterator[Account]:
    """Return accounts as the planner sees them. Two queries."""
    lines: Mapping[int, set[str]] = defaultdict(set)
    postpaid: set[int] = set()
    held = Subscription.objects.held().filter(customer__in=ids)
    for customer_id, line, mode in held.values_list(
        "customer", "line__code", "payment_mode"
    ).distinct():
        lines[customer_id].add(line)
        if mode == PaymentMode.POSTPAID:
            postpaid.add(customer_id)
    rows = Customer.objects.filter(pk__in=ids).order_by("pk")
    for pk, is_key, tier, status, merged, opened in rows.values_list(
        "pk", "is_key_account", "tier", "status", "merged_into", "opened_date"
    ):
        is_open = status not in GONE and merged is None
        yield Account(
            id=pk,
            tier=tier if is_key else "",
            is_open=is_open,
            lines=frozenset(lines[pk]),
            is_postpaid=pk in postpaid,
            opened=opened,
        )


def planned_rows(
    ids: Ids, wishes: Sequence[Wish], today: date, *, is_alone: bool = False
) -> Iterable[Any]:
    """Return what is planned and not over, what is late, and what was done in what runs or once.

    Of everything, or of these wishes alone.
    """
    rhythms = {
        Rhythm(name)
        for wish in wishes
        for held in (wish.current, *wish.later)
        for name in held.rhythms.values()
        if name
    }
    calendar = rhythms - set(rules.ONCE) - {Rhythm.ON_ITS_DAY}
    since = min((rules.period_at(one, today).start for one in calendar), default=today)
    once = [wish.id for wish in wishes if rules.is_ever_once(wish)]
    is_late = Q(status=ActionStatus.PLANNED, commitment__status__in=OPEN)
    rows = ServiceAction.objects.filter(
        Q(period_to__gt=today)
        | Q(status__in=STANDING, period_to__gt=since)
        | Q(status__in=STANDING, standard__in=once)
        | is_late,
        customer__in=ids,
    )
    if is_alone:
        rows = rows.filter(standard__in=[wish.id for wish in wishes])
    return rows.order_by("pk").values(
        "id", "customer_id", "standard_id", "period_from", "period_to", "status", "planned_date",
        "person_id", "is_moved", "turn", "is_given", "contact_id",
        "extended_to", "commitment__status", "commitment__ended_at",
    )  # fmt: skip


def given_in_vain(rows: Iterable[Mapping[str, Any]], *, at: datetime) -> set[int]:
    """Return what was given to somebody who has left, or sees the account no more.

    A few queries for each person that something was given to; hardly anything is.
    """
    asked: dict[int, set[int]] = defaultdict(set)
    given = [row for row in rows if row["person_id"] is not None]
    for row in given:
        asked[row["person_id"]].add(row["customer_id"])
    seen: set[tuple[int, int]] = set()
    for person in Person.objects.filter(pk__in=asked, is_active=True):
        reach = reach_now(person, at=at)
        within = visible_to(reach, Permission.VIEW_COMMITMENTS, with_granted=True)
        found = within.filter(pk__in=asked[person.pk]).values_list("pk", flat=True)
        seen |= {(person.pk, one) for one in found}
    return {row["id"] for row in given if (row["person_id"], row["customer_id"]) not in seen}


def managers_to_ask(*, at: datetime, person_id: int | None = None) -> set[int | None]:
    """Return who looks after accounts of which something was given in vain, to one or to anybody.

    None is nobody.
    """
    rows = ServiceAction.objects.filter(
        status=ActionStatus.PLANNED,
        is_given=True,
        commitment__status__in=OPEN,
        period_to__gt=day_of(at),
    )
    if person_id is not None:
        rows = rows.filter(person=person_id)
    found = list(rows.values("id", "customer_id", "person_id", "customer__account_manager"))
    lost = given_in_vain(found, at=at)
    return {row["customer__account_manager"] for row in found if row["id"] in lost}


def proposals_for(ids: Ids, today: date) -> Iterator[Proposal]:
    """Return what was proposed for days to come at some accounts, the latest word last."""
    rows = Conversation.objects.filter(customer__in=ids, next_date__gte=today).order_by("pk")
    for customer_id, kind, standard_id, day in rows.values_list(
        "customer", "kind", "action__standard", "next_date"
    ):
        if day is not None:
            yield Proposal(
                customer_id=customer_id, standard_id=standard_id, step=rules.STEP_OF[kind], day=day
            )


def there_of(row: Mapping[str, Any], *, is_left: bool = False) -> There:
    """Return what stands as the planner sees it."""
    status, day = row["commitment__status"], row["planned_date"]
    done = day_of(row["commitment__ended_at"]) if status in SETTLED else None
    return There(
        planned=Planned(
            id=row["id"],
            period=Period(row["period_from"], row["period_to"]),
            is_owed=status in OPEN,
            done=done,
        ),
        customer_id=row["customer_id"],
        standard_id=row["standard_id"],
        place=Place(day, row["person_id"]) if day is not None else None,
        is_moved=row["is_moved"],
        turn=row["turn"],
        is_given=row["is_given"],
        is_left=is_left,
        extended_to=row["extended_to"],
        contact_id=row["contact_id"],
    )
