"""Tables as answers: CSV sent as it is made, workbooks made with little memory."""

from collections.abc import Iterable
from tempfile import TemporaryFile

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from primeline.files.choices import FileKind
from primeline.files.rules import CONTENT_TYPES
from primeline.kit import spreadsheets
from primeline.kit.spreadsheets import Line

# Above the names of the columns stands where the lines come from.
HEAD = 1
# Whatever a file holds, a browser that opens it all the same lets it do nothing.
NOTHING_RUNS = "sandbox; default-src 'none'; frame-ancestors 'none'"


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


def stored(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file that was kept, for saving; whatever it holds, nothing of it runs."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[FileKind(kind)])
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["Cache-Control"] = "private, no-store"
    return response
