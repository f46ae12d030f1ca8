"""How figures and days are written in each language."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from primeline.web import formats


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


class TestMoney:
    @pytest.mark.parametrize(
        ("cents", "written"),
        [
            (0, "¥0"),
            (123_456_700, "¥1,234,567"),
            (1_234_560, "¥12,345.60"),
            (5, "¥0.05"),
            (-250_000, "-¥2,500"),
            (None, "–"),
        ],
    )
    def test_has_thousands_separators_and_fen_only_where_there_are_any(
        self, cents: int | None, written: str
    ) -> None:
        assert formats.yuan(cents) == written

    def test_is_in_ten_thousands_on_chinese_boards(self, chinese: None) -> None:
        assert formats.wan(3_390_000_000) == "3,390.0 万元"

    def test_is_in_thousands_or_millions_on_english_boards(self, english: None) -> None:
        assert formats.wan(3_390_000_000) == "¥33.90 million"
        assert formats.wan(12_345_600) == "¥123.5 k"


class TestDays:
    DAY = date(2026, 10, 31)

    def test_in_chinese(self, chinese: None) -> None:
        assert formats.day(self.DAY) == "2026-10-31"
        assert formats.month(self.DAY) == "2026年10月"

    def test_in_english(self, english: None) -> None:
        assert formats.day(self.DAY) == "31 Oct 2026"
        assert formats.month(self.DAY) == "Oct 2026"

    def test_of_moments_are_where_the_reader_is(self, english: None) -> None:
        late = datetime(2026, 10, 30, 17, 5, tzinfo=UTC)

        with timezone.override("Asia/Shanghai"):
            assert formats.moment(late) == "31 Oct 2026 01:05"
            assert formats.day(late) == "31 Oct 2026"


@pytest.mark.parametrize(
    ("mbps", "written"), [(500, "500M"), (10_000, "10G"), (1_500, "1500M"), (None, "–"), (0, "–")]
)
def test_bandwidths_are_written_as_people_say_them(mbps: int | None, written: str) -> None:
    assert formats.bandwidth(mbps) == written


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("+8613800138000", "138 0013 8000"),
        ("+442079460958", "+44 20 7946 0958"),
        ("whatever", "whatever"),
    ],
)
def test_telephone_numbers_are_written_as_in_their_country(stored: str, written: str) -> None:
    assert formats.phone(stored) == written


def test_shares_are_percentages() -> None:
    assert formats.share(0.3333) == "33.3%"
    assert formats.share(1, 0) == "100%"
    assert formats.share(None) == "–"
    # A share that is rounded away is not none at all.
    assert formats.share(0.0004) == "<0.1%"
    assert formats.share(0.0005) == "0.1%"
    assert formats.share(0.004, 0) == "<1%"
    assert formats.share(0) == "0.0%"


def test_badges_of_tiers_are_one_character_in_chinese(chinese: None) -> None:
    badges = [formats.tier_words(tier) for tier in ("T0", "T1", "T2", "T3")]

    assert [short for short, _long in badges] == ["钻", "金", "银", "标"]
    assert badges[0][1] == "客户服务等级：钻石"


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        (0, 0, "0"),
        (0.04, 1, "0"),
        (-0.04, 1, "0"),
        (5, 0, "+5"),
        (-3, 0, "−3"),
        (-1200.25, 1, "−1,200.2"),
    ],
)
def test_a_change_has_a_sign_and_nothing_has_none(value: float, digits: int, written: str) -> None:
    assert formats.signed(value, digits) == written


def test_parts_of_the_system_are_called_by_name_in_both_languages() -> None:
    with translation.override("zh-hans"):
        assert formats.actor("system:example") == "系统 (示例)"
        assert formats.actor("system:commitments") == "系统 (应办事项)"
    assert formats.actor("system:unheard of") == "the system (unheard of)"
    assert formats.actor("lin") == "lin"
