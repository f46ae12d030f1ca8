"""Which grade a retail chain has, and what may be said about a partner. Pure answers."""

import re
from collections.abc import Sequence
from typing import Final

from primeline.partners.choices import PartnerKind, RetailGrade

MOST_PROVINCES: Final = 40
LONGEST_NAME: Final = 20


def provinces_in(text: str) -> list[str]:
    """Return the provinces that a text names, each once, in the order said."""
    names = (name.strip()[:LONGEST_NAME] for name in re.split(r"[,，、;；\n]", text))
    return list(dict.fromkeys(name for name in names if name))[:MOST_PROVINCES]


def grade_of(kind: str, *, is_international: bool, provinces: Sequence[str]) -> str:
    """Return the grade that follows from where a retail chain is at home; others have none."""
    if kind != PartnerKind.RETAIL_CHAIN or not provinces:
        return ""
    if len(provinces) == 1:
        return RetailGrade.LOCAL
    return RetailGrade.GLOBAL if is_international else RetailGrade.NATIONAL
