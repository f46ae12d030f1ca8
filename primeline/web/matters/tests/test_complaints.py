"""Complaints per hundred accounts: each once, by the month it came in; numbers open their rows."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.commitments import actions
from primeline.commitments.models import Commitment
from primeline.commitments.tests.owing import TEST, a_matter, install
from primeline.commitments.values import CASE_STEP, Subject
from primeline.customers.choices import CustomerStatus
from primeline.customers.models import Customer
from primeline.kit.deeds import act
from primeline.testing.cast import (
    CASTING,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    hill_branch,
    lake_mills,
    lin,
    sara,
)
from primeline.testing.doors import signed_in
from primeline.web.matters.tests.owing import text_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.row("J1"),
    pytest.mark.usefixtures("_on_that_day"),
]

DAY = timedelta(days=1)
NOW = datetime(2026, 5, 18, 2, 0, tzinfo=UTC)
PAGE = "/matters/unit/complaints/"


@pytest.fixture(scope="module")
def _on_that_day(held_transaction: None) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        install()
        yield


def complained(*, days_ago: int, account: Customer | None = None, **more: Any) -> Commitment:
    customer = account or harbor_bank()
    return a_matter("COMPLAINT_REPLY", at=NOW - days_ago * DAY, customer_id=customer.pk, **more)


def as_account(name: str, **facts: Any) -> None:
    """Let Harbor branch have another account like this."""
    account = an_account(name, unit=harbor_branch())
    with act(kind="test.account", by=CASTING, at=NOW):
        Customer.objects.filter(pk=account.pk).update(**facts)


@pytest.fixture
def may() -> None:
    """Two complaints of May, one of April; a step of a case and one withdrawn count for nothing."""
    actions.keep_commitment(commitment=complained(days_ago=16), by=lin(), at=NOW)
    complained(days_ago=3)
    complained(days_ago=30)
    complained(days_ago=2, subject=Subject(CASE_STEP, 1))
    withdrawn = complained(days_ago=1)
    actions.cancel_commitments(commitment_ids=[withdrawn.pk], by=TEST, at=NOW)
    # Of another province.
    complained(days_ago=3, account=lake_mills())
    an_account("Hill Works", unit=hill_branch())
    as_account("Maybe Mills", status=CustomerStatus.PROSPECT)
    as_account("Gone Works", status=CustomerStatus.CLOSED, closed_date=date(2026, 4, 30))
    as_account("New Works", opened_date=date(2026, 5, 10))


@pytest.mark.usefixtures("may")
class TestComplaints:
    def test_are_told_per_hundred_accounts_and_every_number_opens_as_many_rows(self) -> None:
        client = signed_in(sara())

        page = text_of(client.get(PAGE))

        assert "May 2026: 3 complaints of 4 accounts, 75.00 per 100." in page
        links = re.findall(r'href="(\?[^"]*)#rows">([\d,]+)</a>', page)
        # The two provinces.
        assert sorted(number for _query, number in links) == ["1", "2"]
        for query, number in links:
            shown = text_of(client.get(PAGE + query.replace("&amp;", "&")))
            rows = shown.split('id="rows"')[1]
            assert f'<span class="tab-count">{number}</span>' in rows
            assert rows.count("<tr data-row") == int(number)

    def test_of_an_earlier_month_count_the_accounts_of_its_last_day(self) -> None:
        page = text_of(signed_in(greta()).get(f"{PAGE}?period=2026-04"))

        # New Works had not come, Gone Works had gone.
        assert "Apr 2026: 1 complaint of 1 accounts, 100.00 per 100." in page

    def test_stand_on_the_supervisors_first_page(self) -> None:
        page = text_of(signed_in(sara()).get("/"))

        strip = page.split('id="complaints"')[1].split("</div>")[0]
        assert "75.00" in strip
        assert f'href="{PAGE}?period=2026-05#rows">3</a> ÷ 4' in strip

    @pytest.mark.engine("sqlite")
    def test_of_others_nobody_reads_anything(self) -> None:
        assert signed_in(lin()).get(PAGE).status_code == 403
        other = f"{PAGE}?unit={hill_branch().pk}"
        assert signed_in(greta()).get(other).status_code == 404
        none = text_of(signed_in(sara()).get(other))
        assert "0 complaints of 1 accounts, 0.00 per 100." in none
        assert "No complaint here" in none
        for wrong in ("?period=2026-06", "?period=x", f"?unit={10**9}"):
            assert signed_in(sara()).get(PAGE + wrong).status_code == 404, wrong

    @pytest.mark.engine("sqlite")
    def test_cost_no_more_for_more(self) -> None:
        client = signed_in(sara())
        client.get(PAGE)
        with CaptureQueriesContext(connection) as few:
            client.get(PAGE)
        for days in range(6):
            complained(days_ago=days + 1)

        with CaptureQueriesContext(connection) as many:
            client.get(PAGE)

        assert len(many) == len(few)
