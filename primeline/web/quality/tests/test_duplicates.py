"""Likely duplicates on pages: who is shown which pair, side by side, told apart."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.customers.models import Customer
from primeline.quality.models import Difference
from primeline.quality.searching import find_duplicates
from primeline.staff.models import Person
from primeline.testing.cast import CASTING, TUESDAY_10AM, an_account, greta, harbor_branch
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("B10"), pytest.mark.mainly("sqlite")]

LIST = "/quality/duplicates/"


def a_pair() -> tuple[Customer, Customer]:
    """Two accounts of Harbor branch that are likely one."""
    first = an_account("恒隆商贸有限公司", unit=harbor_branch())
    second = an_account("恒隆商贸集团", unit=harbor_branch())
    find_duplicates(by=CASTING, at=TUESDAY_10AM)
    return first, second


def address_of(pair: tuple[Customer, Customer], rest: str = "") -> str:
    return f"{LIST}{pair[0].number}/{pair[1].number}/{rest}"


def read(person: Person, address: str) -> str:
    answer = signed_in(person).get(address)
    assert answer.status_code == 200
    page = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", page))


class TestList:
    def test_says_how_many_and_why(self) -> None:
        a_pair()

        page = read(greta(), LIST)

        assert "1 pair looks like one account." in page
        assert "the same name but for legal form and region +65" in page
        assert "65 of 100" in page

    def test_says_that_there_are_none(self) -> None:
        assert "no two accounts within your reach look like one" in read(greta(), LIST)

    def test_costs_the_same_for_many(self) -> None:
        a_pair()
        client = signed_in(greta())
        client.get(LIST)

        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)

        assert len([q for q in asked if "set_config" not in q["sql"]]) <= 9

    @pytest.mark.parametrize("start", ["x", "-1", "9" * 30])
    def test_an_address_that_means_nothing_is_not_found(self, start: str) -> None:
        assert signed_in(greta()).get(f"{LIST}?start={start}").status_code == 404


class TestPair:
    def test_is_shown_field_by_field(self) -> None:
        page = read(greta(), address_of(a_pair()))

        assert "Name differs 恒隆商贸有限公司 恒隆商贸集团" in page
        assert "Owner unit Harbor branch Harbor branch" in page

    def test_is_told_apart_for_a_reason_and_back_again(self) -> None:
        pair, client = a_pair(), signed_in(greta())

        assert (
            client.post(address_of(pair, "difference/"), {"apart-reason": " "}).status_code == 422
        )
        client.post(address_of(pair, "difference/"), {"apart-reason": "Two shops."})

        assert Difference.objects.get().decided_by == greta()
        assert "1 pair" not in read(greta(), LIST)
        assert "found them different" in read(greta(), address_of(pair))
        client.post(address_of(pair, "sameness/"))
        assert "1 pair" in read(greta(), LIST)
        assert client.post(address_of(pair, "sameness/")).status_code == 404

    def test_an_account_is_not_its_own_duplicate(self) -> None:
        first, _ = a_pair()

        assert signed_in(greta()).get(address_of((first, first))).status_code == 404
