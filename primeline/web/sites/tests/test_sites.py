"""Sites in the browser: listed with what ends there, put on file once, out of strangers' reach."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from primeline.customers.models import Customer, Site
from primeline.products import actions as products
from primeline.products.models import LineOfBusiness, Subscription
from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, harbor_bank, lin, mira, omar
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("B13"), pytest.mark.engine("sqlite")]

SHOP = {"name": "滨江店", "kind": "STORE", "city": "望潮市", "street": "江岸路 1 号"}


def put_on_file(browser: Client, customer: Customer, **facts: Any) -> Any:
    sent = {"once": "a" * 24, **SHOP, **facts}
    return browser.post(f"/accounts/{customer.number}/sites/new/", sent)


def test_is_put_on_file_once_and_shown_with_what_ends_there() -> None:
    bank, browser = harbor_bank(), signed_in(greta())
    products.install_reference(by=CASTING, at=TUESDAY_10AM)
    answers = [put_on_file(browser, bank).status_code for _ in range(2)]
    assert answers == [302, 302]
    site = Site.objects.get()
    opened = browser.post(
        f"/accounts/{bank.number}/subscriptions/new/",
        {
            "line": LineOfBusiness.objects.get(code="INTERNET_LINE").pk,
            "fee_cents": "1000",
            "opened_date": date(2026, 4, 1).isoformat(),
            "payment_mode": "POSTPAID",
            "assurance": "AAA",
            "quantity": 1,
            "circuit_number": "WC-7",
            "site_id": site.pk,
            "once": "b" * 24,
        },
    )
    assert opened.status_code == 302

    page = browser.get(f"/accounts/{bank.number}/sites/").content.decode()
    held = Subscription.objects.get()
    about_it = browser.get(f"/accounts/{bank.number}/subscriptions/{held.number}/").content.decode()

    assert "江岸路 1 号" in page
    assert "1 subscription" in page
    assert "WC-7" in page
    assert "滨江店" in about_it


def test_says_at_its_field_what_is_wrong_and_reads_in_chinese() -> None:
    bank, browser = harbor_bank(), signed_in(lin())
    for field, facts in {"name": {"name": ""}, "kind": {"kind": "PALACE"}}.items():
        answer = put_on_file(browser, bank, **facts)
        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Site.objects.exists()

    browser.post("/language/", {"language": "zh-hans", "next": "/"})
    page = browser.get(f"/accounts/{bank.number}/sites/").content.decode()

    assert "尚未登记站点" in page


def test_is_given_up_with_a_reason_and_taken_up_again() -> None:
    bank, browser = harbor_bank(), signed_in(lin())
    put_on_file(browser, bank)
    path = f"/accounts/{bank.number}/sites/{Site.objects.get().pk}/"

    assert browser.post(f"{path}given-up/", {"version": 1, "once": "b" * 24}).status_code == 422
    sent = {"version": 1, "once": "b" * 24, "reason": "lease ended"}
    assert browser.post(f"{path}given-up/", sent).status_code == 302
    assert not Site.objects.get().is_active
    assert browser.post(f"{path}in-use/").status_code == 302
    assert Site.objects.get().is_active


def test_nobody_out_of_reach_changes_a_site_whatever_account_they_name() -> None:
    bank = harbor_bank()
    put_on_file(signed_in(lin()), bank)
    path = f"/accounts/{bank.number}/sites/{Site.objects.get().pk}/"

    assert signed_in(mira()).get(path).status_code == 404
    elsewhere = path.replace(bank.number, "C-9999999")
    assert signed_in(omar()).get(elsewhere).status_code == 404
