"""Tables as files: CSV sent as it is made, workbooks made with little memory, formulas as text."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any, cast

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone

Line = Sequence[Any]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that starts with one of these is run by spreadsheet programs, also in full width.
STARTS_A_FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")
LINES_AT_ONCE = 500
LONGEST_CELL = 32_767


def harmless(value: object) -> Any:
    """Return a value as a cell may hold it: text that a program would run is marked as text."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(STARTS_A_FORMULA) else value
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def as_csv(name: str, lines: Iterable[Line]) -> StreamingHttpResponse:
    """Return lines as a CSV file that spreadsheet programs read right, sent as it is made."""
    response = StreamingHttpResponse(_csv_parts(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def as_workbook(name: str, lines: Iterable[Line], *, title: str) -> FileResponse:
    """Return lines as a workbook of one sheet."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    _write_workbook(file, lines, title)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv_parts(lines: Iterable[Line]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    # Without this mark, Excel takes Chinese text for something else.
    yield "\ufeff"
    waiting = iter(lines)
    while batch := list(islice(waiting, LINES_AT_ONCE)):
        yield "".join(
            cast(str, writer.writerow([_plain(harmless(value)) for value in line]))
            for line in batch
        )


def _plain(value: Any) -> Any:
    return f"{value:.2f}" if isinstance(value, float) else value


def _write_workbook(file: IO[bytes], lines: Iterable[Line], title: str) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(2, 1)
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                cell = harmless(value)
                cell = cell[:LONGEST_CELL] if isinstance(cell, str) else cell
                sheet.write(row, column, cell, bold if row == 1 else None)
