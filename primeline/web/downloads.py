"""Tables as answers: CSV sent as it is made, workbooks made with little memory."""

from collections.abc import Iterable
from tempfile import TemporaryFile

from django.http import FileResponse, StreamingHttpResponse

from primeline.kit import spreadsheets
from primeline.kit.spreadsheets import Line

# Above the names of the columns stands where the lines come from.
HEAD = 1


def as_csv(name: str, lines: Iterable[Line]) -> StreamingHttpResponse:
    """Return lines as a CSV file that spreadsheet programs read right, sent as it is made."""
    parts = spreadsheets.csv_parts(lines)
    response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def as_workbook(name: str, lines: Iterable[Line], *, title: str) -> FileResponse:
    """Return lines as a workbook of one sheet."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    spreadsheets.write_workbook(file, lines, title=title, head=HEAD)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{name}.xlsx",
        content_type=spreadsheets.WORKBOOK_TYPE,
    )
