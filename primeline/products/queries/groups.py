"""What the accounts of a group have: framework contracts, call-off orders, figures."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from primeline.products.choices import AgreementStatus
from primeline.products.models import Agreement, Subscription

MOST_PAPERS = 300


@dataclass(frozen=True, kw_only=True)
class Held:
    """What an account holds, and what it lost and gained of late, moves and swaps left out."""

    held_count: int = 0
    lost_count: int = 0
    gained_count: int = 0


@dataclass(frozen=True, kw_only=True)
class FrameworkPapers:
    """A framework contract and the orders called off from it, as far as the reader sees both."""

    framework: Agreement
    call_offs: tuple[Agreement, ...]


def held_by_accounts(ids: Collection[int], *, since: date) -> dict[int, Held]:
    """Return what each of these accounts holds, lost and gained since a day. One query."""
    held = Subscription.objects.held().values("pk")
    gained = Q(opened_date__gte=since, replaces=None)
    lost = Q(terminated_date__gte=since, replaced_by=None)
    rows = (
        Subscription.objects.filter(customer__in=ids)
        .order_by()
        .values_list("customer")
        .annotate(
            held_count=Count("id", filter=Q(pk__in=held)),
            lost_count=Count("id", filter=lost),
            gained_count=Count("id", filter=gained),
        )
    )
    return {
        pk: Held(held_count=held_count, lost_count=lost_count, gained_count=gained_count)
        for pk, held_count, lost_count, gained_count in rows
    }


def frameworks_of(ids: Collection[int]) -> list[FrameworkPapers]:
    """Return the framework contracts of these accounts and what these call off from them."""
    wanted = Q(is_framework=True) | Q(framework__isnull=False, framework__customer__in=ids)
    rows = (
        Agreement.objects.filter(wanted, customer__in=ids)
        .exclude(status=AgreementStatus.CANCELLED)
        .select_related("customer")
        .order_by("-is_framework", "-starts_date", "-id")
    )
    found = list(rows[:MOST_PAPERS])
    return [
        FrameworkPapers(
            framework=one, call_offs=tuple(o for o in found if o.framework_id == one.pk)
        )
        for one in found
        if one.is_framework
    ]


def frameworks_for(ids: Collection[int], *, but: Agreement) -> list[Agreement]:
    """Return the framework contracts of these accounts that a contract may be called off from."""
    rows = Agreement.objects.filter(customer__in=ids, is_framework=True).exclude(pk=but.pk)
    in_force = rows.filter(Q(status=AgreementStatus.ACTIVE) | Q(pk=but.framework_id))
    return list(in_force.select_related("customer").order_by("-starts_date", "-id"))
