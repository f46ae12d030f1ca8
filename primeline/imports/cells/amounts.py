"""Money and whole numbers as people and spreadsheets write them."""

import re
from decimal import Decimal
from enum import StrEnum
from typing import Final

from primeline.imports.cells.text import narrowed
from primeline.imports.problems import Unreadable


class MoneyUnit(StrEnum):
    """What one unit of an amount column is."""

    YUAN = "YUAN"
    TEN_THOUSAND = "TEN_THOUSAND"
    FEN = "FEN"


CENTS: Final = {MoneyUnit.YUAN: 100, MoneyUnit.TEN_THOUSAND: 1_000_000, MoneyUnit.FEN: 1}
# Far below what a bigint holds, far above what anybody is billed.
MOST_CENTS: Final = 10**15
NOISE: Final = Decimal("0.000001")
MOST_COUNT: Final = 2_000_000_000

_PLAIN: Final = re.compile(r"-?\d{1,15}(\.\d{1,20})?")
_GROUPED: Final = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d{1,20})?")
_MONEY: Final = re.compile(
    r"(?P<sign>[-(]?)[¥$]?\s*(?P<number>-?[\d,.]+)\)?\s*(?P<unit>万?元?|亿元?)"
)
_WHOLE: Final = re.compile(r"(\d{1,3}(,\d{3})+|\d{1,12})(\.0+)?")


def as_cents(text: str, *, unit: MoneyUnit = MoneyUnit.YUAN) -> int:
    """Return an amount in fen. A unit in the cell (1.2万元) counts before that of the column.

    :raises Unreadable: if it is no amount, or finer than one fen
    """
    if text.isascii() and _PLAIN.fullmatch(text):
        return _cents(text, text, CENTS[unit])
    match = _MONEY.fullmatch(narrowed(text).strip())
    if match is None or not _is_number(match["number"]):
        raise Unreadable("NOT_MONEY", value=text)
    factor = CENTS[unit]
    if match["unit"].startswith("万"):
        factor = CENTS[MoneyUnit.TEN_THOUSAND]
    elif match["unit"].startswith("亿"):
        factor = 10_000 * CENTS[MoneyUnit.TEN_THOUSAND]
    elif match["unit"]:
        factor = CENTS[MoneyUnit.YUAN]
    cents = _cents(text, match["number"].replace(",", ""), factor)
    return -cents if match["sign"] else cents


def as_fee(text: str, *, unit: MoneyUnit = MoneyUnit.YUAN) -> int:
    """Return an amount that cannot be negative, in fen.

    :raises Unreadable: if it is none
    """
    cents = as_cents(text, unit=unit)
    if cents < 0:
        raise Unreadable("NEGATIVE", value=text)
    return cents


def as_count(text: str) -> int:
    """Return a whole number that is not negative.

    :raises Unreadable: if it is none
    """
    plain = narrowed(text).strip()
    match = _WHOLE.fullmatch(plain)
    if match is None:
        raise Unreadable("NOT_A_NUMBER", value=text)
    count = int(match[1].replace(",", ""))
    if count > MOST_COUNT:
        raise Unreadable("TOO_LARGE", value=text)
    return count


def _is_number(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text))


def _cents(text: str, number: str, factor: int) -> int:
    exact = Decimal(number) * factor
    cents = round(exact)
    # A floating-point number that was written out differs in its last digits only.
    if abs(cents - exact) > NOISE:
        raise Unreadable("TOO_PRECISE", value=text)
    if abs(cents) > MOST_CENTS:
        raise Unreadable("TOO_LARGE", value=text)
    return cents
