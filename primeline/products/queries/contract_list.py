"""Contracts of all accounts within reach or open for a time: which end, are not filed, are late."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from primeline.customers.queries import within
from primeline.kit.sent import whole_number
from primeline.products.choices import AgreementStatus, ContractState
from primeline.products.models import Agreement, Milestone
from primeline.products.values import Term
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach

COUNTED_UP_TO = 10_000
# Longer than any number of working days that is a sound deadline takes.
MOST_DAYS = 366


@dataclass(frozen=True, kw_only=True)
class ContractFilter:
    """Which contracts are wanted. What is empty does not narrow it."""

    ends_within_days: int | None = None
    state: ContractState | None = None
    unit_path: str = ""
    number: str = ""
    seller_id: int | None = None
    with_ended: bool = False


@dataclass(frozen=True, kw_only=True)
class ContractPage:
    """A stretch of contracts, and the key of what comes after it, if anything does."""

    rows: list[Any]
    after: str | None


def contracts_within(
    reach: Reach, wanted: ContractFilter, *, today: date, filing_term: Term
) -> QuerySet[Any]:
    """Return the contracts that are wanted, of accounts within reach or open for a time."""
    mine = within(reach, Permission.VIEW_DOSSIERS, prefix="customer__", with_granted=True)
    rows = Agreement.objects.filter(mine).exclude(status=AgreementStatus.CANCELLED)
    if not wanted.with_ended:
        rows = rows.filter(status=AgreementStatus.ACTIVE)
    if wanted.ends_within_days is not None:
        last = today + timedelta(days=wanted.ends_within_days)
        rows = rows.filter(ends_date__gte=today, ends_date__lte=last)
    if wanted.number:
        rows = rows.filter(number__startswith=wanted.number)
    plain = {
        "customer__owner_unit__path__startswith": wanted.unit_path,
        "sales_representative": wanted.seller_id,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    return _in_state(rows, wanted.state, today, filing_term)


def contracts_in_order(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return contracts with what a list says of them, in its order: what ends first on top."""
    return rows.select_related(
        "customer",
        "customer__owner_unit",
        "customer__account_manager",
        "sales_representative",
        "signing_unit",
    ).order_by(F("ends_date").asc(nulls_last=True), "pk")


def contracts_page(
    rows: QuerySet[Any], *, today: date, after: str | None = None, size: int = 50
) -> ContractPage:
    """Return a stretch of contracts, those first that end first; those without an end come last."""
    late = Q(milestones__done_date=None, milestones__is_active=True)
    rows = contracts_in_order(rows).annotate(
        next_milestone_date=Min("milestones__due_date", filter=late),
        late_count=Count("milestones", filter=late & Q(milestones__due_date__lt=today)),
    )
    found = list(_after(rows, after)[: size + 1])
    has_more, found = len(found) > size, found[:size]
    return ContractPage(rows=found, after=_key(found[-1]) if has_more else None)


def count_contracts(rows: QuerySet[Any], most: int = COUNTED_UP_TO) -> int:
    """Return how many there are, or `most + 1` where there are more: counting stops there."""
    return rows.order_by()[: most + 1].count()


def latest_signature_late(today: date, term: Term) -> date:
    """Return the latest day of signature whose contract should be filed by now."""
    day = today
    for _ in range(MOST_DAYS + term.days * 2):
        day -= timedelta(days=1)
        if term.after(day) < today:
            break
    return day


def _in_state(
    rows: QuerySet[Any], state: ContractState | None, today: date, term: Term
) -> QuerySet[Any]:
    if state in {ContractState.UNFILED, ContractState.FILING_LATE}:
        rows = rows.filter(status=AgreementStatus.ACTIVE, filed_date=None)
    if state is ContractState.FILING_LATE:
        latest = latest_signature_late(today, term)
        first = Q(refile_from_date=None, signed_date__lte=latest)
        rows = rows.filter(first | Q(refile_from_date__lte=latest))
    if state is ContractState.MILESTONE_LATE:
        late = Milestone.objects.filter(
            agreement=OuterRef("pk"), done_date=None, is_active=True, due_date__lt=today
        )
        rows = rows.filter(Exists(late))
    if state is ContractState.OVER:
        rows = rows.filter(status=AgreementStatus.ACTIVE, ends_date__lt=today)
    return rows


def _after(rows: QuerySet[Any], key: str | None) -> QuerySet[Any]:
    """Return what comes after a key; one that is not ours begins anew."""
    day_text, _, pk_text = (key or "").partition("~")
    pk = whole_number(pk_text)
    if pk is None:
        return rows
    if not day_text:
        return rows.filter(ends_date=None, pk__gt=pk)
    try:
        day = date.fromisoformat(day_text)
    except ValueError:
        return rows
    return rows.filter(Q(ends_date__gt=day) | Q(ends_date=day, pk__gt=pk) | Q(ends_date=None))


def _key(row: Any) -> str:
    return f"{row.ends_date.isoformat() if row.ends_date else ''}~{row.pk}"
