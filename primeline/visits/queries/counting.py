"""What something else that was done would count for."""

from collections.abc import Sequence
from datetime import datetime

from primeline.commitments.choices import OPEN
from primeline.customers.models import Customer
from primeline.staff.models import Cover
from primeline.staff.rules import day_of
from primeline.visits.choices import ActionStatus, Manner
from primeline.visits.models import Counted, ServiceAction, ServiceActionQuerySet
from primeline.visits.values import Cause


def running(customer_id: int, *, at: datetime) -> ServiceActionQuerySet:
    """Return what is owed to an account as a whole in stretches that run, by their ends."""
    today = day_of(at)
    return ServiceAction.objects.filter(
        customer=customer_id,
        contact=None,
        status=ActionStatus.PLANNED,
        period_from__lte=today,
        period_to__gt=today,
        commitment__status__in=OPEN,
    ).order_by("period_to", "standard__position", "pk")


def fitting_greeting(contact_id: int, sender_id: int, *, at: datetime) -> list[int]:
    """Return which greeting of a person a call or message counts for, if their people sent it."""
    today = day_of(at)
    found = ServiceAction.objects.filter(
        contact=contact_id,
        status=ActionStatus.PLANNED,
        period_from__lte=today,
        period_to__gt=today,
        commitment__status__in=OPEN,
    )
    rows = found.order_by("period_to", "pk").values_list(
        "pk", "person", "customer__account_manager", "customer__deputy"
    )
    stood_in_for = _stood_in_for(sender_id, at)
    return [pk for pk, *people in rows if stood_in_for & set(people)][:1]


def fitting_step(customer_id: int, steps: Sequence[str], *, at: datetime) -> list[int]:
    """Return what a matter that was done counts for: the running stretch of the first of these."""
    found = running(customer_id, at=at).filter(standard__step__code__in=steps)
    rows = dict(found.reverse().values_list("standard__step__code", "pk"))
    return [rows[step] for step in steps if step in rows][:1]


def fitting_call(customer_id: int, caller_id: int, *, at: datetime) -> list[int]:
    """Return what a call counts for: the call that ends first, if its people made it."""
    found = running(customer_id, at=at).filter(standard__manner=Manner.CALL)
    row = found.values_list("pk", "person").first()
    if row is None:
        return []
    action_id, person_id = row
    named = Customer.objects.filter(pk=customer_id).values_list("account_manager", "deputy")
    people = {person_id, *named.get()} - {None}
    return [action_id] if people & _stood_in_for(caller_id, at) else []


def is_counted(cause: Cause) -> bool:
    """Test whether something counts for something else already."""
    return Counted.objects.filter(source_kind=cause.kind, source_id=cause.id).exists()


def _stood_in_for(person_id: int, at: datetime) -> set[int]:
    today = day_of(at)
    covers = Cover.objects.filter(covered_by=person_id, active_from__lte=today, active_to__gt=today)
    return {person_id, *covers.values_list("absent", flat=True)}
