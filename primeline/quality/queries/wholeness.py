"""How whole and how fresh the records of accounts are, by account, manager and unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.utils import timezone

from primeline.customers.choices import (
    CustomerKind,
    CustomerStatus,
    DecisionRole,
    TimelineKind,
)
from primeline.customers.models import BillingAccount, Contact, Customer, TimelineLine
from primeline.customers.queries import within
from primeline.kit.words import in_language
from primeline.products.choices import AgreementStatus
from primeline.products.models import Agreement
from primeline.quality.choices import RecordPart
from primeline.quality.models import Condition, Confirmation
from primeline.quality.rules.wholeness import score
from primeline.quality.shipped import OF_ORGANIZATIONS
from primeline.staff.reach import Reach

# What people do to a record by which it becomes fresh.
FRESHENING = (
    TimelineKind.IDENTITY_CHANGED,
    TimelineKind.MANAGER_CHANGED,
    TimelineKind.OWNER_CHANGED,
    TimelineKind.CONTACT_ADDED,
    TimelineKind.CONTACT_CHANGED,
    TimelineKind.CONTACT_LEFT,
    TimelineKind.CONTACT_POST,
    TimelineKind.AGREEMENT_SIGNED,
    TimelineKind.AGREEMENT_CHANGED,
)

_SHOWN_WITH = ("customer__owner_unit", "customer__account_manager")


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What the record of one account lacks, how whole it is, and since when nobody touched it."""

    customer_id: int
    score: int
    missing: list[RecordPart]
    fresh_date: date


@dataclass(frozen=True, kw_only=True)
class Wholeness:
    """How whole the records of a unit or a manager are."""

    name_zh: str
    name_en: str
    accounts_count: int
    points_sum: int

    @property
    def name(self) -> str:
        """The name in the reader's language; empty where nobody manages them."""
        return in_language(zh=self.name_zh, en=self.name_en)

    @property
    def score(self) -> int:
        return round(self.points_sum / self.accounts_count) if self.accounts_count else 0


def looked_after() -> QuerySet[Customer]:
    """Return the accounts whose records are judged: open ones, and no restricted one."""
    rows = Customer.objects.filter(merged_into=None, is_restricted=False)
    return rows.exclude(status=CustomerStatus.CLOSED)


def judge(ids: Sequence[int], weigh: dict[RecordPart, int]) -> list[Judged]:
    """Return how whole and how fresh the records of these accounts are. One query."""
    held = {
        _column(part): ExpressionWrapper(Q(found), BooleanField())
        for part, found in _conditions().items()
    }
    lines = TimelineLine.objects.filter(customer=OuterRef("pk"), kind__in=FRESHENING)
    confirmed = Confirmation.objects.filter(customer=OuterRef("pk"))
    rows = (
        looked_after()
        .filter(pk__in=ids)
        .annotate(
            **held,
            told=_latest(lines, "happened_at"),
            found_right=_latest(confirmed, "confirmed_at"),
        )
    )
    columns = ("pk", "kind", "opened_date", "told", "found_right", *held)
    return [_judged(row, weigh) for row in rows.values(*columns)]


def least_whole(
    reach: Reach,
    *,
    unit_path: str = "",
    unit_id: int | None = None,
    manager_id: int | None = None,
) -> QuerySet[Condition]:
    """Return the accounts within reach, those with the least whole records first.

    A path is for a unit with all below it, an id for it alone. The manager 0 is nobody.
    """
    rows = Condition.objects.filter(_seen(reach), customer__owner_unit__path__startswith=unit_path)
    if unit_id is not None:
        rows = rows.filter(customer__owner_unit=unit_id)
    if manager_id is not None:
        rows = rows.filter(customer__account_manager=manager_id or None)
    return rows.select_related(*_SHOWN_WITH).order_by("score", "customer")


def sums_of(rows: QuerySet[Condition]) -> list[Wholeness]:
    """Return how whole the records of these accounts are together; nothing if there are none."""
    sums = rows.order_by().aggregate(accounts=Count("pk"), points=Sum("score"))
    if not sums["accounts"]:
        return []
    count, points = sums["accounts"], sums["points"]
    return [Wholeness(name_zh="", name_en="", accounts_count=count, points_sum=points)]


def by_unit(reach: Reach) -> list[Wholeness]:
    """Return how whole the records within reach are by owner unit, the least whole first."""
    return _summed(reach, "customer__owner_unit")


def by_manager(reach: Reach) -> list[Wholeness]:
    """Return how whole the records within reach are by manager, the least whole first."""
    return _summed(reach, "customer__account_manager")


def condition_of(customer: Customer) -> Condition | None:
    """Return how whole and fresh the record of an account was when it was last judged."""
    return Condition.objects.filter(customer=customer).first()


def stale_key_accounts(reach: Reach, *, today: date, days: dict[str, int]) -> QuerySet[Condition]:
    """Return the key accounts within reach whose records nobody has touched for too long."""
    return stale_conditions(today, days).filter(_seen(reach))


def records_to_confirm(reach: Reach, *, today: date, days: dict[str, int]) -> QuerySet[Condition]:
    """Return the same with their accounts, those first that nobody has touched for longest."""
    rows = stale_key_accounts(reach, today=today, days=days)
    return rows.select_related(*_SHOWN_WITH).order_by("fresh_date", "customer")


def stale_conditions(today: date, days: dict[str, int]) -> QuerySet[Condition]:
    """Return the key accounts whose records nobody has touched for too long, whoever asks."""
    late = Q(pk__in=[])
    for tier, most in days.items():
        late |= Q(customer__tier=tier, fresh_date__lt=today - timedelta(days=most))
    return Condition.objects.filter(late, customer__is_key_account=True)


def _seen(reach: Reach) -> Q:
    return within(reach, prefix="customer__") & Q(
        customer__is_restricted=False, customer__merged_into=None
    )


def _summed(reach: Reach, place: str) -> list[Wholeness]:
    rows = (
        Condition.objects.filter(_seen(reach))
        .order_by()
        .values_list(place, f"{place}__name_zh", f"{place}__name_en")
        .annotate(accounts=Count("pk"), points=Sum("score"))
    )
    found = [
        Wholeness(name_zh=zh or "", name_en=en or "", accounts_count=accounts, points_sum=points)
        for _, zh, en, accounts, points in rows
    ]
    return sorted(found, key=lambda one: (one.score, one.name_zh))


def _latest(rows: QuerySet[Any], moment: str) -> Subquery:
    newest = rows.order_by().values("customer").annotate(latest=Max(moment)).values("latest")
    return Subquery(newest, output_field=DateTimeField())


def _conditions() -> dict[RecordPart, Any]:
    contacts = Contact.objects.filter(customer=OuterRef("pk"), is_active=True)
    contracts = Agreement.objects.filter(customer=OuterRef("pk"), status=AgreementStatus.ACTIVE)
    return {
        RecordPart.IDENTIFIER: ~Q(identifier=""),
        RecordPart.INDUSTRY: Q(industry__isnull=False),
        RecordPart.SCALE: ~Q(scale=""),
        RecordPart.ADDRESS: ~Q(address=""),
        RecordPart.BUSINESS_KIND: ~Q(business_kind=""),
        RecordPart.MANAGER: Q(account_manager__is_active=True),
        RecordPart.DEPUTY: Q(deputy__is_active=True),
        RecordPart.CONTACT: Exists(contacts),
        RecordPart.DECISION_MAKER: Exists(contacts.filter(decision_role=DecisionRole.DECIDES)),
        RecordPart.PHONE: Exists(contacts.exclude(phone="")),
        RecordPart.BILLING: Exists(BillingAccount.objects.filter(customer=OuterRef("pk"))),
        RecordPart.CONTRACT: Exists(contracts),
    }


def _column(part: RecordPart) -> str:
    return f"holds_{part.name.lower()}"


def _judged(row: dict[str, Any], weigh: dict[RecordPart, int]) -> Judged:
    is_organization = row["kind"] == CustomerKind.ORGANIZATION
    asked = [part for part in weigh if is_organization or part not in OF_ORGANIZATIONS]
    missing = [part for part in asked if not row[_column(part)]]
    moments = [timezone.localdate(at) for at in (row["told"], row["found_right"]) if at]
    return Judged(
        customer_id=row["pk"],
        score=score(missing, asked, weigh),
        missing=missing,
        fresh_date=max([*moments, row["opened_date"] or date.min]),
    )
