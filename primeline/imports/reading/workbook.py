"""Reading Excel workbooks, in a process of its own that may fall without harm."""

import logging
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import msgspec
from django.utils.translation import gettext_lazy as _

from primeline.imports.reading.child import Source
from primeline.imports.reading.limits import (
    MAX_CELL_LENGTH,
    MAX_WORKBOOK_ROWS,
    PARSER_CPU_SECONDS,
    PARSER_MEMORY_BYTES,
    PARSER_WAIT_SECONDS,
    BrokenOff,
    Unacceptable,
    check_archive,
)
from primeline.imports.reading.table import Flaw, Table, find_headings

CHILD: Final = Path(__file__).with_name("workbook_child.py")

_REFUSALS: Final = {
    "NO_SUCH_SHEET": _("This workbook has no visible sheet of that name. Choose another one."),
    "EMPTY": _("This workbook is empty. Bring one with a line of headings and rows."),
    "TOO_MANY_ROWS": _(
        "This sheet has more than %(most)s rows. Cut it into several workbooks, "
        "or save it as CSV and let an administrator import it with the command line."
    ),
    "BROKEN": _(
        "This workbook cannot be read: it is damaged, or far larger than it looks. "
        "Copy the rows into a new workbook, or save the sheet as CSV."
    ),
}


logger = logging.getLogger(__name__)


class _Answer(msgspec.Struct):
    sheet: str = ""
    sheets: list[str] = []
    rows: list[list[str]] = []
    flaws: list[tuple[int, int, Flaw]] = []
    refused: str = ""


def read_workbook(source: Source, *, sheet: str = "") -> Table:
    """Return the table in a workbook: of the sheet named, else of the first that holds any.

    :raises Unacceptable: if it is none, is too large, or holds nothing
    """
    with source() as stream:
        check_archive(stream)
        stream.seek(0)
        content = stream.read()
    said = _ask_child(content, sheet)
    if said.refused:
        raise Unacceptable(_REFUSALS[said.refused] % {"most": MAX_WORKBOOK_ROWS})
    lines = list(enumerate(said.rows, start=1))
    return Table(
        headings=find_headings(lines),
        lines=lines,
        flaws={(row, column): flaw for row, column, flaw in said.flaws},
        sheet=said.sheet,
        sheets=tuple(said.sheets),
    )


def _ask_child(content: bytes, sheet: str) -> _Answer:
    limits = (MAX_WORKBOOK_ROWS, MAX_CELL_LENGTH, PARSER_MEMORY_BYTES, PARSER_CPU_SECONDS)
    command = [sys.executable, "-I", str(CHILD), sheet, *map(str, limits)]
    try:
        finished = subprocess.run(  # noqa: S603 our own file; the sheet is only compared
            command, input=content, capture_output=True, timeout=PARSER_WAIT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return _Answer(refused="BROKEN")
    if finished.returncode == -signal.SIGKILL:
        raise BrokenOff
    if finished.returncode:
        logger.warning("reading a workbook ended with %s: %s", finished.returncode, _end(finished))
        return _Answer(refused="BROKEN")
    return msgspec.msgpack.decode(finished.stdout, type=_Answer)


def _end(finished: subprocess.CompletedProcess[bytes]) -> str:
    return finished.stderr.decode(errors="replace").strip().rpartition("\n")[2][:200]
