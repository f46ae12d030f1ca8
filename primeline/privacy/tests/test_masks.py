"""What is shown to those who may not see: an outline, and never the whole."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from primeline.privacy import masks
from primeline.privacy.choices import PersonalKind
from primeline.privacy.values import Erased


@pytest.mark.row("B2")
@pytest.mark.parametrize(
    ("kind", "text", "outline"),
    [
        (PersonalKind.PHONE, "+8613800138000", "138****8000"),
        (PersonalKind.PHONE, "12345", "*****"),
        (PersonalKind.PHONE, "+8657188881234;ext=12", "571****1234-***"),
        (PersonalKind.PHONE, "8373579转395", "*******-***"),
        (PersonalKind.EMAIL, "li.wei@example.cn", "l***@example.cn"),
        (PersonalKind.EMAIL, "no address", "***"),
        (PersonalKind.NAME, "张明", "张*"),
        (PersonalKind.NAME, "张小明明明", "张**"),
        (PersonalKind.IDENTIFIER, "110105194912310020", "110************020"),
        (PersonalKind.ADDRESS, "望潮市海曙区中山路1号3幢", "望潮市海曙区***"),
        (PersonalKind.ADDRESS, "Harbor Road 1", "***"),
        (PersonalKind.BIRTHDAY, "1980-05-17", "***"),
    ],
)
def test_shows_as_much_as_the_rule_allows(kind: PersonalKind, text: str, outline: str) -> None:
    assert masks.shown(kind, text, is_clear=False) == outline
    assert masks.shown(kind, text, is_clear=True) == text


@given(st.sampled_from(PersonalKind), st.text(min_size=1, max_size=60))
def test_never_gives_a_whole_value_back(kind: PersonalKind, text: str) -> None:
    assume("*" not in text)
    outline = masks.masked(kind, text)
    assert outline != text
    assert "*" in outline


@pytest.mark.parametrize("kind", PersonalKind)
@pytest.mark.parametrize("is_clear", [True, False])
def test_never_shows_what_is_sealed(kind: PersonalKind, is_clear: bool) -> None:
    assert masks.shown(kind, "~1.5.abcdefgh", is_clear=is_clear) == masks.HIDDEN


@pytest.mark.parametrize("kind", PersonalKind)
def test_says_that_somebody_was_erased(kind: PersonalKind) -> None:
    assert masks.shown(kind, Erased("Erased"), is_clear=False) == "Erased"
