"""The accounts that a meeting talks about: pinned by hand first, then those where most is late."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from primeline.commitments.models import Commitment, CommitmentQuerySet, late_at
from primeline.commitments.queries.pressing import pressing_accounts
from primeline.commitments.queries.reach import visible_to
from primeline.customers import queries as customers
from primeline.customers.models import Customer
from primeline.kit.errors import NotFound
from primeline.meetings.models import Meeting, Pin
from primeline.meetings.queries.meetings import SEE, holds, narrowed
from primeline.meetings.rules import MOST_ACCOUNTS
from primeline.meetings.values import Talk
from primeline.staff.choices import Role
from primeline.staff.models import Person, Unit
from primeline.staff.reach import Reach


class Facts(NamedTuple):
    """What is open of an account: how much of it is late, since when, what is due first."""

    late_count: int
    late_since: datetime | None
    next: Commitment | None


def talks_of(unit: Unit, meeting: Meeting | None, reach: Reach, *, at: datetime) -> list[Talk]:
    """Return the accounts to talk about now, as far as this reader may see them."""
    pins = list(pins_of(meeting, reach)) if meeting is not None else []
    facts = facts_of(visible_to(reach), [one.customer_id for one in pins], at=at)
    found = [_talk(one.customer, facts[one.customer_id], pin=one) for one in pins]
    left = MOST_ACCOUNTS - len(pins)
    if left <= 0:
        return found
    pressing = pressing_accounts(narrowed(reach, unit), at=at, most=MOST_ACCOUNTS)
    for one in pressing:
        customer = one.next.customer
        if left and customer is not None and customer.pk not in facts:
            found.append(_talk(customer, Facts(one.late_count, one.late_since, one.next)))
            left -= 1
    return found


def kept_talks(meeting: Meeting, reach: Reach) -> list[Talk]:
    """Return the accounts of a finished meeting with what stood beside them then."""
    pins = pins_of(meeting, reach).select_related(
        "customer__account_manager", "next__step", "next__unit", "owner"
    )
    return [
        Talk(
            customer=one.customer,
            why=one.why,
            late_count=one.late_count,
            late_since=one.late_since_at,
            money_cents=one.money_cents or 0,
            next=one.next,
            next_due_at=one.next_due_at,
            owner=one.owner,
            pin=one,
        )
        for one in pins
    ]


def get_pin(reach: Reach, pin_id: int) -> Pin:
    """Return what is pinned to a meeting that this reader holds.

    :raises NotFound: if there is nothing, or it is not for this reader
    """
    rows = Pin.objects.filter(seen_by(reach), pk=pin_id, is_active=True)
    pin = rows.select_related("customer", "meeting__unit").first()
    if pin is None or not holds(reach, pin.meeting):
        raise NotFound
    return pin


def pins_of(meeting: Meeting, reach: Reach) -> QuerySet[Pin]:
    """Return what is pinned to a meeting, of accounts that this reader may be told of."""
    rows = Pin.objects.filter(seen_by(reach), meeting=meeting, is_active=True)
    return rows.select_related("customer__account_manager", "pinned_by").order_by("pk")


def seen_by(reach: Reach) -> Q:
    """Return the condition of what hangs on accounts that this reader may be told of."""
    may = customers.visible_to(reach, SEE, with_granted=True)
    return Q(customer__in=may.values("pk"))


def facts_of(
    rows: CommitmentQuerySet, customer_ids: Collection[int], *, at: datetime
) -> dict[int, Facts]:
    """Return what is open of each of these accounts. One query."""
    found: dict[int, Facts] = {pk: Facts(0, None, None) for pk in customer_ids}
    if not found:
        return found
    open_ones = rows.open().filter(customer__in=list(found), opened_at__lte=at)
    late = set(open_ones.filter(late_at(at)).values_list("pk", flat=True))
    for one in open_ones.in_full().order_by("due_at", "pk"):
        if one.customer_id is None:
            continue
        known = found[one.customer_id]
        found[one.customer_id] = Facts(
            late_count=known.late_count + (one.pk in late),
            late_since=known.late_since or (one.due_at if one.pk in late else None),
            next=known.next or one,
        )
    return found


def owner_of(customer: Customer, first: Commitment | None) -> Person | None:
    """Return who has what comes next, else the manager of the account; None where a role has it."""
    if first is None or first.debtor_role == Role.ACCOUNT_MANAGER:
        return first.person if first is not None and first.person else customer.account_manager
    return first.person


def in_system(customer_ids: Iterable[int], *, at: datetime) -> dict[int, Facts]:
    """Return what is open of these accounts, whoever asks: for minutes, which keep it."""
    return facts_of(Commitment.objects.all(), list(customer_ids), at=at)


def _talk(customer: Customer, facts: Facts, *, pin: Pin | None = None) -> Talk:
    return Talk(
        customer=customer,
        why=pin.why if pin is not None else "",
        late_count=facts.late_count,
        late_since=facts.late_since,
        money_cents=customer.monthly_fee_cents,
        next=facts.next,
        next_due_at=facts.next.due_at if facts.next is not None else None,
        owner=owner_of(customer, facts.next),
        pin=pin,
    )
