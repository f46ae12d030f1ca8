"""Cleaning what a cell says: widths, spaces, characters that no one meant."""

import re
import unicodedata
from typing import Final

from primeline.imports.problems import Unreadable
from primeline.kit.sent import says_nothing
from primeline.privacy.mentions import number_in

# What people write into a cell to say that there is nothing.
NOTHING: Final = frozenset({"", "-", "--", "—", "/", "无", "null", "none", "nan", "n/a", "#n/a"})
LONGEST_NOTHING: Final = max(map(len, NOTHING))

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
_SPREADSHEET_NUMBER: Final = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+\d{2}")


def cleaned(text: str) -> str:
    """Return the text on one line without characters that cannot be seen."""
    if text.isascii() and text.isprintable():
        return text.strip()
    if says_nothing(text):
        return ""
    if text.isprintable():
        return text.strip()
    return " ".join(_CONTROL.sub(" ", text).split())


def narrowed(text: str) -> str:
    """Return the text with full-width digits, letters and signs made ordinary ones."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def as_text(text: str, *, most: int) -> str:
    """Return the text as it is stored.

    :raises Unreadable: if it is too long
    """
    if len(text) > most:
        raise Unreadable("TOO_LONG", most=most)
    return text


def as_free_text(text: str, *, most: int) -> str:
    """Return what somebody typed about an account.

    :raises Unreadable: if it is too long, or the number of a person stands in it
    """
    if (found := number_in(text)) is not None:
        raise Unreadable(f"{found.name}_IN_TEXT")
    return as_text(text, most=most)


def as_reference(text: str, *, most: int) -> str:
    """Return a number by which another system knows something: digits stay as they are.

    :raises Unreadable: if it is too long, or a spreadsheet has rounded it
    """
    plain = narrowed(text)
    if "+" in plain and _SPREADSHEET_NUMBER.fullmatch(plain):
        raise Unreadable("LONG_NUMBER")
    # A column of numbers that went through a spreadsheet comes back as 1001.0.
    if plain.endswith(".0") and plain[:-2].isdigit():
        plain = plain[:-2]
    return as_text(plain, most=most)
