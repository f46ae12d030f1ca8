"""Questions about accounts. Every list begins at `visible_to`."""

from django.db.models import Count, Q, QuerySet

from primeline.customers.models import Customer, Industry
from primeline.kit.errors import NotFound
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


def industries_in_use() -> QuerySet[Industry]:
    """Return all industries, each with `use_count`, the number of accounts classed by it."""
    return Industry.objects.annotate(use_count=Count("customers")).order_by("position", "code")


def get_industry(code: str) -> Industry:
    """Return one industry.

    :raises NotFound: if there is none with this code
    """
    industry = Industry.objects.filter(code=code).first()
    if industry is None:
        raise NotFound
    return industry
