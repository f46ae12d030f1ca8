"""Requests: one's own, and those that wait for one's answer."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from primeline.access.choices import RequestStatus
from primeline.access.models import AccessRequest
from primeline.access.values import Policy
from primeline.audit.models import Grant
from primeline.customers.models import Customer
from primeline.customers.queries import within
from primeline.kit.errors import NotFound
from primeline.privacy.choices import LimitKind
from primeline.privacy.queries import limit
from primeline.staff.choices import Permission
from primeline.staff.reach import Bound, Reach

PRECEDENTS_WITHIN = timedelta(days=90)
ROOT_SLASHES = len("//")


@dataclass(frozen=True, kw_only=True)
class Precedent:
    """How earlier requests of the same person to the same leads were answered."""

    asked_count: int = 0
    granted_count: int = 0


def requests_of(person_id: int) -> QuerySet[AccessRequest]:
    """Return what a person has asked for, the latest first."""
    rows = AccessRequest.objects.filter(requester=person_id)
    return rows.select_related("grant", "decided_by", "ended_by").order_by("-id")


def get_own_request(person_id: int, request_id: int) -> AccessRequest:
    """Return a request of this person.

    :raises NotFound: if there is none
    """
    request = requests_of(person_id).filter(pk=request_id).first()
    if request is None:
        raise NotFound
    return request


def requests_to(reach: Reach) -> QuerySet[AccessRequest]:
    """Return the requests that this reader may answer, or has had to, whatever became of them."""
    wanted = Q(pk__in=[])
    for bound in reach.bounds_for(Permission.DECIDE_ACCESS):
        own = replace(reach, bounds=(bound,), cleared_ids=frozenset())
        reached = within(own, Permission.DECIDE_ACCESS, prefix="customer__")
        wanted |= reached & _below(bound)
    return AccessRequest.objects.filter(wanted).exclude(requester=reach.person_id)


def waiting_for(reach: Reach, *, at: datetime) -> QuerySet[AccessRequest]:
    """Return the requests that wait for this reader's answer, those that lapse first first."""
    waiting = requests_to(reach).filter(status=RequestStatus.WAITING, lapses_at__gt=at)
    return _in_full(waiting).order_by("lapses_at", "id")


def granted_by(reach: Reach, *, at: datetime) -> QuerySet[AccessRequest]:
    """Return what is open now of accounts that this reader answers for."""
    now = requests_to(reach).filter(status=RequestStatus.GRANTED, grant__active_to__gt=at)
    return _in_full(now).order_by("grant__active_to", "id")


def get_request_to(reach: Reach, request_id: int) -> AccessRequest:
    """Return a request that this reader may answer, or has had to.

    :raises NotFound: if there is none
    """
    request = _in_full(requests_to(reach)).filter(pk=request_id).first()
    if request is None:
        raise NotFound
    return request


def requests_for(customer: Customer) -> QuerySet[AccessRequest]:
    """Return who asked for an account, the latest first."""
    return _in_full(AccessRequest.objects.filter(customer=customer)).order_by("-id")


def precedents(
    reach: Reach, requester_ids: Collection[int], *, at: datetime
) -> dict[int, Precedent]:
    """Return how requests of these people were answered lately, by person."""
    rows = requests_to(reach).filter(
        requester__in=requester_ids, decided_at__gt=at - PRECEDENTS_WITHIN
    )
    asked: Counter[int] = Counter()
    granted: Counter[int] = Counter()
    for person_id, status in rows.values_list("requester", "status"):
        asked[person_id] += 1
        granted[person_id] += status != RequestStatus.REFUSED
    return {
        person_id: Precedent(asked_count=asked[person_id], granted_count=granted[person_id])
        for person_id in requester_ids
    }


def opened_on(customer: Customer, *, at: datetime) -> QuerySet[Grant]:
    """Return to whom an account is open beside those who reach it, those who end first first."""
    return open_grants_on(customer.pk, at=at).select_related("person").order_by("active_to", "id")


def open_grants_on(*customer_ids: int, at: datetime) -> QuerySet[Grant]:
    """Return the grants under which accounts are open at a moment, or will be."""
    table = Customer._meta.db_table
    return Grant.objects.filter(table=table, row_id__in=customer_ids, active_to__gt=at)


def unanswered(at: datetime) -> QuerySet[AccessRequest]:
    """Return the requests that nobody answered in time."""
    return AccessRequest.objects.filter(status=RequestStatus.WAITING, lapses_at__lte=at)


def run_out(at: datetime) -> QuerySet[AccessRequest]:
    """Return the requests whose time is over, though they still say that they are granted."""
    return AccessRequest.objects.filter(status=RequestStatus.GRANTED, grant__active_to__lte=at)


def has_over(*, at: datetime) -> bool:
    """Test whether the time of any request is over without its saying so."""
    return unanswered(at).exists() or run_out(at).exists()


def has_work(*, work: tuple[str, int], at: datetime) -> bool:
    """Test whether anything is open to anybody for a piece of work."""
    kind, work_id = work
    rows = Grant.objects.filter(subject_kind=kind, subject_id=work_id, active_to__gt=at)
    return rows.exists()


def requests_on_record(reach: Reach) -> Q:
    """Return the condition of requests whose history is within reach."""
    # Not one's own as such: whether it names an account would tell whether there is one.
    return within(reach, prefix="customer__")


def _below(bound: Bound) -> Q:
    """Return the condition of requests whose asker does not lead at this unit or above it."""
    lower = Q(rung__startswith=bound.path) & ~Q(rung=bound.path)
    at_the_top = Q(rung=bound.path) if bound.path.count("/") == ROOT_SLASHES else Q(pk__in=[])
    return Q(rung="") | lower | at_the_top


def _in_full(rows: QuerySet[AccessRequest]) -> QuerySet[AccessRequest]:
    return rows.select_related(
        "customer__owner_unit", "requester__home_unit", "grant", "decided_by", "ended_by"
    )


def policy_in_force(*, today: date) -> Policy:
    """Return how far requests may go, as people have set it."""
    return Policy(longest_days=limit(LimitKind.GRANT_DAYS, today=today))
