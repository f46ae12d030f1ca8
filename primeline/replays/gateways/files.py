"""Reading the file of a log: a table as imports read them, or XES in a process of its own."""

import io
import logging
import subprocess
import sys
from datetime import tzinfo
from pathlib import Path
from typing import Final

import msgspec
from django.utils.translation import gettext_lazy as _

from primeline.imports.reading.files import ACCEPTED as TABLES
from primeline.imports.reading.files import read_table
from primeline.imports.reading.limits import MIB, BrokenOff
from primeline.imports.reading.table import Flaw, Table
from primeline.replays.rules import MOST_EVENTS, UnreadableLog, found_columns, gathered
from primeline.replays.values import Columns, Log

ACCEPTED: Final = f"{TABLES},.xes,.gz"
CHILD: Final = Path(__file__).with_name("xes_child.py")
ENDINGS: Final = (".xes", ".xes.gz")
MEMORY_BYTES: Final = 768 * MIB
UNPACKED_BYTES: Final = 200 * MIB
CPU_SECONDS: Final = 60
WAIT_SECONDS: Final = 120
_REFUSALS: Final = {
    "NOT_XES": _("This is no XES: its first element is “%(found)s”, not “log”."),
    "NOT_XML": _("This is no XML (line %(line)s: %(found)s). Save the log anew as XES or CSV."),
    "FORBIDDEN": _(
        "A document type or an entity stands in it (line %(line)s). Save the log without it."
    ),
    "NOT_GZIP": _("This file is not packed as its name says, or is damaged. Pack it anew."),
    "TOO_LARGE": _("Unpacked, this file is larger than %(most)s MB. Cut the log up."),
    "TOO_MANY": _("The log has more than %(most)s events. Cut it up."),
    "TOO_DEEP": _("Elements lie in each other more than %(most)s deep (line %(line)s)."),
    "TOO_LONG": _("An attribute holds more than %(most)s characters (line %(line)s)."),
}
_FLAWS: Final = {
    Flaw.FORMULA: _("A cell with a formula cannot be read. Paste values instead."),
    Flaw.LONG_NUMBER: _("A spreadsheet has rounded a long number. Format the column as text."),
    Flaw.ERROR_VALUE: _("A cell holds an error of the spreadsheet."),
    Flaw.TOO_LONG: _("A cell is far too long."),
}
logger = logging.getLogger(__name__)


class _Answer(msgspec.Struct):
    headings: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    refused: str = ""
    words: dict[str, str | int] = {}


def read_log(name: str, content: bytes, wanted: Columns, zone: tzinfo) -> Log:
    """Return the log in a file.

    :raises Unacceptable: if it is no table that can be read
    :raises UnreadableLog: if it is no XES, a column is not there, or a row cannot be read
    """
    if name.lower().endswith(ENDINGS):
        said = _ask_child(content)
        return gathered(said.headings, said.rows, wanted, zone)
    table = read_table(name, lambda: io.BytesIO(content))
    _check_flaws(table, wanted)
    rows = (row for block in table.blocks() for row in zip(block.numbers, block.rows, strict=True))
    return gathered(table.headings.names, rows, wanted, zone)


def _check_flaws(table: Table, wanted: Columns) -> None:
    used = set(found_columns(table.headings.names, wanted).values())
    for (row, place), flaw in sorted(table.flaws.items()):
        if place in used and row > table.headings.row_number:
            where = {"row": row, "column": table.headings.names[place], "words": _FLAWS[flaw]}
            raise UnreadableLog(_("row %(row)s, “%(column)s”: %(words)s") % where, field="file")


def _ask_child(content: bytes) -> _Answer:
    limits = (MEMORY_BYTES, CPU_SECONDS, UNPACKED_BYTES, MOST_EVENTS)
    command = [sys.executable, "-I", str(CHILD), *map(str, limits)]
    try:
        finished = subprocess.run(  # noqa: S603 our own file; what it is told are settings
            command, input=content, capture_output=True, timeout=WAIT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise BrokenOff from late
    if finished.returncode:
        last = finished.stderr.decode(errors="replace").strip().rpartition("\n")[2][:200]
        logger.warning("reading a log ended with %s: %s", finished.returncode, last)
        raise BrokenOff
    said = msgspec.msgpack.decode(finished.stdout, type=_Answer)
    if said.refused:
        raise UnreadableLog(_REFUSALS[said.refused] % said.words, field="file")
    return said
