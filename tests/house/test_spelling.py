"""English is spelled the American way, so that one word is found by one search."""

import re
from pathlib import Path

from tests.house.house import files, name_of, of_each, text_of

BRITISH = re.compile(
    r"\b\w*(?:isation|colour|behaviour|catalogue|neighbour|favour|licence|judgement)\w*"
    r"|\b(?:recogni|organi|summari|normali|seriali|authori|prioriti|minimi)s(?:e[ds]?|ing)\b",
    re.IGNORECASE,
)
# What stands in other people's files is recognized however it is spelled.
SPELLED_BY_OTHERS = {"primeline/imports/cells/words.py", "primeline/imports/targets/customers.py"}


@of_each(files(".py", ".md", ".html", ".po", ".css", ".js"))
def test_words_are_spelled_the_american_way(path: Path) -> None:
    if name_of(path) in SPELLED_BY_OTHERS or path.resolve() == Path(__file__).resolve():
        return
    for number, line in enumerate(text_of(path).splitlines(), 1):
        found = BRITISH.search(line)
        assert found is None, f"line {number}: {found and found[0]}"
