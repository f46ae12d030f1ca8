"""Exports: exactly what is shown, marked and on record, and nothing in them that runs."""

import csv
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import parse_qs, urlencode
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from primeline.audit.models import Look
from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind
from primeline.customers.values import ContactDetails, Identity
from primeline.kit.spreadsheets import harmless
from primeline.testing.cast import (
    TUESDAY_10AM,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    hill_branch,
    lin,
    omar,
    paul,
    sara,
)
from primeline.testing.doors import signed_in

pytestmark = pytest.mark.django_db


def body_of(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def csv_lines(answer: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(body_of(answer).decode("utf-8-sig"))))


class TestExport:
    @pytest.mark.row("B9")
    def test_holds_exactly_what_is_shown(self) -> None:
        harbor_bank()
        an_account("Hill Farm", unit=hill_branch())

        answer = signed_in(paul()).post(
            "/accounts/exports/csv/?key=yes&cols=number&cols=manager&sort=number"
        )

        mark, head, *rows = csv_lines(answer)
        assert mark[0].startswith("Exported by Paul (paul) at")
        assert "· 1 account ·" in mark[0]
        assert head == ["Account", "Number", "Manager"]
        assert rows == [["Harbor Bank", harbor_bank().number, "Lin"]]

    def test_holds_the_number_also_where_the_page_does_not_show_it(self) -> None:
        harbor_bank()

        answer = signed_in(paul()).post("/accounts/exports/csv/?cols=manager")

        _mark, head, row = csv_lines(answer)
        assert head == ["Account", "Number", "Manager"]
        assert row == ["Harbor Bank", harbor_bank().number, "Lin"]

    def test_is_on_record(self) -> None:
        harbor_bank()

        body_of(signed_in(paul()).post("/accounts/exports/csv/?q=harbor"))

        look = Look.objects.get()
        assert (look.act.actor, look.rows_count) == (paul(), 1)
        assert look.subject_kind == "accounts"

    def test_keeps_nothing_on_record_that_was_typed_to_find_rows(self) -> None:
        """Whoever it names may come on file later and be erased: the record would name them on."""
        harbor_bank()

        query = urlencode({"q": "欧阳 Xiaomin", "tier": "GOLD"})
        body_of(signed_in(paul()).post(f"/accounts/exports/csv/?{query}"))

        asked = parse_qs(Look.objects.get().purpose.split()[-1])
        assert asked == {"q": ["***"], "tier": ["GOLD"]}

    def test_may_be_a_workbook(self) -> None:
        harbor_bank()

        body = body_of(signed_in(paul()).post("/accounts/exports/xlsx/?cols=fee&cols=tier"))

        rows = CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0).to_python()
        assert rows[1] == ["Account", "Number", "Service tier", "Monthly fee (yuan)"]
        assert rows[2] == ["Harbor Bank", harbor_bank().number, "Gold", 0.0]

    def test_says_in_the_properties_of_a_workbook_who_made_it(self) -> None:
        harbor_bank()

        body = body_of(signed_in(paul()).post("/accounts/exports/xlsx/"))

        with ZipFile(BytesIO(body)) as parts:
            assert b"Exported by Paul (paul) at" in parts.read("docProps/core.xml")

    def test_walks_through_more_than_one_chunk(self) -> None:
        for number in range(5):
            an_account(f"Account {number}", unit=harbor_branch())

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("primeline.web.exports.ROWS_AT_ONCE", 2)
            lines = csv_lines(signed_in(paul()).post("/accounts/exports/csv/?cols=number"))

        assert [line[0] for line in lines[2:]] == [f"Account {number}" for number in range(5)]

    @pytest.mark.row("A8")
    def test_never_holds_a_restricted_account(self) -> None:
        bank = harbor_bank()
        customers.restrict_customer(
            customer=bank,
            version=bank.version,
            cover_name="Spruce",
            by=sara(),
            at=TUESDAY_10AM,
            reason="classified",
        )
        customers.clear_person(customer=bank, person=paul(), by=sara(), at=TUESDAY_10AM)

        lines = csv_lines(signed_in(paul()).post("/accounts/exports/csv/"))

        assert len(lines) == 2

    def test_is_not_for_those_who_may_only_look(self) -> None:
        assert signed_in(omar()).post("/accounts/exports/csv/").status_code == 403
        assert not Look.objects.exists()

    def test_is_no_link(self) -> None:
        client = signed_in(lin())
        for language, words in (
            ("en", "There is no page at this address"),
            ("zh-hans", "此地址没有页面"),
        ):
            client.post("/language/", {"language": language})
            for address in ("/accounts/exports/csv/", "/language/"):
                answer = client.get(address)

                assert (answer.status_code, answer["Allow"]) == (405, "POST")
                assert words in answer.content.decode()
                assert 'href="/"' in answer.content.decode()

    def test_knows_two_forms(self) -> None:
        assert signed_in(lin()).post("/accounts/exports/exe/").status_code == 404

    def test_holds_nothing_that_runs(self) -> None:
        customers.open_customer(
            identity=Identity(kind=CustomerKind.ORGANIZATION, name='=HYPERLINK("http://x","y")'),
            owner_unit=harbor_branch(),
            by=greta(),
            at=TUESDAY_10AM,
        )
        browser = signed_in(paul())

        lines = csv_lines(browser.post("/accounts/exports/csv/?cols=number"))
        book = CalamineWorkbook.from_filelike(
            BytesIO(body_of(browser.post("/accounts/exports/xlsx/?cols=number")))
        )

        assert lines[2][0].startswith("'=HYPERLINK")
        # A formula would be read as its value, which was never worked out.
        assert str(book.get_sheet_by_index(0).to_python()[2][0]).startswith("=HYPERLINK")


class TestHarmless:
    @pytest.mark.parametrize(
        "text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\0=1", "＝1", "＠x"]
    )
    def test_marks_what_would_run(self, text: str) -> None:
        assert harmless(text) == f"'{text}"

    @pytest.mark.parametrize("value", ["Harbor Bank", "望潮", "", 5, -5, 2.5])
    def test_leaves_the_rest_alone(self, value: Any) -> None:
        assert harmless(value) == value


class TestPeople:
    @pytest.mark.row("B9", "B3")
    def test_are_those_of_the_list_masked_as_on_their_pages(self) -> None:
        bank, farm = harbor_bank(), an_account("Hill Farm", unit=hill_branch())
        for account, name in ((bank, "=周示例"), (bank, "李示例"), (farm, "Mo Example")):
            details = ContactDetails(name=name, phone="13800001234", job_title="@head")
            customers.add_contact(customer=account, details=details, by=paul(), at=TUESDAY_10AM)
        left = customers.add_contact(
            customer=bank, details=ContactDetails(name="Gone Away"), by=paul(), at=TUESDAY_10AM
        )
        customers.retire_contact(
            contact=left, version=left.version, by=paul(), at=TUESDAY_10AM, reason="left"
        )

        masked = body_of(signed_in(paul()).post("/accounts/exports/people/csv/?q=harbor")).decode()
        named = csv_lines(signed_in(lin()).post("/accounts/exports/people/csv/"))

        lines = list(csv.reader(StringIO(masked.removeprefix("\ufeff"))))
        assert lines[0][0].startswith("Exported by Paul (paul) at")
        assert [line[:2] for line in lines[2:]] == [[bank.number, "Harbor Bank"]] * 2
        assert {line[3] for line in lines[2:]} == {"'@head"}
        for secret in ("周示例", "李示例", "13800001234", "Mo", "Gone"):
            assert secret not in masked
        # Whoever looks after an account reads in the file what they read on its page.
        assert {line[2] for line in named[2:]} == {"'=周示例", "李示例"}
        assert Look.objects.filter(subject_kind="contacts").count() == 2

    @pytest.mark.row("B9")
    def test_are_in_no_file_of_those_who_may_not_export_and_of_no_other_kind(self) -> None:
        assert signed_in(omar()).post("/accounts/exports/people/csv/").status_code == 403
        assert signed_in(paul()).post("/accounts/exports/people/pdf/").status_code == 404
