"""Writing tables for spreadsheets so that no cell becomes a formula there."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import IO, Any, Final, cast

from django.utils import timezone

# What makes spreadsheets take text for a formula, in either width, or breaks out of the cell.
STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
# What makes a program take such text for text after all.
GUARD: Final = "'"
# Windows programs take a file without this mark for their own code page.
MARK: Final = "\ufeff"
WORKBOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES_AT_ONCE: Final = 500
LONGEST_CELL: Final = 32_767
LONGEST_COMMENT: Final = 255
LONGEST_TITLE: Final = 31
# What no sheet may be called with; nor may its name begin or end with an apostrophe.
NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\]+ *")
# What programs open of one sheet; a library leaves out the rest and says nothing.
ROWS_OF_SHEET = 1_048_576

Line = Sequence[Any]


def harmless(value: object) -> Any:
    """Return what may stand in a cell: text that would become a formula gets a quote before it."""
    if isinstance(value, str):
        # As it says itself: a stored text about people says no more than an outline.
        value = str(value)
        return f"'{value}" if value.lstrip(GUARD).startswith(STARTS_FORMULA) else value
    return _plain(value)


def original(cell: str) -> str:
    """Return the text that `harmless` may have put a quote before."""
    is_guarded = cell.startswith(GUARD) and cell.lstrip(GUARD).startswith(STARTS_FORMULA)
    return cell[1:] if is_guarded else cell


def csv_parts(lines: Iterable[Line]) -> Iterator[str]:
    """Yield lines as comma-separated text, many at once."""
    writer = csv.writer(_Echo())
    yield MARK
    waiting = iter(lines)
    while batch := list(islice(waiting, LINES_AT_ONCE)):
        yield "".join(
            cast(str, writer.writerow([_to_the_cent(harmless(value)) for value in line]))
            for line in batch
        )


def write_csv(file: IO[str], lines: Iterable[Line]) -> int:
    """Write lines as comma-separated text and return how many."""
    count = 0

    def counted() -> Iterator[Line]:
        nonlocal count
        for line in lines:
            count += 1
            yield line

    file.writelines(csv_parts(counted()))
    return count


def write_workbook(file: IO[bytes], lines: Iterable[Line], *, title: str, head: int = 0) -> int:
    """Write lines as a workbook and return how many; line `head` names the columns.

    What one sheet cannot hold goes on in the next, below the names of the columns.
    """
    # Loaded here: only who wants a workbook waits for it.
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    with xlsxwriter.Workbook(file, options) as book:
        sheets = _Sheets(book, _sheet_name(title), head)
        for count, line in enumerate(lines, start=1):
            if head and count == 1:
                # Who took it out and when stays with the file, also where the line is cut off.
                book.set_properties({"title": title, "comments": str(line[0])[:LONGEST_COMMENT]})
            sheets.write(line)
    return count


class _Sheets:
    """The sheets of a workbook, one after the other."""

    def __init__(self, book: Any, title: str, head: int) -> None:
        self.book, self.title, self.head = book, title, head
        self.bold = book.add_format({"bold": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.columns: Line = ()
        self.count = 0
        self._begin()

    def write(self, line: Line) -> None:
        """Write one line, on a new sheet if this one is full."""
        if self.row == ROWS_OF_SHEET:
            self._begin()
            self._put(self.columns, self.bold)
        is_head = self.count == 1 and self.row == self.head
        self.columns = line if is_head else self.columns
        self._put(line, self.bold if is_head else None)

    def _begin(self) -> None:
        self.count += 1
        self.row = 0
        number = f" {self.count}" if self.count > 1 else ""
        self.sheet = self.book.add_worksheet(self.title[: LONGEST_TITLE - len(number)] + number)
        self.sheet.freeze_panes(*((self.head + 1, self.head) if self.count == 1 else (1, 0)))

    def _put(self, line: Line, form: Any) -> None:
        for column, value in enumerate(line):
            place = self.row, column
            if isinstance(value, date) and not isinstance(value, datetime):
                self.sheet.write_datetime(*place, value, self.day)
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                self.sheet.write_number(*place, value)
            else:
                # As a string the cell is safe already; the quote would be shown.
                self.sheet.write_string(*place, str(_plain(value))[:LONGEST_CELL], form)
        self.row += 1


def _sheet_name(title: str) -> str:
    """Return what a sheet may be called that is about this."""
    return NOT_IN_TITLES.sub(" ", title)[:LONGEST_TITLE].strip(f" {GUARD}")


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def _to_the_cent(value: Any) -> Any:
    return f"{value:.2f}" if isinstance(value, float) else value
