"""On which named lists accounts stand, and who decides about which list."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from primeline.customers.models import Customer
from primeline.staff.choices import Permission, UnitKind
from primeline.staff.models import Unit
from primeline.staff.reach import Reach
from primeline.tiers.choices import ListChoice, ListLevel
from primeline.tiers.models import NamedListing

# Whoever names managers for all of a unit of this kind decides about these lists.
DECIDED_AT: dict[UnitKind, tuple[ListLevel, ...]] = {
    UnitKind.HEADQUARTERS: (ListLevel.NATIONAL, ListLevel.PROVINCIAL, ListLevel.CITY),
    UnitKind.PROVINCE: (ListLevel.PROVINCIAL, ListLevel.CITY),
    UnitKind.BRANCH: (ListLevel.CITY,),
    UnitKind.TEAM: (ListLevel.CITY,),
}


def listing_of(customer: Customer) -> NamedListing | None:
    """Return what was last decided about an account and the named lists."""
    return NamedListing.objects.select_related("decided_by").filter(customer=customer).first()


def levels_to_decide(reach: Reach, customer: Customer) -> frozenset[ListLevel]:
    """Return about which lists somebody decides for an account."""
    owner = customer.owner_unit.path
    above = [path for path in reach.paths_for(Permission.ASSIGN_MANAGERS) if owner.startswith(path)]
    kinds = Unit.objects.filter(path__in=above).values_list("kind", flat=True)
    return frozenset(level for kind in kinds for level in DECIDED_AT[UnitKind(kind)])


def on_list(rows: QuerySet[Any], choice: str) -> QuerySet[Any]:
    """Return those of some accounts that stand on a list, are core accounts, or neither."""
    if not choice:
        return rows
    listings = NamedListing.objects.filter(customer=OuterRef("pk"))
    if choice == ListChoice.NONE:
        return rows.exclude(Exists(listings.exclude(level="")))
    wanted: dict[str, Any] = {"is_core": True} if choice == ListChoice.CORE else {"level": choice}
    return rows.filter(Exists(listings.filter(**wanted)))
