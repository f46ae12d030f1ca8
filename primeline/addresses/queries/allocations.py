"""What of prefixes is held. That a place is taken everybody sees; by whom, as far as they reach."""

import re
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from primeline.addresses import rules
from primeline.addresses.choices import HELD, TAKEN, AllocationStatus
from primeline.addresses.models import Allocation, Prefix
from primeline.audit import walls
from primeline.customers.models import Customer
from primeline.customers.queries import within
from primeline.kit.errors import NotFound
from primeline.products.models import LineOfBusiness, Subscription
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach


def spans_in(prefix: Prefix, *, at: datetime) -> list[rules.Span]:
    """Return what is taken of a prefix now, in order, whoever holds it."""
    with walls.open_for_system():
        rows = taken_now(at).filter(prefix=prefix).order_by("first")
        return list(_spans(rows))


def _spans(rows: QuerySet[Allocation]) -> Iterator[rules.Span]:
    for first, last in rows.values_list("first", "last"):
        yield rules.number_of(first), rules.number_of(last)


def taken_now(at: datetime) -> QuerySet[Allocation]:
    """Return what nobody else can be given at a moment."""
    rested = Q(status=AllocationStatus.QUARANTINED, free_from__lte=at)
    return Allocation.objects.filter(status__in=TAKEN).exclude(rested)


def read_list(text: str, *, field: str) -> list[rules.Network]:
    """Return the addresses and networks that a text names, each once.

    :raises Refused: if something in it is none
    """
    said = [one for one in re.split(r"[\s,;，；、]+", text) if one]
    return list(dict.fromkeys(rules.network_of(one, field=field) for one in said))


def line_for(code: str) -> int | None:
    """Return the line of business that has a code, if there is one."""
    return LineOfBusiness.objects.filter(code=code).values_list("pk", flat=True).first()


def named(row: Allocation) -> str:
    """Return how an address or a network is written: one address without its prefix."""
    return rules.named(rules.network_of(row.network))


def of_case(case_number: str) -> list[Allocation]:
    """Return what a case holds."""
    rows = Allocation.objects.filter(case_number=case_number, status__in=HELD)
    return list(rows.select_related("prefix", "customer").order_by("id"))


def reserved_for(mark: str) -> Allocation | None:
    """Return what was reserved under a mark, whatever has become of it since."""
    return Allocation.objects.filter(mark=mark).select_related("prefix").first() if mark else None


def of_subscription(subscription: Subscription) -> list[Allocation]:
    """Return what a subscription holds."""
    rows = Allocation.objects.filter(subscription=subscription, status__in=HELD)
    return list(rows.select_related("prefix").order_by("first"))


def subscription_named(customer: Customer, number: str) -> Subscription | None:
    """Return the subscription of an account that has this number, if there is one."""
    return Subscription.objects.filter(customer=customer, number=number.strip()).first()


def get_allocation(
    prefix: Prefix,
    reach: Reach,
    allocation_id: int,
    permission: Permission = Permission.RESERVE_ADDRESSES,
) -> Allocation:
    """Return one address or network of a prefix, if its holder is within reach.

    :raises NotFound: if there is none, or its holder is somebody else's
    """
    reached = Q(customer=None) | Q(customer__in=_accounts(reach, permission))
    rows = Allocation.objects.filter(reached, prefix=prefix, pk=allocation_id)
    row = rows.select_related("prefix", "customer", "subscription").first()
    if row is None:
        raise NotFound
    return row


def _accounts(reach: Reach, permission: Permission) -> QuerySet[Customer]:
    return Customer.objects.filter(within(reach, permission)).values("pk")  # type: ignore[return-value]
