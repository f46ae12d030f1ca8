"""Days and months as people and spreadsheets write them."""

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from primeline.imports.cells.text import narrowed
from primeline.imports.problems import Unreadable


class DateOrder(StrEnum):
    """In which order a file writes the parts of a day."""

    YEAR_FIRST = "YMD"
    DAY_FIRST = "DMY"
    MONTH_FIRST = "MDY"


_CHINESE_DIGITS: Final = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月?)")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_COMPACT_MONTH: Final = re.compile(r"(\d{4})(\d{2})")
_TIME: Final = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")
_SERIAL: Final = re.compile(r"\d{5}(\.\d+)?")
# Day 0 of spreadsheets, so that every serial after February 1900 is right.
_SERIAL_ORIGIN: Final = date(1899, 12, 30)


def as_day(text: str, *, order: DateOrder = DateOrder.YEAR_FIRST) -> date:
    """Return the day that a cell names; a time behind it is left out.

    :raises Unreadable: if it names none, or may name two
    """
    plain = _TIME.sub("", _plain(text))
    if match := _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain):
        year, month, day = match.groups()
        return _day(text, int(year), int(month), int(day or 0))
    if match := _YEAR_LAST.fullmatch(plain):
        return _year_last(text, order, *map(int, match.groups()))
    if _SERIAL.fullmatch(plain):
        return _SERIAL_ORIGIN + timedelta(days=int(float(plain)))
    raise Unreadable("NOT_A_DATE", value=text)


def as_month(text: str, *, order: DateOrder = DateOrder.YEAR_FIRST) -> date:
    """Return the first day of the month that a cell names.

    :raises Unreadable: if it names none
    """
    plain = _plain(text)
    if match := _COMPACT_MONTH.fullmatch(plain):
        return _month(text, int(match[1]), int(match[2]))
    if (match := _YEAR_FIRST.fullmatch(plain)) and match[3] is None:
        return _month(text, int(match[1]), int(match[2]))
    try:
        return as_day(text, order=order).replace(day=1)
    except Unreadable as wrong:
        code = "NOT_A_MONTH" if wrong.code == "NOT_A_DATE" else wrong.code
        raise Unreadable(code, value=text) from wrong


def _plain(text: str) -> str:
    plain = narrowed(text).replace(" 年", "年").replace("号", "日")
    if "年" in plain:
        plain = _tens(plain).translate(_CHINESE_DIGITS).replace(" ", "")
    return plain


def _tens(text: str) -> str:
    # 十二 is 12, 二十 is 20, 二十三 is 23, 十 alone is 10.
    text = re.sub(r"(?<![一二三])十(?![一二三四五六七八九])", "一零", text)
    text = re.sub(r"(?<![一二三])十", "一", text)
    text = re.sub(r"十(?![一二三四五六七八九])", "零", text)
    return text.replace("十", "")


def _year_last(text: str, order: DateOrder, first: int, second: int, year: int) -> date:
    if order is DateOrder.DAY_FIRST:
        return _day(text, year, second, first)
    if order is DateOrder.MONTH_FIRST:
        return _day(text, year, first, second)
    # Unless the file says its order, only a day that can be read in one way is read.
    if first > 12 >= second or first == second <= 12:
        return _day(text, year, second, first)
    if second > 12 >= first:
        return _day(text, year, first, second)
    if first > 12 or second > 12:
        raise Unreadable("NOT_A_DATE", value=text)
    raise Unreadable("AMBIGUOUS_DATE", value=text)


def _month(text: str, year: int, month: int) -> date:
    try:
        return _day(text, year, month, 1)
    except Unreadable as wrong:
        raise Unreadable("NOT_A_MONTH", value=text) from wrong


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError as wrong:
        raise Unreadable("NOT_A_DATE", value=text) from wrong
    if not 1900 <= year <= 2100:
        raise Unreadable("DATE_OUT_OF_RANGE", value=text)
    return found
