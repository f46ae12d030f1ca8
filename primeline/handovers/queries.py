"""Questions about hand-overs: one's own, those of one's units, and what stands against them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from primeline.access.queries import open_grants_on
from primeline.audit import walls
from primeline.customers.models import Customer
from primeline.customers.queries import visible_to, within
from primeline.handovers import rules
from primeline.handovers.choices import HandoverStatus, Obstacle, Outcome
from primeline.handovers.models import (
    ChecklistPoint,
    Handover,
    HandoverAccount,
    HandoverPoint,
)
from primeline.handovers.values import OPEN_FOR, WORK
from primeline.hours.queries import workdays
from primeline.kit.errors import NotFound
from primeline.kit.reference import row_with_code
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.staff.models import Person, Unit
from primeline.staff.reach import Reach


@dataclass(frozen=True, kw_only=True)
class Owed:
    """An answer that somebody owes to an offer, and how long they still have."""

    handover: Handover
    workdays_left: int

    @property
    def is_overdue(self) -> bool:
        return self.workdays_left < 0


def handovers_of(reach: Reach) -> QuerySet[Handover]:
    """Return the hand-overs that somebody may see: their own, and those of accounts they lead."""
    rows = Handover.objects.filter(_mine(reach) | _led(reach))
    return _in_full(rows).order_by("-id")


def get_handover(reach: Reach, handover_id: int) -> Handover:
    """Return one hand-over.

    :raises NotFound: if there is none, or it is not for this reader
    """
    handover = handovers_of(reach).filter(pk=handover_id).first()
    if handover is None:
        raise NotFound
    return handover


def owed_by(reach: Reach, *, today: date) -> list[Owed]:
    """Return the offers that wait for this reader's answer or for that of their people."""
    waiting = Q(to_person=reach.person_id) | _led(reach)
    rows = Handover.objects.filter(waiting, status=HandoverStatus.OFFERED)
    found = _in_full(rows).order_by("answer_by_date", "id")
    if not found:
        return []
    worked = workdays()
    return [
        Owed(handover=one, workdays_left=worked.until(one.answer_by_date, today)) for one in found
    ]


def called_off(reach: Reach, *, since: datetime) -> list[Handover]:
    """Return what others took back lately of the hand-overs that this reader has a part in."""
    rows = Handover.objects.filter(
        _mine(reach), status=HandoverStatus.WITHDRAWN, answered_at__gte=since
    ).exclude(answered_by=reach.person_id)
    return list(_in_full(rows).order_by("-answered_at", "-id"))


def may_take_back(handover: Handover, reach: Reach) -> bool:
    """Test whether this reader may take an offer back: who made it, and the leads."""
    if reach.person_id == handover.offered_by_id:
        return True
    return Handover.objects.filter(_led(reach), pk=handover.pk).exists()


def offerable(reach: Reach, from_person_id: int) -> QuerySet[Customer]:
    """Return the accounts of a manager that this reader may hand over on.

    Whoever manages them hands over their own; a lead hands over those of the unit.
    """
    permission = Permission.ASSIGN_MANAGERS
    if from_person_id == reach.person_id:
        permission = Permission.HAND_OVER
    return visible_to(reach, permission).filter(
        account_manager=from_person_id, is_restricted=False, closed_date=None
    )


def waits_in_none() -> Q:
    """Return the condition of accounts that are on no offer, and accepted for no later day."""
    waiting = HandoverAccount.objects.filter(customer=OuterRef("pk"), outcome=Outcome.WAITING)
    return ~Q(Exists(waiting))


def managers_led(reach: Reach) -> list[Person]:
    """Return whose accounts this reader may hand over: their own, and those they lead."""
    led = visible_to(reach, Permission.ASSIGN_MANAGERS).filter(account_manager__isnull=False)
    wanted = Q(pk__in=led.order_by().values("account_manager"))
    return list(Person.objects.filter(wanted | Q(pk=reach.person_id)).order_by("name_zh", "pk"))


def receivers(customers: QuerySet[Customer], *, today: date) -> list[tuple[Person, Unit]]:
    """Return the account managers of the provinces that these accounts lie in."""
    paths = set(customers.order_by().values_list("owner_unit__path", flat=True).distinct())
    provinces = sorted({staff.province_path(path) for path in paths})
    found: dict[int, tuple[Person, Unit]] = {}
    for path in provinces:
        for person, unit in staff.account_managers_under(path, today=today):
            found.setdefault(person.pk, (person, unit))
    return list(found.values())


def accounts_of(handover: Handover) -> QuerySet[HandoverAccount]:
    """Return the accounts of a hand-over, those that bring in most first."""
    return HandoverAccount.objects.filter(handover=handover).order_by("-fee_cents", "id")


def customer_ids_of(handover: Handover) -> list[int]:
    """Return the accounts of a hand-over that still wait, by their ids."""
    rows = HandoverAccount.objects.filter(handover=handover, outcome=Outcome.WAITING)
    return list(rows.values_list("customer", flat=True))


def coming_to(person_ids: Collection[int]) -> dict[int, set[int]]:
    """Return the accounts that these people have accepted for a day to come, by their ids."""
    found: dict[int, set[int]] = {pk: set() for pk in person_ids}
    rows = HandoverAccount.objects.filter(
        handover__to_person__in=list(person_ids),
        handover__status=HandoverStatus.ACCEPTED,
        outcome=Outcome.WAITING,
    )
    for person_id, customer_id in rows.values_list("handover__to_person", "customer"):
        found[person_id].add(customer_id)
    return found


def get_account(handover: Handover, row_id: int) -> HandoverAccount:
    """Return one account of a hand-over.

    :raises NotFound: if it is not part of it
    """
    row = HandoverAccount.objects.filter(handover=handover, pk=row_id).first()
    if row is None:
        raise NotFound
    return row


def outcome_counts(handover: Handover) -> dict[str, int]:
    """Return how many accounts of a hand-over came to which end."""
    rows = HandoverAccount.objects.filter(handover=handover).order_by().values_list("outcome")
    return dict(rows.annotate(count=Count("pk")))


def points_of(handover: Handover) -> QuerySet[HandoverPoint]:
    """Return the checklist of a hand-over."""
    rows = HandoverPoint.objects.filter(handover=handover).select_related("point", "done_by")
    return rows.order_by("point__position", "point__code")


def open_points_of(handover: Handover) -> list[str]:
    """Return the points of the checklist that nobody has ticked."""
    return [row.point.name for row in points_of(handover).filter(done_at=None)]


def with_open_points(rows: QuerySet[Handover]) -> QuerySet[Handover]:
    """Return hand-overs with `open_points_count`, the points that nobody has ticked."""
    still_open = Count("points", filter=Q(points__done_at=None))
    return rows.annotate(open_points_count=still_open, points_count=Count("points"))


def get_point_of(handover: Handover, row_id: int) -> HandoverPoint:
    """Return one point of the checklist of a hand-over.

    :raises NotFound: if it is not part of it
    """
    row = points_of(handover).filter(pk=row_id).first()
    if row is None:
        raise NotFound
    return row


def obstacles_to(handover: Handover) -> dict[int, Obstacle]:
    """Return what stands against handing over accounts that still wait, by the row of each.

    It is asked for the whole system: whoever receives them does not reach all of them yet.
    """
    with walls.open_for_system():
        rows = list(
            HandoverAccount.objects.filter(handover=handover, outcome=Outcome.WAITING).values_list(
                "pk", "customer__account_manager", "customer__closed_date",
                "customer__is_restricted",
            )
        )  # fmt: skip
    found = {
        pk: rules.obstacle_to(
            manager_id=manager_id,
            from_id=handover.from_person_id,
            is_closed=closed is not None,
            is_restricted=is_restricted,
        )
        for pk, manager_id, closed, is_restricted in rows
    }
    return {pk: obstacle for pk, obstacle in found.items() if obstacle is not Obstacle.NONE}


def shut_out_of(customer_id: int, *, at: datetime) -> list[Handover]:
    """Return the hand-overs under way to whose receivers an account is not open any more.

    What was open for them ended when it was restricted.
    """
    with walls.open_for_system():
        rows = HandoverAccount.objects.filter(customer=customer_id, outcome=Outcome.WAITING)
        under_way = Handover.objects.filter(
            pk__in=rows.values("handover"),
            status__in=(HandoverStatus.OFFERED, HandoverStatus.ACCEPTED),
            offered_at__gt=at - OPEN_FOR,
        )
        opened = open_grants_on(customer_id, at=at).filter(subject_kind=WORK)
        open_to = set(opened.values_list("subject_id", flat=True))
        return [row for row in under_way.select_related("to_person") if row.pk not in open_to]


def losing_deputy(handover: Handover) -> frozenset[int]:
    """Return the rows of accounts that will have no deputy: theirs becomes their manager.

    It is asked for the whole system: whoever receives them does not reach all of them yet.
    """
    if handover.deputy_id is not None:
        return frozenset()
    rows = HandoverAccount.objects.filter(handover=handover, outcome=Outcome.WAITING)
    with walls.open_for_system():
        found = rows.filter(customer__deputy=handover.to_person_id).values_list("pk", flat=True)
        return frozenset(found)


def still_seen(reach: Reach, numbers: Collection[str]) -> frozenset[str]:
    """Return which of these accounts this reader may open."""
    rows = visible_to(reach, with_granted=True).filter(number__in=list(numbers))
    return frozenset(rows.values_list("number", flat=True))


def ready(today: date) -> QuerySet[Handover]:
    """Return the hand-overs that were accepted and whose day has come."""
    return Handover.objects.filter(status=HandoverStatus.ACCEPTED, effective_date__lte=today)


def checklist(*, only_active: bool = True) -> QuerySet[ChecklistPoint]:
    """Return the points of the checklist in their order."""
    rows = ChecklistPoint.objects.order_by("position", "code")
    return rows.filter(is_active=True) if only_active else rows


def checklist_in_use() -> QuerySet[ChecklistPoint]:
    """Return all points, each with `use_count`, the number of hand-overs that have it."""
    return ChecklistPoint.objects.annotate(use_count=Count("handovers")).order_by(
        "position", "code"
    )


def get_checklist_point(code: str) -> ChecklistPoint:
    """Return one point of the checklist.

    :raises NotFound: if there is none with this code
    """
    return row_with_code(ChecklistPoint, code)


def handovers_on_record(reach: Reach) -> Q:
    """Return the condition of hand-overs whose history is within reach."""
    rows = HandoverAccount.objects.filter(within(reach, prefix="customer__"))
    return Q(pk__in=rows.values("handover"))


def accounts_on_record(reach: Reach) -> Q:
    """Return the condition of lines of hand-overs whose history is within reach."""
    return within(reach, prefix="customer__")


def points_on_record(reach: Reach) -> Q:
    """Return the condition of ticks whose history is within reach."""
    rows = HandoverAccount.objects.filter(within(reach, prefix="customer__"))
    return Q(handover__in=rows.values("handover"))


def _mine(reach: Reach) -> Q:
    me = reach.person_id
    return Q(from_person=me) | Q(to_person=me) | Q(offered_by=me)


def _led(reach: Reach) -> Q:
    """Return the condition of hand-overs with an account whose managers this reader names."""
    if not reach.may(Permission.ASSIGN_MANAGERS):
        return Q(pk__in=[])
    led = within(reach, Permission.ASSIGN_MANAGERS, prefix="customer__")
    return Q(Exists(HandoverAccount.objects.filter(led, handover=OuterRef("pk"))))


def _in_full(rows: QuerySet[Handover]) -> QuerySet[Handover]:
    return rows.select_related(
        "from_person__home_unit", "to_person__home_unit", "deputy", "offered_by", "answered_by"
    )
