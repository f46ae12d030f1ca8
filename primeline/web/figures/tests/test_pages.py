"""The board and its rows: whose numbers they are, that they agree, what they cost."""

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from primeline.customers.actions import restrict_customer
from primeline.products.models import Subscription
from primeline.staff.models import Person
from primeline.testing.cast import (
    TUESDAY_10AM,
    ada,
    anna,
    greta,
    harbor_bank,
    hugo,
    lake_mills,
    lin,
    mira,
    omar,
    paul,
    sara,
)
from primeline.testing.doors import signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("_story"),
    pytest.mark.row("J1"),
    pytest.mark.mainly("sqlite"),
]

BOARD, ROWS = "/figures/", "/figures/rows/"
ROWS_OF_2026 = {"from": "2026-01", "to": "2026-04", "kind": "LOST"}


def read(who: Person | Client, address: str, query: dict[str, str] | None = None) -> str:
    client = who if isinstance(who, Client) else signed_in(who)
    answer = client.get(address, query or {}, headers={"accept-language": "en"})
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def words(page: str) -> str:
    bare = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", bare))


class TestBoard:
    def test_answers_for_the_readers_reach(self) -> None:
        told = {
            sara: "2 lost and 1 gained",
            anna: "2 lost and 1 gained",
            paul: "nothing gained",
            mira: "2 lost and 1 gained",
        }

        # March is closed, April still runs: twelve months end with March.
        pages = {who: words(read(who(), BOARD, {"lines": "DATA_LINE"})) for who in told}

        assert {who: told[who] in page for who, page in pages.items()} == dict.fromkeys(told, True)

    def test_says_so_when_there_is_nothing(self) -> None:
        page = words(read(hugo(), BOARD))

        assert "Nothing to count here" in page

    def test_is_closed_to_those_who_see_no_figures(self) -> None:
        for person in (omar(), ada()):
            assert signed_in(person).get(BOARD).status_code == 403
            assert signed_in(person).get(ROWS, ROWS_OF_2026).status_code == 403

    def test_knows_nothing_out_of_reach(self) -> None:
        asked = ("unit=LAKE", "unit=NOWHERE", "lines=NOTHING", "month=2026-13", "month=2027-01")
        client = signed_in(paul())

        answers = {query: client.get(f"{BOARD}?{query}").status_code for query in asked}

        assert answers == dict.fromkeys(asked, 404)

    def test_links_every_number_to_as_many_rows(self) -> None:
        reader = signed_in(sara())
        page = read(reader, BOARD)
        links = re.findall(r'<a href="(/figures/rows/[^"]+)"[^>]*>([\d,]+)</a>', page)

        assert len(links) > 20
        for address, number in set(links):
            shown = words(read(reader, html.unescape(address)))
            said = re.search(r"([\d,]+) rows?, ", shown)
            assert said is not None
            assert said[1] == number, address

    def test_speaks_chinese(self) -> None:
        reader = sara()
        client = signed_in(reader)
        client.post("/language/", {"language": "zh-hans", "next": "/"})

        page = client.get(BOARD).content.decode()

        assert "拆装比" in page
        assert "Lost" not in words(page)

    def test_asks_the_same_number_of_questions_however_much_happened(self) -> None:
        client = signed_in(sara())
        client.get(BOARD)
        with CaptureQueriesContext(connection) as asked:
            client.get(BOARD)

        assert len([q for q in asked if "set_config" not in q["sql"]]) <= 19


class TestRows:
    def test_are_those_of_the_reader(self) -> None:
        assert "Harbor Bank" in read(greta(), ROWS, ROWS_OF_2026)
        assert "Lake Mills" not in read(greta(), ROWS, ROWS_OF_2026)
        assert "Harbor Bank" not in read(mira(), ROWS, ROWS_OF_2026)

    def test_hide_restricted_accounts_and_how_much_of_a_number_is_theirs(self) -> None:
        bank = harbor_bank()
        restrict_customer(
            customer=bank,
            version=bank.version,
            cover_name="Hawthorn",
            by=sara(),
            at=TUESDAY_10AM,
            reason="State secrets",
        )

        page = words(read(greta(), ROWS, ROWS_OF_2026))

        assert "holds restricted accounts too: they are in sums and in no list" in page
        assert "more in restricted" not in page
        assert "Harbor" not in page.replace("Harbor branch", "")
        assert "Hawthorn" not in page

    def test_follow_a_reason(self) -> None:
        quality = Subscription.objects.filter(customer=lake_mills(), status="TERMINATED").first()
        assert quality is not None
        query = ROWS_OF_2026 | {"reason": str(quality.reason_recorded_id)}

        page = words(read(sara(), ROWS, query))

        assert "2 rows" in page
        assert "not verified" in page

    def test_know_nothing_that_is_not_there(self) -> None:
        changes = (
            {"kind": "NOTHING"},
            {"kind": ""},
            {"from": "2026-05"},
            {"from": "2020-01"},
            {"to": "later"},
            {"influence": "SOME"},
            {"reason": "x"},
            {"start": "-1"},
            {"account": "C-0"},
        )
        client = signed_in(lin())

        shown = [c for c in changes if client.get(ROWS, ROWS_OF_2026 | c).status_code != 404]

        assert not shown
