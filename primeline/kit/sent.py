"""Reading what an address or a form says, whoever wrote it: words, whole numbers, moments."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Final

# What a key of a row can be at most, in both databases.
LARGEST_KEY = 2**63 - 1
_MOST_DIGITS = len(str(LARGEST_KEY))
# Control and format characters, spaces, and marks that stand on a letter where there is none.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"})
# What passes for a letter or sign and shows nothing: fillers, the empty Braille cell and the like.
_BLANK: Final = re.compile(
    "[\u115f\u1160\u2065\u2800\u3164\uffa0\ufff0-\ufff8\U0001d159\U000e0000-\U000e0fff]"
)


def says_nothing(text: str) -> bool:
    """Test whether a text is empty to whoever reads it, whatever stands in it."""
    return all(unicodedata.category(sign) in _UNSEEN or _BLANK.match(sign) for sign in text)


def whole_number(text: str, *, most: int = LARGEST_KEY) -> int | None:
    """Return the whole number that a text says, or None if it says none or a larger one."""
    if len(text) > _MOST_DIGITS or not (text.isascii() and text.isdecimal()):
        return None
    number = int(text)
    return number if number <= most else None


def moment(text: str) -> datetime | None:
    """Return the moment that a text says, or None if it says none that a database can hold."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
