"""Reading delimited text: which encoding, which delimiter, then the rows."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from django.utils.translation import gettext_lazy as _

from primeline.imports.reading.limits import MIB, Unacceptable
from primeline.imports.reading.table import Reopened, Table, find_headings

Source = Callable[[], BinaryIO]

DELIMITERS: Final = (",", ";", "\t", "|")
SAMPLE_LINES: Final = 50
ENOUGH_CHARACTERS: Final = 100_000

_UNREADABLE = _(
    "The characters of this file are neither UTF-8 nor GB18030. "
    "In Excel choose “Save as” and “CSV UTF-8”, then bring that file."
)


def read_delimited(source: Source, *, delimiter: str = "") -> Table:
    """Return the table in a delimited file. The delimiter is found out unless it is given.

    :raises Unacceptable: if it is no text, or no table
    """
    encoding = find_encoding(source)
    chosen = delimiter or find_delimiter(source, encoding)
    lines = Reopened(lambda: _lines(source, encoding, chosen))
    return Table(headings=find_headings(lines), lines=lines, encoding=encoding, delimiter=chosen)


def find_encoding(source: Source) -> str:
    """Return the encoding under which the whole file can be read.

    :raises Unacceptable: if there is none, or the file holds bytes that no text holds
    """
    with source() as stream:
        start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates: tuple[str, ...] = ("utf-16",)
    elif start.startswith(codecs.BOM_UTF8):
        candidates = ("utf-8-sig",)
    else:
        candidates = ("utf-8", "gb18030")
    for encoding in candidates:
        if _can_be(source, encoding):
            return encoding
    raise Unacceptable(_UNREADABLE)


def find_delimiter(source: Source, encoding: str) -> str:
    """Return the delimiter that cuts the first lines into the same number of cells."""
    with _text(source, encoding) as text:
        sample = [line for _, line in zip(range(SAMPLE_LINES), text, strict=False)]
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: list[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(cells) for cells in csv.reader(sample, delimiter=delimiter) if cells]
    except csv.Error:
        return (0.0, 0)
    if not widths or max(widths) < 2:
        return (0.0, 0)
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)


def _can_be(source: Source, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    tally = _Tally()
    with source() as stream:
        while True:
            piece = stream.read(MIB)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError:
                return False
            if "\0" in text:
                raise Unacceptable(
                    _(
                        "This file holds bytes that no text holds. "
                        "Save the table as “CSV UTF-8” or .xlsx and bring that."
                    )
                )
            if encoding == "gb18030":
                tally.add(text)
            if not piece:
                return tally.is_plausible


class _Tally:
    """Whether text that could be read as GB18030 really is Chinese.

    Western European bytes nearly always decode too, but into characters nobody uses.
    """

    def __init__(self) -> None:
        self.common = 0
        self.rare = 0

    def add(self, text: str) -> None:
        for character in text if self.common + self.rare < ENOUGH_CHARACTERS else "":
            if character > "\x7f":
                if _is_common(character):
                    self.common += 1
                else:
                    self.rare += 1

    @property
    def is_plausible(self) -> bool:
        return self.rare * 3 <= self.common + self.rare


def _is_common(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _text(source: Source, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(source(), encoding=encoding, newline="")


def _lines(source: Source, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    number = 0
    with _text(source, encoding) as text:
        reader = csv.reader(text, delimiter=delimiter)
        try:
            for number, cells in enumerate(reader, start=1):
                yield number, cells
        except csv.Error as broken:
            raise Unacceptable(
                _(
                    "Row %(row)s cannot be read: a quotation mark is not closed, "
                    "or a cell holds more than %(most)s characters."
                )
                % {"row": number + 1, "most": csv.field_size_limit()}
            ) from broken
