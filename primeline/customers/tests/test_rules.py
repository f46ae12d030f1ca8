"""What an account must look like, and how much of a person may be shown."""

import pytest

from primeline.customers import rules
from primeline.customers.choices import CustomerStatus, IdentifierKind
from primeline.kit.errors import Refused

GOOD_CREDIT_CODE = "91110000600037341L"


class TestCleanIdentifier:
    def test_keeps_a_good_credit_code_compact(self) -> None:
        spaced = " 9111 0000 6000 37341l "

        assert rules.clean_identifier(IdentifierKind.CREDIT_CODE, spaced) == GOOD_CREDIT_CODE

    @pytest.mark.parametrize("position", range(18))
    def test_one_wrong_digit_is_noticed(self, position: int) -> None:
        old = GOOD_CREDIT_CODE[position]
        wrong = "3" if old != "3" else "4"
        code = GOOD_CREDIT_CODE[:position] + wrong + GOOD_CREDIT_CODE[position + 1 :]

        with pytest.raises(Refused) as refusal:
            rules.clean_identifier(IdentifierKind.CREDIT_CODE, code)

        assert refusal.value.field == "identifier"

    @pytest.mark.parametrize(
        ("kind", "written", "words"),
        [
            (IdentifierKind.CREDIT_CODE, GOOD_CREDIT_CODE[:17], "this has 17"),
            (IdentifierKind.CREDIT_CODE, "A" + GOOD_CREDIT_CODE[1:3] + "X" * 15, "I, O, S, V"),
            (IdentifierKind.CREDIT_CODE, GOOD_CREDIT_CODE[:17] + "2", "check digit"),
            (IdentifierKind.IDENTITY_CARD, "1101051949123100", "this has 16"),
            (IdentifierKind.IDENTITY_CARD, "110105194912310021", "check digit"),
            (IdentifierKind.IDENTITY_CARD, "ABCDEF19491231002X", "day of birth"),
            (IdentifierKind.PASSPORT, "E1;", "5 to 20"),
            (IdentifierKind.OTHER, "7" * 41, "at most 40"),
        ],
    )
    def test_says_what_is_wrong_with_it(self, kind: str, written: str, words: str) -> None:
        with pytest.raises(Refused) as refusal:
            rules.clean_identifier(kind, written)

        assert refusal.value.field == "identifier"
        assert words in str(refusal.value.message)

    def test_full_width_signs_are_as_good(self) -> None:
        full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in GOOD_CREDIT_CODE)

        assert rules.clean_identifier(IdentifierKind.CREDIT_CODE, full_width) == GOOD_CREDIT_CODE

    def test_an_identifier_needs_its_kind(self) -> None:
        with pytest.raises(Refused) as refusal:
            rules.clean_identifier("", "ABC123")

        assert refusal.value.field == "identifier_kind"

    def test_none_is_none(self) -> None:
        assert rules.clean_identifier("", "  ") == ""


class TestCheckStatusStep:
    def test_a_closed_account_may_be_opened_again(self) -> None:
        rules.check_status_step(CustomerStatus.CLOSED, CustomerStatus.ACTIVE)

    def test_a_closed_account_cannot_be_suspended(self) -> None:
        with pytest.raises(Refused):
            rules.check_status_step(CustomerStatus.CLOSED, CustomerStatus.SUSPENDED)
