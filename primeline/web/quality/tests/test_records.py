"""Completeness on pages: the list, the sums, the meter of an account, and confirming."""

import html
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.customers.choices import Tier
from primeline.kit.deeds import act
from primeline.kit.jobs import Job
from primeline.quality.listeners import judge_records
from primeline.quality.models import Condition, Confirmation
from primeline.staff.models import Person
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    an_account,
    greta,
    harbor_branch,
    lin,
    mira,
)
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("B10"), pytest.mark.mainly("sqlite")]

LIST = "/quality/records/"


@pytest.fixture(autouse=True)
def _judged() -> None:
    an_account("Tide Works", unit=harbor_branch(), manager=lin(), tier=Tier.GOLD)
    an_account("Reef Mills", unit=harbor_branch())
    judge_records(Job(job_id=1, kind="quality.judge_records", payload={}, at=TUESDAY_10AM))


def read(person: Person, address: str = LIST) -> str:
    answer = signed_in(person).get(address)
    assert answer.status_code == 200
    page = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", page))


class TestRecords:
    def test_begin_with_the_least_whole_and_say_what_is_missing(self) -> None:
        page = read(greta())

        assert "The records of 2 accounts are whole to 8 of 100." in page
        assert page.index("Reef Mills") < page.index("Tide Works")
        assert "identifier , industry" in page

    def test_are_those_within_reach(self) -> None:
        assert "Tide Works" in read(lin())
        assert "Reef Mills" not in read(lin())
        assert "Nothing judged yet" in read(mira())

    def test_to_be_confirmed_are_a_list_of_their_own(self) -> None:
        with act(kind="test.condition", by=CASTING, at=TUESDAY_10AM):
            Condition.objects.update(fresh_date=date(2018, 1, 1))

        page = read(greta(), f"{LIST}?stale=yes")

        # Of the two, only this one is a key account.
        assert "Tide Works" in page
        assert "Reef Mills" not in page
        assert "1 to 1 of 1" in page
        assert "Nothing is to be confirmed" in read(mira(), f"{LIST}?stale=yes")

    def test_ask_little(self) -> None:
        client = signed_in(greta())
        client.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)

        assert len([q for q in asked if "set_config" not in q["sql"]]) <= 12

    def test_those_behind_a_number_are_as_many_as_it_says(self) -> None:
        harbor = read(greta(), f"{LIST}?unit=HARBOR&manager=0")
        assert "Reef Mills" in harbor
        assert "Tide Works" not in harbor
        assert "1 to 1 of 1" in harbor
        assert "The record of 1 account is whole to" in harbor
        assert "No record here" in read(greta(), f"{LIST}?manager={mira().pk}")
        for nonsense in ("unit=LAKE", "unit=%3Cscript%3E", "manager=x", f"manager={'9' * 99}"):
            assert signed_in(greta()).get(f"{LIST}?{nonsense}").status_code == 404

    def test_a_record_is_confirmed_on_the_page_of_its_account(self) -> None:
        account = an_account("Tide Works", unit=harbor_branch())
        assert "How whole is the record? 15" in read(lin(), f"/accounts/{account.number}/")

        answer = signed_in(lin()).post(f"{LIST}{account.number}/confirmation/")

        assert answer.status_code == 302
        assert Confirmation.objects.get().confirmed_by == lin()
