"""How large a file may be, and what is refused before it is opened."""

import zipfile
from typing import BinaryIO, Final

from django.utils.translation import gettext_lazy as _

from primeline.kit.errors import Refused

MIB: Final = 1024 * 1024

MAX_UPLOAD_BYTES: Final = 20 * MIB
MAX_UNPACKED_BYTES: Final = 200 * MIB
MAX_RATIO: Final = 100
MAX_ENTRIES: Final = 1000
MAX_WORKBOOK_ROWS: Final = 100_000
MAX_COLUMNS: Final = 500
MAX_CELL_LENGTH: Final = 32_767
# A line is in memory as a whole.
MAX_LINE_LENGTH: Final = 1_000_000

# What the process that reads a workbook may use.
PARSER_MEMORY_BYTES: Final = 1536 * MIB
PARSER_CPU_SECONDS: Final = 60
PARSER_WAIT_SECONDS: Final = 120

# What the process that reads delimited text may use. It holds some rows at a time.
TEXT_MEMORY_BYTES: Final = 256 * MIB
TEXT_CPU_SECONDS: Final = 30
TEXT_CPU_SECONDS_A_GIB: Final = 300
# Characters in 10,000 rows, which are in memory as a whole where they are written.
MAX_WINDOW_LENGTH: Final = 64_000_000


def cpu_seconds(size: int) -> int:
    """Return how many seconds of a processor the reading of so many bytes of text may take."""
    return TEXT_CPU_SECONDS + size * TEXT_CPU_SECONDS_A_GIB // (1024 * MIB)


class Unacceptable(Refused):
    """This file cannot be read, whatever is mapped to what; the message names the way out."""


class BrokenOff(Unacceptable):
    """The process that reads a file ended before it had said all: it may be read another time."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Reading this file was broken off: it took more memory or time than a table of its "
                "size needs, or somebody ended it. Bring it once more; if that does not help, "
                "cut it up."
            )
        )


def check_archive(stream: BinaryIO) -> None:
    """Do nothing if a zipped workbook may be unpacked; only its table of contents is read.

    :raises Unacceptable: if it is broken, or would unpack to more than is allowed
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as broken:
        raise Unacceptable(
            _("This workbook is damaged. Open it in Excel or WPS and save it anew as .xlsx.")
        ) from broken
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED_BYTES
        or unpacked > MAX_RATIO * max(packed, 1)
    ):
        raise Unacceptable(
            _(
                "This workbook unpacks to far more than it should hold. "
                "Copy the rows into a new workbook, or save the sheet as CSV."
            )
        )
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Unacceptable(
            _("This is not an Excel workbook. Save the table as .xlsx or as CSV and bring that.")
        )
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unacceptable(
            _("This workbook holds macros. Save it as .xlsx without macros and bring that.")
        )
