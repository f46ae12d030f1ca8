"""Reading delimited text: which encoding, which delimiter, then the rows."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from itertools import islice
from typing import BinaryIO, Final

from django.utils.translation import gettext_lazy as _

from primeline.imports.reading.limits import MAX_LINE_LENGTH, MIB, Unacceptable
from primeline.imports.reading.table import Reopened, Table, find_headings
from primeline.kit.spreadsheets import GUARD, original

Source = Callable[[], BinaryIO]

DELIMITERS: Final = (",", ";", "\t", "|")
SAMPLE_LINES: Final = 50
ENOUGH_CHARACTERS: Final = 100_000
CERTAINLY_UTF_8: Final = 3

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
        sample = list(islice(_bounded(text), SAMPLE_LINES))
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
            except UnicodeDecodeError as wrong:
                if encoding == "utf-8":
                    tally.add(bytes(wrong.object[: wrong.start]).decode())
                    _refuse_mixed(tally)
                return False
            if "\0" in text:
                raise Unacceptable(
                    _(
                        "This file holds bytes that no text holds. "
                        "Save the table as “CSV UTF-8” or .xlsx and bring that."
                    )
                )
            tally.add(text)
            if not piece:
                return encoding != "gb18030" or tally.is_plausible


def _refuse_mixed(tally: "_Tally") -> None:
    """Refuse text of which a part is certainly UTF-8 and another part is not."""
    if tally.wide >= CERTAINLY_UTF_8:
        raise Unacceptable(
            _(
                "Down to line %(row)s this file is UTF-8, there it is something else: two files "
                "were put together. Save both in the same encoding first."
            )
            % {"row": tally.lines + 1}
        )


class _Tally:
    """What has been decoded so far, and whether that really is Chinese.

    Western European bytes nearly always decode as GB18030 too, but into characters nobody uses.
    `wide` counts characters that UTF-8 writes in three bytes, which other bytes hardly ever form.
    """

    def __init__(self) -> None:
        self.common = 0
        self.rare = 0
        self.wide = 0
        self.lines = 0

    def add(self, text: str) -> None:
        self.lines += text.count("\n")
        if text.isascii():
            return
        if self.wide < CERTAINLY_UTF_8:
            self.wide += sum(character >= "\u0800" for character in text)
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


def _bounded(text: io.TextIOWrapper) -> Iterator[str]:
    """Return the lines of a text, of which none may fill the memory.

    :raises Unacceptable: if one is longer than any table has
    """
    number = 0
    while line := text.readline(MAX_LINE_LENGTH + 1):
        number += 1
        if len(line) > MAX_LINE_LENGTH:
            raise Unacceptable(
                _(
                    "Line %(row)s is longer than %(most)s characters, which no table has. "
                    "Check that the file is a table with one row a line."
                )
                % {"row": number, "most": f"{MAX_LINE_LENGTH:,}"}
            )
        yield line


def _lines(source: Source, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    number = 0
    with _text(source, encoding) as text:
        reader = csv.reader(_bounded(text), delimiter=delimiter)
        try:
            for number, cells in enumerate(reader, start=1):
                yield number, [original(c) if c[:1] == GUARD else c for c in cells]
        except csv.Error as broken:
            raise Unacceptable(
                _(
                    "Row %(row)s cannot be read: a quotation mark is not closed, "
                    "or a cell holds more than %(most)s characters."
                )
                % {"row": number + 1, "most": csv.field_size_limit()}
            ) from broken
