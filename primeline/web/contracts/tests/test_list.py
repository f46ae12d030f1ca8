"""The list of contracts: what it is narrowed to, to whom, at what cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.access.tests.asking import opens, time_passes
from primeline.audit.models import Look
from primeline.imports.choices import Target
from primeline.imports.tests.desk import Desk, reference
from primeline.kit.deeds import act
from primeline.privacy.freetext import Kept
from primeline.products.models import Agreement
from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, lin, mira, paul, walt
from primeline.testing.doors import signed_in
from primeline.web.accounts.tests.test_contracts import signed
from primeline.web.accounts.tests.test_export import body_of

pytestmark = [pytest.mark.django_db, pytest.mark.row("B3"), pytest.mark.mainly("sqlite")]


class TestContracts:
    def test_are_listed_within_reach_at_a_pinned_cost(self) -> None:
        contract, browser = signed(), signed_in(lin())
        browser.get("/contracts/")

        with CaptureQueriesContext(connection) as asked:
            page = browser.get("/contracts/").content.decode()

        assert contract.number in page
        assert "1 contract, those that end first on top." in page
        assert len([q for q in asked if "set_config" not in q["sql"]]) <= 10
        assert contract.number not in signed_in(mira()).get("/contracts/").content.decode()

    @pytest.mark.parametrize(
        ("query", "is_there"),
        [
            ("state=UNFILED", True),
            ("state=OVER", False),
            ("ends=30", False),
            ("number=HT", True),
            ("mine=1", False),
            ("ended=1&after=nothing", True),
            ("after=~99999999", False),
        ],
    )
    def test_are_narrowed(self, query: str, is_there: bool) -> None:
        contract = signed()

        page = signed_in(greta()).get(f"/contracts/?{query}")

        assert page.status_code == 200
        assert (contract.number + "</a>" in page.content.decode()) is is_there

    @pytest.mark.row("B9")
    def test_go_out_as_the_list_shows_them_and_come_back_in_unchanged(self) -> None:
        reference()
        contract = signed()
        with act(kind="test.name", by=CASTING, at=TUESDAY_10AM):
            Agreement.objects.filter(pk=contract.pk).update(name=Kept("=1+1"))
        browser = signed_in(paul())

        answer = browser.post("/contracts/exports/csv/?number=HT")

        file = body_of(answer)
        assert file.decode("utf-8-sig").startswith("Exported by Paul (paul) at")
        assert b"'=1+1" in file
        found = Desk(paul()).bring(file, target=Target.AGREEMENTS)
        assert (found.rows, found.unchanged, found.problems) == (1, 1, {})
        look = Look.objects.get()
        assert (look.subject_kind, look.rows_count) == ("contracts", 1)
        assert b"=1+1" not in body_of(browser.post("/contracts/exports/csv/?number=XX"))
        assert body_of(browser.post("/contracts/exports/xlsx/")).startswith(b"PK")

    @pytest.mark.parametrize("query", ["state=LOST", "ends=31", "ends=x", "unit=NOWHERE"])
    def test_an_address_that_names_nothing_finds_nothing(self, query: str) -> None:
        assert signed_in(greta()).get(f"/contracts/?{query}").status_code == 404


@pytest.mark.row("A3")
class TestContractsOfAnAccountThatIsOpenForATime:
    def test_stand_wherever_the_account_does_and_each_look_is_noted(self) -> None:
        contract = signed()
        number, account = contract.number, f"/accounts/{contract.customer.number}/contracts/"
        browser = signed_in(walt())
        places = ("/contracts/", "/contracts/?number=HT", account, f"/search/?q={number}")
        assert not any(number + "</" in browser.get(one).content.decode() for one in places[:2])

        grant = opens(contract.customer, walt()).grant

        assert [one for one in places if number not in browser.get(one).content.decode()] == []
        assert "1 contract, those" in browser.get("/contracts/").content.decode()
        assert number.encode() in body_of(browser.post("/contracts/exports/csv/"))
        noted = Look.objects.filter(grant=grant).values_list("purpose", flat=True)
        assert {"contracts", "export", "search"} <= {*noted}

        time_passes(grant, by=timedelta(days=8))
        assert number not in browser.get("/contracts/").content.decode()
        assert number.encode() not in body_of(browser.post("/contracts/exports/csv/"))
