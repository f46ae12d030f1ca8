"""Reading delimited text, in a process of its own that may fall without harm."""

import os
import struct
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
from django.utils.translation import gettext_lazy as _

from primeline.imports.reading import limits
from primeline.imports.reading.child import Fallen, Source, lying_open, reader
from primeline.imports.reading.limits import MIB, BrokenOff, Unacceptable
from primeline.imports.reading.table import Headings, Line, Reopened, Table, find_headings
from primeline.kit.spreadsheets import GUARD, original

CHILD: Final = Path(__file__).with_name("delimited_child.py")
HEAD: Final = struct.Struct("<cI")
DETAILS, ROWS, REFUSED, END = b"D", b"R", b"X", b"Z"
BETWEEN: Final = "\0"
NUMBER_BYTES: Final = array("I").itemsize
# More than a frame may hold; whatever says so is not our reader any more.
MOST_FRAME_BYTES: Final = 32 * MIB
# A file of so many rows is read once and held.
HELD_ROWS: Final = 5000

_REFUSALS: Final = {
    "UNREADABLE": _(
        "The characters of this file are neither UTF-8 nor GB18030. "
        "In Excel choose “Save as” and “CSV UTF-8”, then bring that file."
    ),
    "MIXED": _(
        "Down to line %(row)s this file is UTF-8, there it is something else: two files "
        "were put together. Save both in the same encoding first."
    ),
    "PARTLY_UTF_8": _(
        "Line %(row)s of this file is UTF-8, other lines are not: two files "
        "were put together. Save both in the same encoding first."
    ),
    "NO_TEXT": _(
        "This file holds bytes that no text holds. "
        "Save the table as “CSV UTF-8” or .xlsx and bring that."
    ),
    "LONG_LINE": _(
        "Line %(row)s is longer than %(most)s characters, which no table has. "
        "Check that the file is a table with one row a line."
    ),
    "LONG_ROWS": _(
        "The rows before row %(row)s are thousands of characters long each, far more than a table "
        "holds. Leave out the columns that nobody needs."
    ),
    "BROKEN_ROW": _(
        "Row %(row)s cannot be read: a quotation mark is not closed, "
        "or a cell holds more than %(most)s characters."
    ),
}
Read = Callable[[int], bytes]


class _Details(msgspec.Struct, frozen=True):
    """What kind of text it is."""

    encoding: str
    delimiter: str


def read_delimited(source: Source, *, delimiter: str = "") -> Table:
    """Return the table in a delimited file. The delimiter is found out unless it is given.

    :raises Unacceptable: if it is no text, or no table
    """
    with _frames_of(source, "", delimiter) as frames:
        return _table(source, frames)


def table_said(read: Read) -> Table:
    """Return the table that frames tell of which are read from somewhere; all rows are held."""
    frames = _Frames(read)
    lines = list(frames.lines())
    return _called(frames.details, find_headings(lines), lines)


def _table(source: Source, frames: "_Frames") -> Table:
    held: list[Line] = []
    lines = frames.lines()
    for line in lines:
        held.append(line)
        if len(held) > HELD_ROWS:
            break
    details, headings = frames.details, find_headings(held)
    if len(held) <= HELD_ROWS:
        return _called(details, headings, held)
    return _called(details, headings, Reopened(lambda: _lines(source, details)))


def _called(details: _Details, headings: Headings, lines: Iterable[Line]) -> Table:
    return Table(
        headings=headings,
        lines=lines,
        encoding=details.encoding,
        delimiter=details.delimiter,
    )


def _lines(source: Source, details: _Details) -> Iterator[Line]:
    with _frames_of(source, details.encoding, details.delimiter) as frames:
        yield from frames.lines()


class _Frames:
    """The frames that a reader says: what kind of text it is, then rows, then that it is over."""

    def __init__(self, read: Read) -> None:
        self.read = read
        kind, body = self._next()
        if kind != DETAILS:
            raise Fallen("no details")
        self.details = msgspec.json.decode(body, type=_Details)

    def lines(self) -> Iterator[Line]:
        """Return the rows with their numbers.

        :raises Unacceptable: if the reader refuses to go on
        """
        while True:
            kind, body = self._next()
            if kind == END:
                return
            if kind != ROWS:
                raise Fallen("no rows")
            yield from _rows_in(body)

    def _next(self) -> tuple[bytes, bytes]:
        kind, length = HEAD.unpack(self.read(HEAD.size))
        if length > MOST_FRAME_BYTES:
            raise Fallen("too long")
        body = self.read(length) if length else b""
        if kind == REFUSED:
            words = msgspec.json.decode(body, type=dict[str, str | int])
            raise Unacceptable(_REFUSALS[str(words["code"])] % words)
        return kind, body


@contextmanager
def _frames_of(source: Source, encoding: str, delimiter: str) -> Iterator[_Frames]:
    try:
        with lying_open(source) as file:
            seconds = limits.cpu_seconds(os.fstat(file.fileno()).st_size)
            options = (
                limits.TEXT_MEMORY_BYTES,
                seconds,
                limits.MAX_LINE_LENGTH,
                limits.MAX_WINDOW_LENGTH,
                encoding,
                delimiter,
            )
            with reader(CHILD, file, *map(str, options), patience=2 * seconds) as heard:
                yield _Frames(heard.read)
    except Fallen as fallen:
        raise BrokenOff from fallen


def _rows_in(body: bytes) -> Iterator[Line]:
    count = int.from_bytes(body[:4], "little")
    start, end = 4 + count * NUMBER_BYTES, 4 + 2 * count * NUMBER_BYTES
    numbers, widths = array("I", body[4:start]), array("I", body[start:end])
    text = body[end:].decode()
    cells = text.split(BETWEEN)
    if sum(widths) != len(cells):
        raise Fallen("rows that do not add up")
    if GUARD in text:
        cells = [original(cell) if cell[:1] == GUARD else cell for cell in cells]
    position = 0
    for number, width in zip(numbers, widths, strict=True):
        yield number, cells[position : position + width]
        position += width
