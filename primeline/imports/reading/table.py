"""A table as it stands in a file: a line of headings, and rows of text below it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

from django.utils.translation import gettext_lazy as _

from primeline.imports.reading.limits import MAX_COLUMNS, Unacceptable

BLOCK: Final = 5000
LOOK_FOR_HEADINGS: Final = 20

# The number of a row, and its cells.
Line = tuple[int, list[str]]


class Flaw(StrEnum):
    """What can be wrong with a cell before anybody asks what it means."""

    FORMULA = "FORMULA"
    LONG_NUMBER = "LONG_NUMBER"
    ERROR_VALUE = "ERROR_VALUE"
    TOO_LONG = "TOO_LONG"


@dataclass(frozen=True, kw_only=True)
class Block:
    """Some rows with the numbers under which a spreadsheet shows them."""

    numbers: list[int]
    rows: list[list[str]]

    def part(self, start: int, end: int) -> "Block":
        """Return some of the rows."""
        return Block(numbers=self.numbers[start:end], rows=self.rows[start:end])


@dataclass(frozen=True, kw_only=True)
class Headings:
    """The line of headings: its text made unique, and the row it stands in."""

    names: tuple[str, ...]
    row_number: int


@dataclass(frozen=True, kw_only=True)
class Table:
    """One sheet or one delimited file. `lines` may be gone through any number of times."""

    headings: Headings
    lines: Iterable[Line]
    flaws: Mapping[tuple[int, int], Flaw] = field(default_factory=dict)
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""

    def blocks(self, size: int = BLOCK) -> Iterator[Block]:
        """Return the rows below the headings, in order, without the empty ones."""
        width, first = len(self.headings.names), self.headings.row_number
        numbers: list[int] = []
        rows: list[list[str]] = []
        for number, cells in self.lines:
            if number <= first or not any(map(str.strip, cells)):
                continue
            numbers.append(number)
            rows.append(fitted(cells, width))
            if len(rows) == size:
                yield Block(numbers=numbers, rows=rows)
                numbers, rows = [], []
        if rows:
            yield Block(numbers=numbers, rows=rows)

    def first_rows(self, count: int) -> list[list[str]]:
        """Return the first rows, to be looked at."""
        return next((block.rows for block in self.blocks(count)), [])


class Opener(Protocol):
    """Something that can be read from its beginning again and again."""

    def __call__(self) -> Iterator[Line]: ...


@dataclass(frozen=True)
class Reopened:
    """Lines that are read anew each time somebody goes through them."""

    opener: Opener

    def __iter__(self) -> Iterator[Line]:
        return self.opener()


def fitted(cells: list[str], width: int) -> list[str]:
    """Return the cells padded to the width of the headings; what sticks out stays."""
    missing = width - len(cells)
    return cells + [""] * missing if missing > 0 else cells


def find_headings(lines: Iterable[Line]) -> Headings:
    """Return the line of headings: the first that fills at least half of the widest line.

    Lists from offices often begin with a title; it fills one cell and is passed over.

    :raises Unacceptable: if there is no line at all, or far too many columns
    """
    candidates: list[Line] = []
    for number, cells in lines:
        if any(map(str.strip, cells)):
            candidates.append((number, cells))
        if len(candidates) == LOOK_FOR_HEADINGS:
            break
    if not candidates:
        raise Unacceptable(_("This file is empty. Bring one with a line of headings and rows."))
    widest = max(_filled(cells) for _, cells in candidates)
    number, cells = next(c for c in candidates if _filled(c[1]) * 2 >= widest)
    last = max(position for position, cell in enumerate(cells) if cell.strip())
    if last >= MAX_COLUMNS:
        raise Unacceptable(
            _("This table has %(count)s columns; at most %(most)s can be read. Remove some.")
            % {"count": last + 1, "most": MAX_COLUMNS}
        )
    return Headings(names=unique_names(cells[: last + 1]), row_number=number)


def unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the headings, those that are empty or repeated made distinct."""
    seen: dict[str, int] = {}
    names = []
    for position, cell in enumerate(cells):
        name = " ".join(cell.split())[:100] or column_letter(position)
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def column_letter(position: int) -> str:
    """Return how a spreadsheet calls a column: A, B … Z, AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _filled(cells: list[str]) -> int:
    return sum(1 for cell in cells if cell.strip())
