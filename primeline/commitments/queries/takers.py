"""To whom a matter can be offered: who works around the unit that owes it and sees it."""

from datetime import date, datetime

from django.db.models import Q

from primeline.audit import walls
from primeline.audit.models import Grant
from primeline.commitments.models import Commitment
from primeline.commitments.queries.people import owner_id_of, sees
from primeline.customers.models import Customer
from primeline.customers.queries import clearances_of, reach_now
from primeline.customers.queries import visible_to as accounts_within
from primeline.staff.choices import Permission, Role
from primeline.staff.models import Cover, Person, Posting, Unit
from primeline.staff.permissions import NAMED_ACCOUNTS_ONLY, ROLE_PERMISSIONS
from primeline.staff.rules import day_of


def takers_of(commitment: Commitment, *, at: datetime) -> list[Person]:
    """Return who could take a matter over now: colleagues who see it, its owner left out.

    Few are near enough to be asked one by one whether they do.
    """
    with walls.open_for_system():
        near = _near(commitment.customer, commitment.unit, at)
        people = Person.objects.filter(near, is_active=True).order_by("name_zh", "username")
        owner_id = owner_id_of(commitment)
        others = [one for one in people if one.pk != owner_id]
    return [one for one in others if sees(one, [commitment.pk], at=at)]


def takers_at(customer: Customer, *, at: datetime) -> list[Person]:
    """Return who could be given a matter of an account: those near it who see it."""
    with walls.open_for_system():
        near = _near(customer, customer.owner_unit, at)
        people = list(Person.objects.filter(near, is_active=True).order_by("name_zh", "username"))
        return [one for one in people if _sees(one, customer, at)]


def _sees(person: Person, customer: Customer, at: datetime) -> bool:
    reach = reach_now(person, at=at)
    found = accounts_within(reach, Permission.VIEW_COMMITMENTS, with_granted=True)
    return found.filter(pk=customer.pk).exists()


def _near(customer: Customer | None, unit: Unit, at: datetime) -> Q:
    today = day_of(at)
    if customer is None:
        return Q(pk__in=_holding(unit, today, _roles(Permission.VIEW_COMMITMENTS)))
    if customer.is_restricted:
        return Q(pk__in=clearances_of(customer, at=at).values("person"))
    by_rank = _roles(Permission.VIEW_COMMITMENTS) - NAMED_ACCOUNTS_ONLY
    return (
        Q(pk__in=_named(customer, today))
        | Q(pk__in=_holding(unit, today, by_rank))
        | Q(pk__in=_opened_to(customer, at))
    )


def _holding(unit: Unit, today: date, roles: frozenset[Role]) -> list[int]:
    """Return who holds a role at a unit, or leads one above it."""
    above = [int(one) for one in unit.path.split("/") if one]
    leading = roles & _roles(Permission.LEAD_COMMITMENTS)
    rows = Posting.objects.filter(
        Q(unit=unit, role__in=roles) | Q(unit__in=above, role__in=leading),
        Q(active_to=None) | Q(active_to__gt=today),
        active_from__lte=today,
    )
    return list(rows.values_list("person", flat=True))


def _named(customer: Customer, today: date) -> set[int]:
    """Return who is named on an account, and who stands in for them."""
    named = {one for one in (customer.account_manager_id, customer.deputy_id) if one is not None}
    covers = Cover.objects.filter(
        absent__in=named, covered_by__isnull=False, active_from__lte=today, active_to__gt=today
    )
    return named | set(covers.values_list("covered_by", flat=True))


def _opened_to(customer: Customer, at: datetime) -> list[int]:
    rows = Grant.objects.filter(
        table=Customer._meta.db_table, row_id=customer.pk, active_from__lte=at, active_to__gt=at
    )
    return list(rows.values_list("person", flat=True))


def _roles(permission: Permission) -> frozenset[Role]:
    return frozenset(role for role, may in ROLE_PERMISSIONS.items() if permission in may)
