"""What a cell means: days, money, numbers, words, telephones, identifiers."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from primeline.customers.choices import CustomerKind, IdentifierKind
from primeline.imports.cells.amounts import MoneyUnit, as_cents, as_count, as_fee
from primeline.imports.cells.contact import as_email, as_identifier, as_phone
from primeline.imports.cells.days import DateOrder, as_day, as_month
from primeline.imports.cells.text import as_reference, cleaned
from primeline.imports.cells.words import as_flag, as_word, vocabulary
from primeline.imports.problems import MESSAGES, Problem, Unreadable
from primeline.imports.wording import sentence_of

GOOD_CREDIT_CODE = "91110000600037341L"


def refusal(convert: Any, text: str, **options: Any) -> str:
    """Return the code under which a cell is refused."""
    with pytest.raises(Unreadable) as refused:
        convert(text, **options)
    return refused.value.code


def answer(convert: Any, text: str) -> Any:
    """Return what a cell is read as, or the code under which it is refused."""
    try:
        return convert(text)
    except Unreadable as refused:
        return refused.code


class TestDays:
    @pytest.mark.parametrize(
        "text",
        [
            "2024-03-05",
            "2024/3/5",
            "2024.3.5",
            "20240305",
            "2024年3月5日",
            "2024年03月05号",
            "２０２４－０３－０５",
            "二〇二四年三月五日",
            "2024-03-05 00:00:00",
            "2024-03-05T08:30:00+08:00",
            "45356",
            "45356.75",
        ],
    )
    def test_reads_what_people_and_spreadsheets_write(self, text: str) -> None:
        assert as_day(text) == date(2024, 3, 5)

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("二〇二四年十二月二十三日", date(2024, 12, 23)),
            ("二〇二四年十月十日", date(2024, 10, 10)),
            ("二〇二四年一月三十一日", date(2024, 1, 31)),
            ("二〇二四年二月二十日", date(2024, 2, 20)),
        ],
    )
    def test_reads_chinese_numbers(self, text: str, day: date) -> None:
        assert as_day(text) == day

    def test_reads_a_day_that_has_one_meaning(self) -> None:
        assert as_day("31/12/2024") == as_day("12/31/2024") == date(2024, 12, 31)

    def test_asks_which_of_two_days_is_meant(self) -> None:
        assert refusal(as_day, "03/05/2024") == "AMBIGUOUS_DATE"
        assert as_day("03/05/2024", order=DateOrder.DAY_FIRST) == date(2024, 5, 3)
        assert as_day("03/05/2024", order=DateOrder.MONTH_FIRST) == date(2024, 3, 5)

    @pytest.mark.parametrize(
        "text",
        [
            "yesterday",
            "2024-02-30",
            "2024-13-01",
            "5",
            "1e5",
            "2024",
            "32.13.2024",
            "13/13/2024",
            "30.02.2024",
        ],
    )
    def test_refuses_what_is_no_day(self, text: str) -> None:
        assert refusal(as_day, text) == "NOT_A_DATE"

    def test_refuses_a_slip_of_the_year(self) -> None:
        assert refusal(as_day, "0224-03-05") == "DATE_OUT_OF_RANGE"

    @pytest.mark.parametrize("text", ["2024-03", "202403", "2024年3月", "2024/3/17", "2024.03"])
    def test_reads_months(self, text: str) -> None:
        assert as_month(text) == date(2024, 3, 1)

    @pytest.mark.parametrize("text", ["March", "2024-13", "202413"])
    def test_refuses_what_is_no_month(self, text: str) -> None:
        assert refusal(as_month, text) == "NOT_A_MONTH"

    @given(st.dates(min_value=date(1954, 10, 4), max_value=date(2100, 12, 31)))
    def test_knows_every_serial_of_a_spreadsheet(self, day: date) -> None:
        assert as_day(str((day - date(1899, 12, 30)).days)) == day

    @given(st.text(max_size=20))
    def test_never_falls_over(self, text: str) -> None:
        for convert in (as_day, as_month):
            assert isinstance(answer(convert, text), date) or answer(convert, text) in MESSAGES


class TestMoney:
    @pytest.mark.parametrize(
        ("text", "cents"),
        [
            ("1234.5", 123_450),
            ("1,234.50", 123_450),
            ("￥1,234.50", 123_450),
            ("¥ 12", 1_200),
            ("１２３４．５", 123_450),
            ("1.2万", 1_200_000),
            ("1.2 万元", 1_200_000),
            ("350元", 35_000),
            ("0.5亿", 5_000_000_000),
            ("29.849999999999998", 2_985),
            ("-12.50", -1_250),
            ("(12.50)", -1_250),
        ],
    )
    def test_reads_amounts(self, text: str, cents: int) -> None:
        assert as_cents(text) == cents

    def test_takes_the_unit_of_the_column_unless_the_cell_has_one(self) -> None:
        assert as_cents("1.2", unit=MoneyUnit.TEN_THOUSAND) == 1_200_000
        assert as_cents("120元", unit=MoneyUnit.TEN_THOUSAND) == 12_000
        assert as_cents("120", unit=MoneyUnit.FEN) == 120

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("about 30", "NOT_MONEY"),
            ("1.234,50", "NOT_MONEY"),
            ("12,34", "NOT_MONEY"),
            ("1e5", "NOT_MONEY"),
            ("=1+1", "NOT_MONEY"),
            ("12.345", "TOO_PRECISE"),
            ("99999999999999", "TOO_LARGE"),
        ],
    )
    def test_refuses_what_is_no_amount(self, text: str, code: str) -> None:
        assert refusal(as_cents, text) == code

    def test_refuses_a_negative_fee(self) -> None:
        assert refusal(as_fee, "-1") == "NEGATIVE"

    @given(st.integers(min_value=0, max_value=10**13))
    def test_loses_no_fen(self, cents: int) -> None:
        assert as_cents(f"{cents // 100:,}.{cents % 100:02d}") == cents

    @given(st.text(max_size=20))
    def test_never_falls_over(self, text: str) -> None:
        for convert in (as_cents, as_count):
            assert isinstance(answer(convert, text), int) or answer(convert, text) in MESSAGES


class TestNumbers:
    @pytest.mark.parametrize(("text", "number"), [("12", 12), ("12.0", 12), ("１，２００", 1200)])
    def test_reads_whole_numbers(self, text: str, number: int) -> None:
        assert as_count(text) == number

    @pytest.mark.parametrize("text", ["-1", "1.5", "twelve", "12 months"])
    def test_refuses_others(self, text: str) -> None:
        assert refusal(as_count, text) == "NOT_A_NUMBER"

    def test_keeps_the_digits_of_foreign_numbers(self) -> None:
        assert as_reference("000123", most=64) == "000123"
        assert as_reference("1001.0", most=64) == "1001"

    def test_refuses_a_number_that_a_spreadsheet_has_rounded(self) -> None:
        assert refusal(as_reference, "1.10101E+17", most=64) == "LONG_NUMBER"


class TestWords:
    @pytest.mark.parametrize("text", ["yes", "Y", "1", "是", "有", "TRUE", "√"])
    def test_knows_yes(self, text: str) -> None:
        assert as_flag(text) is True

    @pytest.mark.parametrize("text", ["no", "N", "0", "否", "没有", "False"])
    def test_knows_no(self, text: str) -> None:
        assert as_flag(text) is False

    @pytest.mark.parametrize(
        "text", ["organization", "单位客户", "单位", "企业", "ORGANIZATION", "Ｏrganization"]
    )
    def test_knows_choices_in_both_languages(self, text: str) -> None:
        words = vocabulary(CustomerKind)

        assert as_word(text, words=words, choices="CustomerKind") == CustomerKind.ORGANIZATION

    def test_takes_out_what_nobody_sees(self) -> None:
        assert cleaned(" 望潮\u200b港务\x07\n集团\ufeff ") == "望潮 港务 集团"
        assert [cleaned(cell) for cell in ("\u2800", " \u3164 ", "\u200e\u034f")] == ["", "", ""]


class TestContacts:
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("13800001234", "+8613800001234"),
            ("138 0000 1234", "+8613800001234"),
            ("+86 138-0000-1234", "+8613800001234"),
            ("１３８００００１２３４", "+8613800001234"),
            ("0571-88881234", "+8657188881234"),
            ("+44 20 7946 0018", "+442079460018"),
            ("0571-88881234-12", "+8657188881234;ext=12"),
            ("0571 8888 1234 转 12", "+8657188881234;ext=12"),
        ],
    )
    def test_reads_telephone_numbers(self, text: str, number: str) -> None:
        assert as_phone(text) == number

    @pytest.mark.parametrize("text", ["12", "call me", "99999999999"])
    def test_refuses_what_nobody_can_call(self, text: str) -> None:
        assert refusal(as_phone, text) == "NOT_A_PHONE"

    @given(st.from_regex(r"1[3-9]\d{9}", fullmatch=True))
    def test_the_short_way_agrees_with_the_long_one(self, text: str) -> None:
        from primeline.customers.phones import clean_phone
        from primeline.kit.errors import Refused

        try:
            expected: str | None = clean_phone(text)
        except Refused:
            expected = None

        try:
            found: str | None = as_phone(text)
        except Unreadable:
            found = None

        assert found == expected

    def test_reads_addresses(self) -> None:
        assert as_email("wang@example.com") == "wang@example.com"
        assert refusal(as_email, "wang at example") == "NOT_AN_EMAIL"

    def test_tells_identifiers_by_their_check_digits(self) -> None:
        assert as_identifier(GOOD_CREDIT_CODE, kind="") == (
            IdentifierKind.CREDIT_CODE,
            GOOD_CREDIT_CODE,
        )
        assert as_identifier("11010519491231002X", kind="")[0] == IdentifierKind.IDENTITY_CARD

    @pytest.mark.parametrize(
        ("text", "kind", "code"),
        [
            ("911100006000373411", "", "NOT_AN_IDENTIFIER"),
            ("110105194912310021", IdentifierKind.IDENTITY_CARD, "NOT_AN_IDENTIFIER"),
            ("G12345678", "", "IDENTIFIER_KIND"),
        ],
    )
    def test_refuses_those_that_fail(self, text: str, kind: str, code: str) -> None:
        assert refusal(as_identifier, text, kind=kind) == code

    def test_takes_a_passport_at_its_word(self) -> None:
        assert as_identifier("G12345678", kind=IdentifierKind.PASSPORT)[1] == "G12345678"


def test_every_problem_is_a_sentence() -> None:
    words = {"value": "x", "most": 5, "row": 7, "choices": "CustomerKind"}
    for code in MESSAGES:
        said = sentence_of(Problem(code=code, column="c", words=words))
        assert said.endswith((".", "。", ").")), said
