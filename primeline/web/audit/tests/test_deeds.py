"""Every deed has words, in both languages, and can be searched for."""

import re
from pathlib import Path

import pytest
from django.utils import translation

import primeline
from primeline.audit.walls.metadata import archive_tables
from primeline.web.audit.deeds import DEEDS, deed_words
from primeline.web.audit.forms import ActSearchForm
from primeline.web.audit.words import TABLES

CODE = Path(primeline.__file__).parent
_OPENED = re.compile(r"(?:@deed\(|\bact\(kind=)\"([a-z_]+\.[a-z_]+)\"")
# Measuring writes acts into databases that nobody reads.
_UNTOLD = ("bench.",)
TOLD = sorted(kind for deeds in DEEDS.values() for kind in deeds)


def kinds_in_the_code() -> set[str]:
    found = set()
    for file in CODE.rglob("*.py"):
        if "tests" not in file.parts and "testing" not in file.parts:
            found.update(_OPENED.findall(file.read_text(encoding="utf-8")))
    return {kind for kind in found if not kind.startswith(_UNTOLD)}


def test_every_deed_of_the_code_has_words_and_no_words_are_left_over() -> None:
    assert kinds_in_the_code() == set(TOLD)


@pytest.mark.parametrize("kind", TOLD)
def test_words_are_translated_and_the_record_can_be_searched_for_them(kind: str) -> None:
    with translation.override("zh-hans"):
        chinese = deed_words(kind)
    with translation.override("en"):
        english = deed_words(kind)

    assert kind not in (chinese, english)
    assert chinese != english
    assert ActSearchForm({"room": kind}).is_valid()


def test_every_table_with_a_history_has_words() -> None:
    tables = {table.name for table in archive_tables()}

    assert tables - set(TABLES) == set()
