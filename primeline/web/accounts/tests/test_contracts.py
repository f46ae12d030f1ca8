"""Forms of contracts: what they do, what they refuse, and what they cost."""

import secrets
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from primeline.products import actions as products
from primeline.products.choices import AgreementStatus
from primeline.products.models import Agreement
from primeline.products.values import AgreementTerms
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, lake_mills, sol
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.mainly("sqlite")]


def signed() -> Agreement:
    terms = AgreementTerms(number="HT-1", starts_date=date(2026, 1, 1), value_cents=100)
    return products.sign_agreement(customer=harbor_bank(), terms=terms, by=greta(), at=TUESDAY_10AM)


def send(browser: Client, path: str, facts: dict[str, Any]) -> Any:
    sent = {"once": secrets.token_hex(16)} | facts
    return browser.post(f"/accounts/{harbor_bank().number}/{path}/", sent)


def terms(**changes: Any) -> dict[str, Any]:
    return {
        "number": "HT-2026-9",
        "value_cents": "¥12,000",
        "starts_date": "2026-01-01",
        "renewal_kind": "NONE",
        "ends_date": "2026-12-31",
        **changes,
    }


class TestContracts:
    def test_are_put_on_file_once_however_often_sent(self) -> None:
        browser, facts = signed_in(greta()), terms(once="c" * 24)

        answers = [send(browser, "contracts/new", facts).status_code for _ in range(2)]

        assert answers == [302, 302]
        assert Agreement.objects.get().value_cents == 1_200_000

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("number", ""),
            ("number", "x" * 41),
            ("number", "HT-1"),
            ("value_cents", "a lot"),
            ("value_cents", "99999999999999999999"),
            ("starts_date", "tomorrow"),
            ("ends_date", "2025-12-31"),
            ("term_months", "0"),
            ("term_months", "9" * 30),
            ("sales_representative", "4711"),
            ("signing_unit", "4711"),
            ("renewal_kind", "SOMETIMES"),
            ("notice_days", "3"),
            ("renewal_date", "2026-13-01"),
        ],
    )
    def test_say_at_their_field_what_is_wrong(self, field: str, value: str) -> None:
        signed()

        answer = send(signed_in(greta()), "contracts/new", terms(**{field: value}))

        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in answer.content.decode()
        assert Agreement.objects.count() == 1

    def test_are_renewed_filed_and_ended_and_the_timeline_tells(self) -> None:
        contract, browser = signed(), signed_in(greta())
        path = f"contracts/{contract.pk}"

        renewed = terms(version=1, number="HT-1", ends_date="2027-12-31", reason="Renewed")
        answers = [
            send(browser, f"{path}/terms", renewed),
            send(browser, f"{path}/filing", {"version": 2, "filed_date": "2026-04-20"}),
            send(browser, f"{path}/end", {"version": 3, "ends_date": "2026-04-27", "reason": "x"}),
        ]

        assert [answer.status_code for answer in answers] == [302, 302, 302]
        contract.refresh_from_db()
        assert contract.status == AgreementStatus.TERMINATED
        told = browser.get(f"/accounts/{harbor_bank().number}/timeline/").content.decode()
        assert "Contract HT-1 runs to 31 Dec 2027; it was –." in told
        assert "Contract HT-1 was filed (20 Apr 2026)." in told
        assert "Contract HT-1 ended on 27 Apr 2026: Terminated." in told

    def test_show_what_differs_when_somebody_saved_first(self) -> None:
        contract, browser = signed(), signed_in(greta())
        send(browser, f"contracts/{contract.pk}/terms", terms(version=1, value_cents="1"))

        answer = send(browser, f"contracts/{contract.pk}/terms", terms(version=1, value_cents="2"))

        assert answer.status_code == 409
        assert 'name="keep-value_cents"' in answer.content.decode()

    def test_of_another_account_are_not_there(self) -> None:
        contract = signed()

        answer = signed_in(greta()).get(f"/accounts/{lake_mills().number}/contracts/{contract.pk}/")

        assert answer.status_code == 404


@pytest.mark.parametrize(
    ("form", "most"),
    [
        ("contracts/new", 8),
        ("contracts/{contract}", 20),
        ("contracts/{contract}/terms", 9),
        ("contracts/{contract}/amendment", 9),
        ("contracts/{contract}/milestones/new", 7),
        ("contracts/{contract}/filing", 7),
        ("contracts/{contract}/end", 7),
    ],
)
def test_forms_cost_a_pinned_number_of_queries(form: str, most: int) -> None:
    contract, browser = signed(), signed_in(greta())
    path = form.format(contract=contract.pk)
    address = f"/accounts/{harbor_bank().number}/{path}/"
    browser.get(address)

    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200

    assert len(asked) <= most


@pytest.mark.engine("sqlite")
def test_a_contract_names_who_sold_it_also_where_that_is_sales() -> None:
    seller, bank = sol(), harbor_bank()

    page = signed_in(greta()).get(f"/accounts/{bank.number}/contracts/new/").content.decode()

    assert f"{seller.name} · {seller.username}" in page
