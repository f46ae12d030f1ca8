"""The accounts radar: who is about to cause trouble or to leave, and what is at stake."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum

from primeline.customers import queries as customers
from primeline.customers.choices import CustomerStatus
from primeline.customers.models import Bill, Customer
from primeline.kit import months
from primeline.kpi.dues import CONTRACT_STEPS, LONG_ARREARS_DAYS, Danger, dangers_of, urgency
from primeline.products.choices import AgreementStatus
from primeline.products.models import Agreement, Subscription
from primeline.products.queries import Holding, holdings_of
from primeline.staff.reach import Reach

BILLS_SHOWN = 6
MOST_ACCOUNTS = 500
COLUMNS = (
    "id", "number", "name", "short_name", "is_restricted", "cover_name", "tier",
    "is_key_account", "account_manager_id", "deputy_id", "monthly_fee_cents",
    "owner_unit__name_zh", "owner_unit__name_en",
    "account_manager__name_zh", "account_manager__name_en",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class RadarRow:
    """One account with what speaks for and against it staying."""

    account: dict[str, Any]
    holding: Holding
    bills: tuple[int, ...]
    end_date: date | None
    end_days: int | None
    arrears_cents: int
    arrears_days: int
    dangers: tuple[Danger, ...]

    @property
    def name(self) -> str:
        """What lists call the account."""
        return customers.called(self.account)

    @property
    def score(self) -> int:
        """Money at risk times urgency."""
        return urgency(self.account["monthly_fee_cents"], self.dangers)


@dataclass(frozen=True, kw_only=True)
class Radar:
    """Accounts, the most in danger first, and how many are in which danger."""

    rows: list[RadarRow]
    counts: Counter[Danger]
    accounts_count: int
    fees_cents: int


def radar_of(
    reach: Reach, *, today: date, is_key_only: bool = True, with_deputized: bool = False
) -> Radar:
    """Return the accounts that the reader manages, by money at risk times urgency.

    Theirs are those of whom they stand in for too; what they are deputy of only if asked.
    """
    accounts = customers.visible_to(reach).exclude(status=CustomerStatus.CLOSED)
    mine = Q(account_manager__in=list(reach.named_ids))
    if with_deputized:
        mine |= Q(deputy__in=list(reach.named_ids))
    accounts = accounts.filter(mine)
    if is_key_only:
        accounts = accounts.filter(is_key_account=True)
    rows = _rows(accounts.order_by("-monthly_fee_cents", "pk")[:MOST_ACCOUNTS], today)
    return Radar(
        rows=rows,
        counts=Counter(danger for row in rows for danger in row.dangers),
        accounts_count=len(rows),
        fees_cents=sum(row.account["monthly_fee_cents"] for row in rows),
    )


@dataclass(frozen=True, kw_only=True)
class Arrears:
    """How many key accounts owe for longer than so many days, and how much."""

    days: int
    accounts_count: int
    cents: int


def arrears_within(reach: Reach, *, today: date, days: tuple[int, ...] = (30, 90)) -> list[Arrears]:
    """Return what key accounts within reach owe for longer than each of these days."""
    found = []
    for limit in days:
        sums = (
            customers.unpaid_bills(before=today - timedelta(days=limit))
            .filter(customers.within(reach, prefix="customer__"), customer__is_key_account=True)
            .aggregate(accounts=Count("customer", distinct=True), cents=Sum("amount_cents"))
        )
        found.append(Arrears(days=limit, accounts_count=sums["accounts"], cents=sums["cents"] or 0))
    return found


def most_at_risk(reach: Reach, *, today: date, size: int = 10) -> list[RadarRow]:
    """Return the key accounts in danger that bring in most, without reading all the others."""
    soon = today + timedelta(days=CONTRACT_STEPS[-1])
    ends_soon = _running(soon).filter(customer=OuterRef("pk"))
    long_ago = today - timedelta(days=LONG_ARREARS_DAYS)
    long_owed = customers.unpaid_bills(before=long_ago).filter(customer=OuterRef("pk"))
    accounts = (
        customers.visible_to(reach)
        .filter(is_key_account=True)
        .filter(Exists(ends_soon) | Exists(long_owed))
        .order_by("-monthly_fee_cents", "pk")
    )
    return _rows(accounts[: size * 2], today)[:size]


def _rows(accounts: QuerySet[Customer], today: date) -> list[RadarRow]:
    chosen = list(accounts.values(*COLUMNS))
    ids = [account["id"] for account in chosen]
    bills, arrears, ends = _bills(ids, today), _arrears(ids, today), _ends(ids)
    holdings = holdings_of(ids, today=today)
    rows = []
    for account in chosen:
        pk = account["id"]
        owed_cents, owed_since = arrears.get(pk, (0, None))
        owed_days = (today - owed_since).days if owed_since else 0
        end_days = (ends[pk] - today).days if pk in ends else None
        spark = tuple(bills[pk].get(month, 0) for month in _months(today))
        rows.append(
            RadarRow(
                account=account,
                holding=holdings[pk],
                bills=spark,
                end_date=ends.get(pk),
                end_days=end_days,
                arrears_cents=owed_cents,
                arrears_days=owed_days,
                dangers=dangers_of(
                    end_days=end_days, arrears_days=owed_days, bills=_since_first(spark)
                ),
            )
        )
    return sorted(rows, key=lambda row: (-row.score, row.account["number"]))


def _months(today: date) -> list[date]:
    return months.span(
        months.shift(months.first_of(today), -BILLS_SHOWN),
        months.shift(months.first_of(today), -1),
    )


def _since_first(bills: tuple[int, ...]) -> tuple[int, ...]:
    """Leave out the months before the first bill: a new account has not fallen."""
    first = next((place for place, cents in enumerate(bills) if cents), len(bills))
    return bills[first:]


def _bills(ids: list[int], today: date) -> dict[int, dict[date, int]]:
    found: dict[int, dict[date, int]] = defaultdict(dict)
    rows = Bill.objects.filter(customer__in=ids, bill_month__in=_months(today))
    for pk, month, cents in rows.values_list("customer_id", "bill_month", "amount_cents"):
        found[pk][month] = cents
    return found


def _arrears(ids: list[int], today: date) -> dict[int, tuple[int, date]]:
    rows = (
        customers.unpaid_bills(before=today)
        .filter(customer__in=ids)
        .order_by()
        .values_list("customer_id")
        .annotate(cents=Sum("amount_cents"), since=Min("due_date"))
    )
    return {pk: (cents, since) for pk, cents, since in rows}


def _ends(ids: list[int]) -> dict[int, date]:
    """Return for each account when the first contract ends under which something is held."""
    rows = (
        _running(None)
        .filter(customer__in=ids)
        .order_by()
        .values_list("customer_id")
        .annotate(first=Min("ends_date"))
    )
    return {pk: first for pk, first in rows if first is not None}


def _running(until: date | None) -> QuerySet[Agreement]:
    """Return contracts in force, or run out and going on, that end by a day."""
    held = Subscription.objects.held().filter(agreement=OuterRef("pk"))
    rows = Agreement.objects.exclude(status=AgreementStatus.TERMINATED).filter(Exists(held))
    return rows if until is None else rows.filter(ends_date__lte=until)
