"""Which accounts somebody reaches. Every list of accounts begins at `visible_to`."""

from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Q, QuerySet, Value

from primeline.audit.models import Grant
from primeline.audit.queries import grants_of, open_now
from primeline.customers.models import Clearance, Customer
from primeline.staff.choices import Permission
from primeline.staff.models import Person
from primeline.staff.permissions import READING
from primeline.staff.queries import reach_of
from primeline.staff.reach import Bound, Granted, Reach


def within(
    reach: Reach,
    permission: Permission = Permission.VIEW_CUSTOMERS,
    *,
    prefix: str = "",
    with_granted: bool = False,
) -> Q:
    """Return the condition that holds for accounts within reach.

    `prefix` is the way from the row asked for to its account, for example `"customer__"`. Accounts
    that are open for a time belong to nobody's work lists: whoever wants them says so.
    """
    wanted = Q(pk__in=[])
    for bound in reach.bounds_for(permission):
        wanted |= _within_bound(bound, reach, prefix)
    if not reach.may(permission):
        return wanted
    if with_granted and reach.granted and permission in READING:
        wanted |= Q(**{f"{prefix}id__in": open_now(reach.granted)})
    unrestricted = Q(**{f"{prefix}is_restricted": False})
    cleared = Q(**{f"{prefix}id__in": reach.cleared_ids})
    return (wanted & unrestricted) | cleared


def within_and_granted(reach: Reach, *, prefix: str = "") -> Q:
    """Return the condition that holds for accounts within reach or open for a time."""
    return within(reach, prefix=prefix, with_granted=True)


def visible_to(
    reach: Reach,
    permission: Permission = Permission.VIEW_CUSTOMERS,
    *,
    with_granted: bool = False,
) -> QuerySet[Customer]:
    """Return the accounts within reach. Every list of accounts starts here."""
    return Customer.objects.filter(within(reach, permission, with_granted=with_granted))


def counted_within(
    reach: Reach, permission: Permission = Permission.VIEW_FIGURES, *, prefix: str = ""
) -> Q:
    """Return the condition that holds for accounts that may enter this person's sums.

    Restricted accounts are in the sums of whoever reaches their unit by rank, and nowhere else:
    never open a list with this.
    """
    unrestricted = Q(**{f"{prefix}is_restricted": False})
    counted = Q(pk__in=[])
    for bound in reach.bounds_for(permission):
        found = _within_bound(bound, reach, prefix)
        counted |= found & unrestricted if bound.is_named_only else found
    if not reach.may(permission):
        return counted
    return counted | Q(**{f"{prefix}id__in": reach.cleared_ids})


def reach_now(person: Person, *, at: datetime) -> Reach:
    """Return how far a person reaches at a moment, with all that is open to them by name."""
    opened = list(_clearances(person.pk, at).union(_grants(person.pk, at), all=True))
    return reach_of(
        person,
        at=at,
        cleared_ids=frozenset(customer for grant, customer, _ in opened if grant == 0),
        granted=tuple(
            Granted(grant_id=grant, customer_id=customer, with_contacts=bool(with_contacts))
            for grant, customer, with_contacts in opened
            if grant != 0
        ),
    )


def _clearances(person_id: int, at: datetime) -> QuerySet[Clearance, tuple[Any, ...]]:
    return _in_force(person_id, at).values_list(
        Value(0, output_field=BigIntegerField()), "customer_id", Value(False)
    )


def _grants(person_id: int, at: datetime) -> QuerySet[Grant, tuple[Any, ...]]:
    table = Customer._meta.db_table
    rows = grants_of(person_id, table=table, at=at)
    return rows.values_list("id", "row_id", "with_contacts")


def cleared_ids(person_id: int, *, at: datetime) -> frozenset[int]:
    """Return the restricted accounts that a person is cleared for at this moment."""
    return frozenset(_in_force(person_id, at).values_list("customer_id", flat=True))


def clearances_of(customer: Customer, *, at: datetime) -> QuerySet[Clearance]:
    """Return who is cleared for a restricted account at a moment."""
    rows = Clearance.objects.filter(customer=customer, active_from__lte=at).filter(
        Q(active_to=None) | Q(active_to__gt=at)
    )
    return rows.select_related("person", "customer__owner_unit").order_by("active_from", "id")


def _in_force(person_id: int, at: datetime) -> QuerySet[Clearance]:
    return Clearance.objects.filter(person=person_id, active_from__lte=at).filter(
        Q(active_to=None) | Q(active_to__gt=at)
    )


def _within_bound(bound: Bound, reach: Reach, prefix: str) -> Q:
    if bound.is_named_only:
        named = list(reach.named_ids)
        found = Q(**{f"{prefix}account_manager__in": named}) | Q(**{f"{prefix}deputy__in": named})
    elif bound.is_everywhere:
        # A condition that all accounts meet would still make SQLite sort them all by hand.
        found = ~Q(pk__in=[])
    else:
        found = Q(**{f"{prefix}owner_unit__path__startswith": bound.path})
    if bound.industries:
        found &= Q(**{f"{prefix}industry__code__in": sorted(bound.industries)})
    if bound.lines:
        # A subquery by name: subscriptions lie one floor up, but their customer points down here.
        held = Customer.objects.filter(subscriptions__line__code__in=sorted(bound.lines))
        found &= Q(**{f"{prefix}id__in": held.values("id")})
    if bound.customer_ids:
        found &= Q(**{f"{prefix}id__in": sorted(bound.customer_ids)})
    return found
