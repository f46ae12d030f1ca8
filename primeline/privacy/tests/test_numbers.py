"""Numbers of people however they are spelled, and numbers of the business that look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from primeline.kit.errors import Refused
from primeline.privacy import telling
from primeline.privacy.freetext import seen
from primeline.privacy.mentions import PersonalNumber, number_in
from primeline.privacy.readers import reading_as
from primeline.privacy.tests.people import mei
from primeline.testing.cast import lin

WIDE = str.maketrans("0123456789+()-. ", "０１２３４５６７８９＋（）－．\u3000")

national = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True).filter(
    # 150 2024-2025 is how long something holds.
    lambda number: number[3:5] not in {"19", "20"}
)
country = st.sampled_from(["", "+86", "0086", "86", "+86 ", "+86-", "(+86)", "0086 ", "0", "86 0"])
between = st.sampled_from(["", " ", "-", ".", "–", "·", " - ", "\u200b", "\xa0", "  "])
before = st.sampled_from(["", "call ", "电话", "电话：", "(", "/", "订单号 ", "no. "])
after = st.sampled_from(["", " ", "。", ".", ", ask", "找他", ")", "/2"])


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    """Return a mobile number as somebody may type it."""
    number, first, second = draw(national), draw(between), draw(between)
    area, exchange, rest = number[:3], number[3:7], number[7:]
    area = draw(st.sampled_from([area, f"({area})", f"({area}", f"{area})"]))
    by_digit = draw(st.sampled_from([" ", "-"])).join(number)
    typed = draw(st.sampled_from([f"{area}{first}{exchange}{second}{rest}", by_digit]))
    typed = f"{draw(country)}{typed}"
    return typed.translate(WIDE) if draw(st.booleans()) else typed


@pytest.mark.row("B2")
@pytest.mark.engine("sqlite")
class TestNumbers:
    @given(before, mobiles(), after)
    def test_a_mobile_number_is_found_however_it_is_spelled(
        self, before: str, typed: str, after: str
    ) -> None:
        assert number_in(f"{before}{typed}{after}") is PersonalNumber.MOBILE

    @given(st.sampled_from(["NO", "no", "DD-", "HT-2026-", "S_", "X"]), national, after)
    def test_letters_right_before_it_say_that_it_is_none(
        self, letters: str, number: str, after: str
    ) -> None:
        assert number_in(f"工单 {letters}{number}{after}") is None

    @pytest.mark.parametrize(
        "text",
        [
            "192.168.13.181",
            "1.3.6.1.4.1.2.3.5.6.7",
            "150 300 10000",
            "(0571)8888 1234",
            "2026-11-23 18:00",
            "1 2 3 4 5 6 7 8 9 10 11",
            "138000012345",
        ],
    )
    def test_numbers_of_the_business_pass(self, text: str) -> None:
        assert number_in(text) is None


@pytest.mark.django_db
@pytest.mark.row("B2")
@pytest.mark.engine("sqlite")
def test_the_way_out_tells_nobody_whether_the_number_is_somebodys() -> None:
    """Whoever sees people masked gets the same answer for a number on file as for any other."""
    account = mei().customer_id
    for number in ("13800001234", "13800001235"):
        with pytest.raises(Refused, match="letters right before it"):
            telling.kept(f"call ({number[:3]}) {number[3:]}", account=account)
        kept = telling.kept(f"order NO{number} late", account=account)
        assert kept.outline == f"order NO{number} late"
    assert "13800001234" not in telling.kept("order NO13800001234 late", account=account)
    with reading_as({lin().pk}):
        assert seen(telling.kept("(138)00001234", account=account)) == "(138)00001234"
