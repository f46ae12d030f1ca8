"""Mistyped Latin words: whatever is one edit away is found, by the index and by the pattern."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from primeline.kit.deeds import System
from primeline.search import actions, queries, rules, typos
from primeline.search.choices import EntryKind
from primeline.search.values import ALIKE, Entry

SUNDAY = datetime(2026, 11, 22, tzinfo=UTC)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDS = st.text(alphabet=LETTERS, min_size=4, max_size=12)


def slips_of(word: str, place: int, letter: str) -> list[str]:
    """Return what comes of hitting a wrong key, one too many, one too few, or two exchanged."""
    slips = [
        word[:place] + letter + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + word[place + 1 :],
        word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
    ]
    return [slip for slip in slips if len(slip) >= rules.SHORTEST_WORD]


class TestNear:
    @given(WORDS, st.data())
    def test_every_slip_stays_as_typed_its_grams_and_told_by_its_pattern(
        self, word: str, data: st.DataObject
    ) -> None:
        place = data.draw(st.integers(0, len(word) - 1))
        text = rules.text_of([word])
        held = set(rules.grams_of(text))

        for slip in slips_of(word, place, data.draw(st.sampled_from(LETTERS))):
            assert re.search(typos.pattern(slip), text), slip
            assert any(held.issuperset(grams) for grams in typos.grams_near(slip)), slip

    @given(WORDS)
    def test_no_set_of_grams_is_empty(self, word: str) -> None:
        assert all(typos.grams_near(word))

    @pytest.mark.parametrize(
        ("typed", "stands"),
        [("harbor", "arbour"), ("bank", "lake"), ("harx", "hbor"), ("wangchao", "wngcaho")],
    )
    def test_two_edits_are_too_many(self, typed: str, stands: str) -> None:
        assert not re.search(typos.pattern(typed), rules.text_of([stands]))


class TestMistyped:
    @pytest.mark.parametrize("text", ["", "abc", "C-0001", "重庆", "wang 银行", "a b c d eeeee"])
    def test_may_be_only_a_few_latin_words(self, text: str) -> None:
        assert typos.mistyped(text) == []

    def test_takes_short_words_beside_a_long_one(self) -> None:
        assert typos.mistyped("New Habror") == ["new", "habror"]


@pytest.mark.django_db
class TestFindAlike:
    @pytest.mark.row("B8")
    @pytest.mark.parametrize(
        "asked",
        [
            "Habror",
            "harbour",
            "hrbor",
            "xarbor",
            "Habror Bank",
            "bamk",
            "bnak harbor",
            "harborbamk",
        ],
    )
    def test_finds_an_english_name_by_one_slip_a_word(self, asked: str) -> None:
        _the_search_knows("Harbor Bank", customer_id=1)
        _the_search_knows("Lake Mills", customer_id=2)

        found = queries.find_alike(asked, 50)

        assert [(one.customer_id, one.distance) for one in found] == [(1, ALIKE)]

    @pytest.mark.parametrize(
        "asked", ["wangcaho", "wanchao", "wamg", "wagnchaoyi", "旺朝", "望朝银行"]
    )
    def test_finds_a_chinese_name_by_how_it_is_said(self, asked: str) -> None:
        _the_search_knows("望潮银行", "望潮一院", customer_id=1)
        _the_search_knows("衡桥通信", customer_id=2)

        assert [one.customer_id for one in queries.find_alike(asked, 50)] == [1]

    def test_takes_numbers_at_their_word(self) -> None:
        entry = Entry(customer_id=1, kind=EntryKind.CIRCUIT, texts=("HARBOR-1",))
        actions.index(entries=[entry], by=System("test"), at=SUNDAY)

        assert queries.find_alike("habror", 50) == []


def _the_search_knows(*texts: str, customer_id: int) -> None:
    entry = Entry(customer_id=customer_id, kind=EntryKind.NAME, texts=texts)
    actions.index(entries=[entry], by=System("test"), at=SUNDAY)
