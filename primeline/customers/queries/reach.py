"""Which accounts somebody reaches. Every list of accounts begins at `visible_to`."""

from datetime import datetime

from django.db.models import Q, QuerySet

from primeline.customers.models import Clearance, Customer
from primeline.staff.choices import Permission
from primeline.staff.reach import Bound, Reach


def within(
    reach: Reach, permission: Permission = Permission.VIEW_CUSTOMERS, *, prefix: str = ""
) -> Q:
    """Return the condition that holds for accounts within reach.

    `prefix` is the way from the row asked for to its account, for example `"customer__"`.
    """
    wanted = Q(pk__in=[])
    for bound in reach.bounds_for(permission):
        wanted |= _within_bound(bound, reach, prefix)
    unrestricted = Q(**{f"{prefix}is_restricted": False})
    cleared = Q(**{f"{prefix}id__in": reach.cleared_ids})
    if not reach.may(permission):
        return wanted
    return (wanted & unrestricted) | cleared


def visible_to(
    reach: Reach, permission: Permission = Permission.VIEW_CUSTOMERS
) -> QuerySet[Customer]:
    """Return the accounts within reach. Every list of accounts starts here."""
    return Customer.objects.filter(within(reach, permission))


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


def cleared_ids(person_id: int, *, at: datetime) -> frozenset[int]:
    """Return the restricted accounts that a person is cleared for at this moment."""
    now = Clearance.objects.filter(person=person_id, active_from__lte=at).filter(
        Q(active_to=None) | Q(active_to__gt=at)
    )
    return frozenset(now.values_list("customer_id", flat=True))


def _within_bound(bound: Bound, reach: Reach, prefix: str) -> Q:
    if bound.is_named_only:
        named = list(reach.named_ids)
        found = Q(**{f"{prefix}account_manager__in": named}) | Q(**{f"{prefix}deputy__in": named})
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
