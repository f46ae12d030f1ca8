"""Prospects: on file before they hold anything, found by their status, won with what they get."""

from datetime import date

import pytest

from primeline.customers import actions as customers
from primeline.customers.choices import CustomerStatus
from primeline.customers.models import Customer, TimelineLine
from primeline.kit.errors import Refused
from primeline.products import actions as products
from primeline.products.models import LineOfBusiness
from primeline.products.values import Terms
from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, harbor_bank, harbor_branch
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("B2"), pytest.mark.mainly("sqlite")]


def test_a_prospect_is_put_on_file_found_and_won_by_its_first_subscription() -> None:
    harbor_bank()
    browser = signed_in(greta())
    sent = {
        "kind": "ORGANIZATION",
        "name": "Ferry Company",
        "status": "PROSPECT",
        "unit": harbor_branch().pk,
        "once": "a" * 24,
    }
    assert browser.post("/accounts/new/", sent).status_code == 302
    ferry = Customer.objects.get(name="Ferry Company")

    listed = browser.get("/accounts/?status=PROSPECT").content.decode()
    assert "Ferry Company" in listed
    assert "Harbor Bank" not in listed

    products.install_reference(by=CASTING, at=TUESDAY_10AM)
    for number in (1, 2):
        products.open_subscription(
            customer=ferry,
            line=LineOfBusiness.objects.get(code="INTERNET_LINE"),
            terms=Terms(fee_cents=100_000 * number, opened_date=date(2026, 4, 1)),
            by=greta(),
            at=TUESDAY_10AM,
        )
    ferry.refresh_from_db()

    assert ferry.status == CustomerStatus.ACTIVE
    told = TimelineLine.objects.get(customer=ferry, kind="STATUS_CHANGED")
    assert told.words == {"from": "PROSPECT", "to": "ACTIVE"}
    with pytest.raises(Refused):
        customers.win_customer(customer=ferry, by=greta(), at=TUESDAY_10AM)
