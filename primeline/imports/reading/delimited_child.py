"""The process that reads delimited text: started with little memory and time, on its own.

It is run as a file and imports nothing of this product. The file is its standard input. Frames go
to standard output: what kind of text it is, its rows some at a time, and that it is over; or why
it cannot be read. Whatever kills it, only this reading is lost.
"""

import codecs
import csv
import io
import json
import resource
import struct
import sys
from array import array
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

MIB = 1024 * 1024
HEAD = struct.Struct("<cI")
DETAILS, ROWS, REFUSED, END = b"D", b"R", b"X", b"Z"
# A cell holds anything but this, so that a frame can be cut into cells at once.
BETWEEN = "\0"

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 50
SAMPLE_CHARACTERS = 1_000_000
ENOUGH_CHARACTERS = 100_000
CERTAINLY_UTF_8 = 3
# In one line, where two double bytes happen to look like three of UTF-8 more easily.
CERTAINLY_A_LINE = 6

FRAME_ROWS = 1000
FRAME_CHARACTERS = 500_000
# So many rows are held at a time by whoever reads the frames.
WINDOW_ROWS = 10_000


class Refusal(Exception):
    """Why the text cannot be read; the word is translated by whoever asked."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.words = {"code": code, **words}


def answer(
    stream: BinaryIO,
    target: BinaryIO,
    *,
    encoding: str,
    delimiter: str,
    longest: int,
    window: int,
) -> None:
    """Write the frames of a text. What is not said of it is found out."""
    try:
        encoding = encoding or find_encoding(stream)
        delimiter = delimiter or find_delimiter(stream, encoding, longest)
        details = {"encoding": encoding, "delimiter": delimiter}
        tell(target, DETAILS, json.dumps(details).encode())
        for frame in frames(stream, encoding, delimiter, longest, window):
            tell(target, ROWS, frame)
        tell(target, END, b"")
    except Refusal as refusal:
        tell(target, REFUSED, json.dumps(refusal.words).encode())


def tell(target: BinaryIO, kind: bytes, body: bytes) -> None:
    """Write one frame: what it is, how long it is, what it says."""
    target.write(HEAD.pack(kind, len(body)))
    target.write(body)


def find_encoding(stream: BinaryIO) -> str:
    """Return the encoding under which the whole text can be read."""
    start = _from_beginning(stream).read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates: tuple[str, ...] = ("utf-16",)
    elif start.startswith(codecs.BOM_UTF8):
        candidates = ("utf-8-sig",)
    else:
        candidates = ("utf-8", "gb18030")
    for encoding in candidates:
        if _can_be(_from_beginning(stream), encoding):
            if encoding == "gb18030":
                _refuse_lines_of_utf_8(_from_beginning(stream))
            return encoding
    _refuse_lines_of_utf_8(_from_beginning(stream))
    raise Refusal("UNREADABLE")


def find_delimiter(stream: BinaryIO, encoding: str, longest: int) -> str:
    """Return the delimiter that cuts the first lines into the same number of cells."""
    lines = Lines(stream, encoding, longest)
    sample = []
    for line in islice(lines, SAMPLE_LINES):
        sample.append(line)
        if lines.characters > SAMPLE_CHARACTERS:
            break
    lines.release()
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def frames(
    stream: BinaryIO, encoding: str, delimiter: str, longest: int, window: int
) -> Iterator[bytes]:
    """Return the rows with their numbers, some at a time; empty ones are left out."""
    lines = Lines(stream, encoding, longest)
    numbers, widths, cells = array("I"), array("I"), []
    number = sent = began = 0
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
            if number % WINDOW_ROWS == 0:
                began = lines.characters
            if lines.characters - began > window:
                raise Refusal("LONG_ROWS", row=number)
            if not any(map(str.strip, row)):
                continue
            numbers.append(number)
            widths.append(len(row))
            cells += row
            if len(numbers) == FRAME_ROWS or lines.characters - sent > FRAME_CHARACTERS:
                yield _frame(numbers, widths, cells)
                numbers, widths, cells, sent = array("I"), array("I"), [], lines.characters
    except csv.Error as broken:
        most = csv.field_size_limit()
        raise Refusal("BROKEN_ROW", row=number + 1, most=most) from broken
    finally:
        lines.release()
    if numbers:
        yield _frame(numbers, widths, cells)


def _frame(numbers: "array[int]", widths: "array[int]", cells: list[str]) -> bytes:
    count = struct.pack("<I", len(numbers))
    return b"".join((count, numbers.tobytes(), widths.tobytes(), BETWEEN.join(cells).encode()))


class Lines:
    """The lines of a text from its beginning, of which none may fill the memory."""

    def __init__(self, stream: BinaryIO, encoding: str, longest: int) -> None:
        self.text = io.TextIOWrapper(_from_beginning(stream), encoding=encoding, newline="")
        self.longest = longest
        self.characters = 0

    def __iter__(self) -> Iterator[str]:
        number = 0
        while line := self.text.readline(self.longest + 1):
            number += 1
            if len(line) > self.longest:
                raise Refusal("LONG_LINE", row=number, most=f"{self.longest:,}")
            if BETWEEN in line:
                raise Refusal("NO_TEXT")
            self.characters += len(line)
            yield line

    def release(self) -> None:
        """Leave the stream open for whoever reads it next."""
        self.text.detach()


def _evenness(sample: list[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(cells) for cells in csv.reader(sample, delimiter=delimiter) if cells]
    except csv.Error:
        return (0.0, 0)
    if not widths or max(widths) < 2:
        return (0.0, 0)
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)


def _can_be(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    tally = Tally()
    while True:
        piece = stream.read(MIB)
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as wrong:
            if encoding == "utf-8":
                tally.add(bytes(wrong.object[: wrong.start]).decode())
                if tally.wide >= CERTAINLY_UTF_8:
                    raise Refusal("MIXED", row=tally.lines + 1) from wrong
            return False
        if BETWEEN in text:
            raise Refusal("NO_TEXT")
        tally.add(text)
        if not piece:
            return encoding != "gb18030" or tally.is_plausible


def _refuse_lines_of_utf_8(stream: BinaryIO) -> None:
    """Refuse text that as a whole is no UTF-8, but of which single lines plainly are."""
    number = 0
    while line := stream.readline(MIB):
        number += line.endswith(b"\n")
        if line.isascii():
            continue
        try:
            text = line.decode()
        except UnicodeDecodeError:
            continue
        if sum(character >= "\u0800" for character in text) >= CERTAINLY_A_LINE:
            raise Refusal("PARTLY_UTF_8", row=number + (not line.endswith(b"\n")))


class Tally:
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
        """Take in the next piece of text."""
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
        """Whether most of it is what people write."""
        return self.rare * 3 <= self.common + self.rare


def _is_common(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _from_beginning(stream: BinaryIO) -> BinaryIO:
    stream.seek(0)
    return stream


def main() -> None:
    memory, seconds, longest, window = map(int, sys.argv[1:5])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer(
        sys.stdin.buffer,
        sys.stdout.buffer,
        encoding=sys.argv[5],
        delimiter=sys.argv[6],
        longest=longest,
        window=window,
    )


if __name__ == "__main__":
    main()
