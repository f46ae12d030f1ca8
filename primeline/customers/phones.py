"""Telephone numbers as they are stored: `+8657188881234`, an extension as `…;ext=12` (RFC 3966)."""

import re
import unicodedata
from typing import Final

import phonenumbers
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumber, PhoneNumberType

from primeline.kit.errors import Refused

PHONE_REGION: Final = "CN"
# `转12`, `分机 12`, `ext. 12`, `x12`, `#12`. A dash says it too, if the number is none otherwise.
_EXTENSION: Final = re.compile(
    r"[\s,;-]*(?:转|轉|分机号?|內線|内线|;ext=|extension|ext|x|#)[\s.:]*(\d{1,7})",
    re.IGNORECASE | re.ASCII,
)
_AFTER_A_DASH: Final = re.compile(r"\s*[-‐‑–—]\s*(\d{1,7})", re.ASCII)
_DIALED: Final = re.compile(r"\+\d{5,15}(?:;ext=\d{1,7})?", re.ASCII)
_MOBILE: Final = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


def clean_phone(text: str) -> str:
    """Return a telephone number in E.164 form, with its extension if it has one.

    :raises Refused: if it cannot be one
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return ""
    base, extension = _apart(plain, _EXTENSION)
    number = _valid(base)
    if number is None and not extension:
        base, extension = _apart(plain, _AFTER_A_DASH)
        number = _valid(base) if extension else None
    if number is None or number.extension:
        raise Refused(_PHONE_TROUBLE, field="phone")
    stored = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{stored};ext={extension}" if extension else stored


def changed_phone(text: str, *, stored: str) -> str:
    """Return a number as it is stored; what nobody touched stays, however it came in.

    :raises Refused: if it is another one and cannot be one
    """
    return stored if text.strip() == stored else clean_phone(text)


def can_be_dialed(stored: str) -> bool:
    """Test whether a stored number can be called: some came in before anybody looked at them."""
    return _DIALED.fullmatch(stored) is not None


def takes_messages(stored: str) -> bool:
    """Test whether a text message gets to a stored number: to no land line and no extension."""
    if not can_be_dialed(stored) or ";" in stored:
        return False
    number = phonenumbers.parse(stored)
    # What the plan of numbers of a country does not tell may be tried.
    return phonenumbers.number_type(number) in {*_MOBILE, PhoneNumberType.UNKNOWN}


def _apart(text: str, ending: re.Pattern[str]) -> tuple[str, str]:
    """Return a number and its extension, which is empty if it has none."""
    for found in ending.finditer(text):
        if found.end() == len(text):
            return text[: found.start()], found[1]
    return text, ""


def _valid(text: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, PHONE_REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


_PHONE_TROUBLE = _(
    "This is no telephone number that can be called. Write it with the area code, "
    "for example 0571 8888 1234 or 138 0000 1234, and an extension as 0571 8888 1234 ext 12."
)
