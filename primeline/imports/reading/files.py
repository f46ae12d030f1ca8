"""Telling what kind of file somebody brings: by its first bytes, which its name must agree with."""

from pathlib import PurePath
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.imports.reading.child import Source
from primeline.imports.reading.delimited import read_delimited
from primeline.imports.reading.limits import Unacceptable
from primeline.imports.reading.table import Table
from primeline.imports.reading.workbook import read_workbook

TEXT_ENDINGS: Final = frozenset({".csv", ".txt", ".tsv"})
WORKBOOK_ENDINGS: Final = frozenset({".xlsx"})
ACCEPTED: Final = ".csv,.tsv,.txt,.xlsx"

ZIP_MARK: Final = b"PK\x03\x04"
# Excel before 2007, and every workbook that is protected by a password.
OLD_OFFICE_MARK: Final = b"\xd0\xcf\x11\xe0"
FOREIGN_MARKS: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"MZ",
    b"\x7fELF",
    b"Rar!",
)


def read_table(name: str, source: Source, *, sheet: str = "") -> Table:
    """Return the table in a file, whatever kind of file it is.

    :raises Unacceptable: if it is of no kind that can be read, or is not what its name says
    """
    with source() as stream:
        start = stream.read(8)
    if not start:
        raise Unacceptable(_("This file is empty. Bring one with a line of headings and rows."))
    if is_workbook(name, start):
        return read_workbook(source, sheet=sheet)
    return read_delimited(source)


def is_workbook(name: str, start: bytes) -> bool:
    """Test whether a file is an Excel workbook; otherwise it is text.

    :raises Unacceptable: if it is neither, or is not what its name says
    """
    ending = PurePath(name).suffix.lower()
    if start.startswith(OLD_OFFICE_MARK) or ending == ".xls":
        raise Unacceptable(
            _(
                "This is an old or password-protected workbook. "
                "Open it, save it as .xlsx without a password and bring that."
            )
        )
    if ending not in TEXT_ENDINGS | WORKBOOK_ENDINGS or start.startswith(FOREIGN_MARKS):
        raise Unacceptable(_("Only .xlsx, .csv, .tsv and .txt can be read. Save the table so."))
    is_zip = start.startswith(ZIP_MARK)
    if is_zip != (ending in WORKBOOK_ENDINGS):
        raise Unacceptable(
            _("The file is not what its name says (%(ending)s). Save it anew under the right kind.")
            % {"ending": ending}
        )
    return is_zip
