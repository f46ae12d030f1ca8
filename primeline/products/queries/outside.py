"""What accounts have from others, what stands at them, and what lies in stock."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, DateField, F, Q, QuerySet
from django.db.models.functions import Coalesce

from primeline.customers.models import Customer
from primeline.customers.queries import within
from primeline.kit.errors import NotFound
from primeline.products import rules
from primeline.products.choices import EquipmentOwner
from primeline.products.models import Equipment, OutsideService, Spare
from primeline.products.queries.holdings import subscription_counts
from primeline.products.values import Term, Wallet
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach

MOST_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class ToFetch:
    """Equipment of ours that stands at an account for nothing, and by when it is to be fetched."""

    equipment: Equipment
    due_date: date


def outside_services_of(customer: Customer) -> list[OutsideService]:
    """Return what an account has from others, what ends first on top, and what it had."""
    rows = OutsideService.objects.filter(customer=customer).select_related("line")
    ordered = rows.order_by(
        F("over_date").desc(nulls_first=True), F("ends_date").asc(nulls_last=True), "pk"
    )
    return list(ordered[:MOST_SHOWN])


def get_outside_service(customer: Customer, service_id: int) -> OutsideService:
    """Return one service that an account has from others.

    :raises NotFound: if the account has none such
    """
    row = (
        OutsideService.objects.filter(customer=customer, pk=service_id)
        .select_related("line")
        .first()
    )
    if row is None:
        raise NotFound
    row.customer = customer
    return row


def wallet_of(customer: Customer, services: list[OutsideService]) -> Wallet:
    """Return what an account pays us a month, and what we think it pays others."""
    _held, _ended, ours_cents = subscription_counts(customer)
    running = [one for one in services if one.over_date is None]
    return rules.wallet_of(ours_cents, ((one.from_cents, one.to_cents) for one in running))


def equipment_of(customer: Customer) -> list[Equipment]:
    """Return the equipment at an account, what stands there first."""
    rows = Equipment.objects.filter(customer=customer).select_related("subscription__line")
    return list(rows.order_by(F("gone_date").desc(nulls_first=True), "place", "pk")[:MOST_SHOWN])


def get_equipment(customer: Customer, equipment_id: int) -> Equipment:
    """Return one device at an account.

    :raises NotFound: if the account has none such
    """
    row = Equipment.objects.filter(customer=customer, pk=equipment_id).first()
    if row is None:
        raise NotFound
    row.customer = customer
    return row


def standing_for_nothing() -> QuerySet[Any]:
    """Return our equipment whose circuit was terminated or whose account was closed, with the day.

    Nothing marks it: it follows from the termination, however that came about.
    """
    free = Q(subscription__terminated_date__isnull=False) | Q(customer__closed_date__isnull=False)
    return Equipment.objects.filter(free, owner=EquipmentOwner.OPERATOR, gone_date=None).annotate(
        free_date=Coalesce(
            "subscription__terminated_date", "customer__closed_date", output_field=DateField()
        )
    )


def equipment_to_fetch(reach: Reach, term: Term) -> list[ToFetch]:
    """Return our equipment within reach that is to be fetched, the longest due first."""
    rows = (
        standing_for_nothing()
        .filter(within(reach, Permission.VIEW_DOSSIERS, prefix="customer__"))
        .select_related("customer", "subscription")
        .order_by("free_date", "pk")
    )
    return [ToFetch(equipment=row, due_date=term.after(row.free_date)) for row in rows[:MOST_SHOWN]]


def spares_by_city(reach: Reach) -> dict[str, dict[str, int]]:
    """Return how many spares of each kind lie in each city, in units within reach."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows = (
        _spares(reach).order_by("city", "kind").values_list("city", "kind").annotate(n=Count("pk"))
    )
    for city, kind, count in rows:
        found[city][kind] = count
    return dict(found)


def spares_in_stock(reach: Reach) -> list[Spare]:
    """Return the spares in units within reach, by city."""
    rows = _spares(reach).select_related("unit").order_by("city", "kind", "serial")
    return list(rows[:MOST_SHOWN])


def _spares(reach: Reach) -> QuerySet[Spare]:
    units = staff.units_within(reach, Permission.VIEW_CUSTOMERS)
    return Spare.objects.filter(unit__in=units, is_in_stock=True)
