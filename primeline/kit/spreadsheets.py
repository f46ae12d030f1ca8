"""Writing tables for spreadsheets so that no cell becomes a formula there."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any, Final

import xlsxwriter

# What makes spreadsheets take text for a formula, in either width, or breaks out of the cell.
STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
# Windows programs take a file without this mark for their own code page.
MARK: Final = "\ufeff"

Line = Sequence[Any]


def guarded(value: Any) -> Any:
    """Return what may stand in a cell: text that would become a formula gets a quote before it."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(STARTS_FORMULA) else value
    return "" if value is None else value


def write_csv(file: IO[str], lines: Iterable[Line]) -> int:
    """Write lines as comma-separated text and return how many."""
    file.write(MARK)
    writer, count = csv.writer(file), 0
    for line in lines:
        writer.writerow([guarded(_plain(value)) for value in line])
        count += 1
    return count


def write_workbook(file: IO[bytes], lines: Iterable[Line], *, title: str) -> int:
    """Write lines as a workbook of one sheet, its first line set apart, and return how many."""
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(title[:31])
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    count = 0
    for count, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            if isinstance(value, date) and not isinstance(value, datetime):
                sheet.write_datetime(count - 1, column, value, day)
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                sheet.write_number(count - 1, column, value)
            else:
                # As a string the cell is safe already; the quote would be shown.
                sheet.write_string(
                    count - 1, column, str(_plain(value)), bold if count == 1 else None
                )
    book.close()
    return count


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, (date, datetime)) else value
