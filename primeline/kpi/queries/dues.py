"""What is owed for the accounts within reach: renewals, filings, second calls."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from primeline.commitments import queries as commitments
from primeline.commitments.queries.contracts import CONTRACT, FILING, RENEWAL
from primeline.customers import queries as customers
from primeline.hours.queries import workdays as published_workdays
from primeline.kpi.dues import (
    CONTRACT_STEPS,
    RECORD_CHECKS,
    SECOND_CALL_WORKDAYS,
    Due,
    DueKind,
    Now,
)
from primeline.kpi.queries import paper_dues, plan_dues
from primeline.products.choices import (
    AgreementStatus,
    DeadlineKind,
    RenewalKind,
    SubscriptionStatus,
)
from primeline.products.models import Agreement, Milestone, OutsideService, Subscription
from primeline.products.queries import standing_for_nothing, terms_in_force
from primeline.products.values import Term
from primeline.quality import queries as quality
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.tiers.models import Standing

# An ending older than this is history: nobody will make its second call any more.
SECOND_CALLS_FOR = timedelta(days=60)
_ACCOUNT = (
    "customer_id", "customer__id", "customer__number", "customer__name", "customer__short_name",
    "customer__is_restricted", "customer__cover_name", "customer__tier",
    "customer__account_manager_id", "customer__deputy_id",
    "customer__account_manager__name_zh", "customer__account_manager__name_en",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Dues:
    """What is owed and how much of each kind: what is due first on top, record checks last."""

    all: list[Due]
    counts: Counter[DueKind] = field(default_factory=Counter)
    overdue_counts: Counter[DueKind] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return len(self.all)

    @property
    def matter_counts(self) -> dict[DueKind, int]:
        """How much there is of each kind that is no record check."""
        return {kind: n for kind, n in self.counts.items() if kind not in RECORD_CHECKS}

    @property
    def checks_count(self) -> int:
        """How many records are to be confirmed."""
        return self.count - self.matters_count

    @property
    def matters_count(self) -> int:
        """How much is owed without the record checks."""
        return sum(self.matter_counts.values())

    @property
    def late_count(self) -> int:
        """How much of what is owed without the record checks is late."""
        return sum(self.overdue_counts[kind] for kind in self.matter_counts)

    def of_kind(self, name: str) -> list[Due]:
        """Return all of one kind, or without a kind all but the record checks."""
        if name:
            return [due for due in self.all if due.kind.name == name]
        return self.all[: self.matters_count]


def dues_of(
    reach: Reach,
    *,
    today: date,
    kinds: Iterable[DueKind] = DueKind,
    seller_id: int | None = None,
) -> Dues:
    """Return what is owed for the key accounts within reach: due first on top, checks last.

    With a seller, only what hangs on the contracts that they have sold.
    """
    now = Now(today=today, workdays=published_workdays())
    asked, terms = frozenset(kinds), terms_in_force(now.workdays)
    found = _of_contracts(reach, now, asked, terms, seller_id)
    if DueKind.SECOND_CALL in asked:
        found += _second_calls(reach, now)
    if DueKind.OUTSIDE_END in asked:
        found += _outside_ends(reach, now, terms[DeadlineKind.OUTSIDE_END])
    if DueKind.RECOVERY in asked:
        found += _recoveries(reach, now, terms[DeadlineKind.RECOVERY])
    if DueKind.STALE_RECORD in asked:
        found += _stale_records(reach, now)
    found += plan_dues.of(reach, now, asked)
    found += paper_dues.of(reach, now, asked, terms)
    found.sort(key=lambda due: (due.is_record_check, due.due_date, -due.fee_cents, due.subject))
    return Dues(
        all=found,
        counts=Counter(due.kind for due in found),
        overdue_counts=Counter(due.kind for due in found if due.is_overdue),
    )


def _of_contracts(
    reach: Reach,
    now: Now,
    asked: frozenset[DueKind],
    terms: Mapping[DeadlineKind, Term],
    seller_id: int | None,
) -> list[Due]:
    agreements, milestones = Agreement.objects.all(), Milestone.objects.all()
    if seller_id is not None:
        agreements = agreements.filter(sales_representative=seller_id)
        milestones = milestones.filter(agreement__sales_representative=seller_id)
    found: list[Due] = []
    if asked & {DueKind.CONTRACT_ENDED, DueKind.CONTRACT_ENDS}:
        found += [due for due in _endings(agreements, reach, now) if due.kind in asked]
    if DueKind.FILING in asked:
        found += _filings(agreements, reach, now, terms[DeadlineKind.FILING])
    if DueKind.NOTICE in asked:
        found += _notices(agreements, reach, now, terms[DeadlineKind.NOTICE])
    if DueKind.MILESTONE in asked:
        found += _milestones(milestones, reach, now, terms[DeadlineKind.MILESTONE])
    return found


def _endings(agreements: QuerySet[Agreement], reach: Reach, now: Now) -> list[Due]:
    held = Subscription.objects.held().filter(agreement=OuterRef("pk"))
    over = (AgreementStatus.TERMINATED, AgreementStatus.CANCELLED)
    rows = (
        _key_accounts(agreements, reach)
        .exclude(status__in=over)
        # What renews by itself does not end: the last day to say no is told instead.
        .exclude(renewal_kind=RenewalKind.BY_ITSELF)
        .filter(ends_date__lte=now.today + timedelta(days=CONTRACT_STEPS[-1]))
        .filter(Exists(held))
        # What has become a matter stands among the matters.
        .exclude(commitments.is_matter(CONTRACT, RENEWAL))
        .annotate(cents=_fees_held())
        .values_list("pk", "ends_date", "number", "cents", *_ACCOUNT)
    )
    return [
        _due(
            DueKind.CONTRACT_ENDED if ends < now.today else DueKind.CONTRACT_ENDS,
            ends, number, cents or 0, account, now, agreement_id=pk,
        )
        for pk, ends, number, cents, *account in rows
    ]  # fmt: skip


def _filings(agreements: QuerySet[Agreement], reach: Reach, now: Now, term: Term) -> list[Due]:
    rows = (
        _key_accounts(agreements, reach)
        .filter(status=AgreementStatus.ACTIVE, filed_date=None, signed_date__isnull=False)
        .exclude(commitments.is_matter(CONTRACT, FILING))
        .annotate(since=Coalesce("refile_from_date", "signed_date"))
        .values_list("pk", "since", "number", *_ACCOUNT)
    )
    return [
        _due(
            DueKind.FILING, term.after(since), number, 0, account, now,
            agreement_id=pk, usual_workdays=now.usual(term),
        )
        for pk, since, number, *account in rows
    ]  # fmt: skip


def _notices(agreements: QuerySet[Agreement], reach: Reach, now: Now, term: Term) -> list[Due]:
    rows = (
        _key_accounts(agreements, reach)
        .filter(status=AgreementStatus.ACTIVE, renewal_kind=RenewalKind.BY_ITSELF)
        .filter(notice_date__gte=now.today, notice_date__lte=term.after(now.today))
        .annotate(cents=_fees_held())
        .values_list("pk", "notice_date", "number", "cents", *_ACCOUNT)
    )
    return [
        _due(
            DueKind.NOTICE, notice, number, cents or 0, account, now,
            agreement_id=pk, usual_workdays=now.usual(term),
        )
        for pk, notice, number, cents, *account in rows
    ]  # fmt: skip


def _milestones(milestones: QuerySet[Milestone], reach: Reach, now: Now, term: Term) -> list[Due]:
    rows = (
        _key_accounts(milestones, reach, way="agreement__customer")
        .filter(done_date=None, is_active=True, due_date__lte=term.after(now.today))
        .exclude(agreement__status=AgreementStatus.CANCELLED)
        .values_list(
            "agreement_id", "due_date", "agreement__number", "name",
            *(f"agreement__{name}" for name in _ACCOUNT),
        )
    )  # fmt: skip
    return [
        _due(
            DueKind.MILESTONE, due, f"{number} · {name}", 0, account, now,
            agreement_id=pk, usual_workdays=now.usual(term),
        )
        for pk, due, number, name, *account in rows
    ]  # fmt: skip


def _second_calls(reach: Reach, now: Now) -> list[Due]:
    rows = (
        _key_accounts(Subscription.objects.all(), reach)
        .filter(status=SubscriptionStatus.TERMINATED, reason_verified=None, replaced_by=None)
        .filter(terminated_date__gt=now.today - SECOND_CALLS_FOR, terminated_date__lte=now.today)
        .values_list("terminated_date", "number", "fee_cents", *_ACCOUNT)
    )
    return [
        _due(
            DueKind.SECOND_CALL, now.second_call_due(terminated), number, cents, account, now,
            usual_workdays=SECOND_CALL_WORKDAYS,
        )
        for terminated, number, cents, *account in rows
    ]  # fmt: skip


def _outside_ends(reach: Reach, now: Now, term: Term) -> list[Due]:
    rows = (
        _key_accounts(OutsideService.objects.all(), reach)
        .filter(over_date=None, ends_date__lte=term.after(now.today))
        .values_list("ends_date", "operator", "what", *_ACCOUNT)
    )
    return [
        _due(
            DueKind.OUTSIDE_END, ends, " · ".join(filter(None, (operator, what))), 0, account,
            now, usual_workdays=now.usual(term),
        )
        for ends, operator, what, *account in rows
    ]  # fmt: skip


def _recoveries(reach: Reach, now: Now, term: Term) -> list[Due]:
    rows = _key_accounts(standing_for_nothing(), reach).values_list(
        "free_date", "serial", *_ACCOUNT
    )
    return [
        _due(
            DueKind.RECOVERY, term.after(free), serial, 0, account, now,
            usual_workdays=now.usual(term),
        )
        for free, serial, *account in rows
    ]  # fmt: skip


def _stale_records(reach: Reach, now: Now) -> list[Due]:
    days = quality.stale_days(today=now.today)
    rows = quality.stale_key_accounts(reach, today=now.today, days=days)
    # What has become a matter stands among the matters.
    rows = rows.exclude(commitments.is_asked_of(quality.CONFIRM_RECORD, way="customer"))
    return [
        _due(
            DueKind.STALE_RECORD, fresh + timedelta(days=days[tier]), number, 0, account, now,
        )
        for fresh, tier, number, *account in rows.values_list(
            "fresh_date", "customer__tier", "customer__number", *_ACCOUNT
        )
    ]  # fmt: skip


def _key_accounts(rows: QuerySet[Any], reach: Reach, *, way: str = "customer") -> QuerySet[Any]:
    ever_key = Standing.objects.filter(is_key_account=True).values("customer")
    return rows.filter(customers.within(reach, Permission.VIEW_DOSSIERS, prefix=f"{way}__")).filter(
        Q(**{f"{way}__is_key_account": True}) | Q(**{f"{way}__in": ever_key})
    )


def _fees_held() -> Sum:
    in_force = (
        SubscriptionStatus.ACTIVE,
        SubscriptionStatus.SUSPENDED,
        SubscriptionStatus.PENDING_TERMINATE,
    )
    return Sum("subscriptions__fee_cents", filter=Q(subscriptions__status__in=in_force))


def _due(
    kind: DueKind,
    due: date,
    subject: str,
    cents: int,
    account: list[Any],
    now: Now,
    **more: Any,
) -> Due:
    row = dict(zip(_ACCOUNT, account, strict=True))
    return Due(
        kind=kind,
        due_date=due,
        workdays_left=now.left_until(due),
        customer_id=row["customer_id"],
        customer_number=row["customer__number"],
        customer_name=customers.called(row, "customer__"),
        tier=row["customer__tier"],
        subject=subject,
        fee_cents=cents,
        owner_name_zh=row["customer__account_manager__name_zh"] or "",
        owner_name_en=row["customer__account_manager__name_en"] or "",
        **more,
    )
