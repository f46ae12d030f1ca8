"""Turning columns of text into columns of values, with what is wrong kept by row."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from primeline.imports.cells.amounts import MoneyUnit, as_cents, as_count, as_fee
from primeline.imports.cells.contact import as_email, as_phone
from primeline.imports.cells.days import as_day, as_month
from primeline.imports.cells.text import (
    LONGEST_NOTHING,
    NOTHING,
    as_free_text,
    as_reference,
    as_text,
    cleaned,
)
from primeline.imports.cells.words import as_flag, as_word, folded, vocabulary
from primeline.imports.mapping.shape import SERVICE, ColumnUse, FileMapping, Options, ServiceUse
from primeline.imports.problems import Problem, Unreadable
from primeline.imports.reading.table import Block, Table
from primeline.imports.references import Entry, References
from primeline.imports.targets import LAYOUTS, Field, Kind
from primeline.imports.wording import sentence_of
from primeline.kit.errors import Refused

MOST_REMEMBERED: Final = 20_000
# Longer cells are read each time, and quoted in part.
LONGEST_REMEMBERED: Final = 500
MOST_QUOTED: Final = 200
# Numbers of the other system, which the prefix of a file is put before.
PREFIXED: Final = frozenset(
    {"customer", "external_id", "subscription", "payment", "parent", "payer"}
)

Convert = Callable[[str], Any]


@dataclass(frozen=True)
class Wrong:
    """What a cell came to that does not mean what its column asks for."""

    code: str
    words: Mapping[str, Any]


class Memory(dict[str, Any]):
    """Values by the text they were read from, so that each text is read once."""

    def __init__(self, convert: Convert, values: Mapping[str, str]) -> None:
        super().__init__()
        self.convert = convert
        self.instead = {folded(word): value for word, value in values.items()}
        self.met_wrong = False

    def __missing__(self, text: str) -> Any:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        plain = cleaned(text)
        if self.instead:
            plain = self.instead.get(folded(plain), plain)
        value: Any = None
        if len(plain) > LONGEST_NOTHING or plain.casefold() not in NOTHING:
            try:
                value = self.convert(plain)
            except Unreadable as wrong:
                self.met_wrong = True
                value = Wrong(wrong.code, {k: _short(word) for k, word in wrong.words.items()})
        if len(text) <= LONGEST_REMEMBERED:
            self[text] = value
        return value


@dataclass(kw_only=True)
class Rows:
    """Rows of a file as columns of values. `columns` is keyed by field."""

    numbers: list[int] = field(default_factory=list)
    columns: dict[str, list[Any]] = field(default_factory=dict)
    services: dict[str, list[ServiceUse | None]] = field(default_factory=dict)
    problems: dict[int, list[Problem]] = field(default_factory=dict)

    def column(self, name: str) -> list[Any]:
        """Return the values of a field, None throughout where the file does not give it."""
        return self.columns.get(name) or [None] * len(self.numbers)

    def trouble(self, number: int, problem: Problem) -> None:
        """Keep that something is wrong with a row."""
        self.problems.setdefault(number, []).append(problem)

    def sound_with(self, problems: dict[int, list[Problem]]) -> "Rows":
        """Return the rows that nothing is wrong with, beside all that is wrong with others."""
        kept = self.sound()
        kept.problems = problems
        return kept

    def sound(self) -> "Rows":
        """Return the rows that nothing is wrong with."""
        if not self.problems:
            return self
        kept = [i for i, number in enumerate(self.numbers) if number not in self.problems]
        return Rows(
            numbers=[self.numbers[i] for i in kept],
            columns={name: [c[i] for i in kept] for name, c in self.columns.items()},
            services={name: [c[i] for i in kept] for name, c in self.services.items()},
        )


class Converter:
    """Reads the rows of one file under one mapping."""

    def __init__(self, mapping: FileMapping, references: References, table: Table) -> None:
        self.mapping = mapping
        self.layout = LAYOUTS[mapping.target]
        self.flaws = table.flaws
        self.width = len(table.headings.names)
        self.heading = {use.field: use.column for use in mapping.columns if use.field}
        self.memories: dict[int, Memory] = {}
        self.constants: dict[str, Any] = {}
        for position, use in enumerate(mapping.columns):
            self._remember(position, use, references)
        for name, text in mapping.constants.items():
            if text:
                self.constants[name] = self._constant(name, text, references)

    def convert(self, blocks: Iterable[Block]) -> Rows:
        """Return the rows of these blocks."""
        rows = Rows()
        for block in blocks:
            self._take(block, rows)
        return rows

    def _remember(self, position: int, use: ColumnUse, references: References) -> None:
        if use.field == SERVICE:
            meanings = {folded(word): meaning for word, meaning in use.services.items()}
            self.memories[position] = Memory(partial(_service, meanings), {})
        elif use.field:
            field = self.layout.by_name[use.field]
            convert = convert_for(field, use, self.mapping.options, references)
            self.memories[position] = Memory(convert, use.values)

    def _constant(self, name: str, text: str, references: References) -> Any:
        field = self.layout.by_name[name]
        convert = convert_for(field, ColumnUse(column=""), self.mapping.options, references)
        value = Memory(convert, {})[text]
        if isinstance(value, Wrong):
            problem = Problem(code=value.code, words=value.words)
            raise Refused(sentence_of(problem), field=name)
        return value

    def _take(self, block: Block, rows: Rows) -> None:
        rows.numbers += block.numbers
        for number, cells in zip(block.numbers, block.rows, strict=True):
            if len(cells) > self.width and any(cells[self.width :]):
                rows.trouble(number, Problem(code="MORE_CELLS"))
        for position, memory in self.memories.items():
            use = self.mapping.columns[position]
            values = [memory[cells[position]] for cells in block.rows]
            if memory.met_wrong:
                _take_out_wrong(values, use.column, block, rows)
            if use.field == SERVICE:
                rows.services.setdefault(use.column, []).extend(values)
            else:
                rows.columns.setdefault(use.field, []).extend(self._filled(use.field, values))
        for name, value in self.constants.items():
            if self.mapping.column_of(name) is None:
                rows.columns.setdefault(name, []).extend([value] * len(block.numbers))
        self._flaws(block, rows)
        self._missing(block, rows)

    def _filled(self, name: str, values: list[Any]) -> list[Any]:
        constant = self.constants.get(name)
        if constant is None:
            return values
        return [constant if value is None else value for value in values]

    def _flaws(self, block: Block, rows: Rows) -> None:
        if not self.flaws:
            return
        wanted = {p: use.column for p, use in enumerate(self.mapping.columns) if use.field}
        for number in block.numbers:
            for position, column in wanted.items():
                flaw = self.flaws.get((number, position))
                if flaw and (flaw != "LONG_NUMBER" or self._keeps_digits(position)):
                    words = {"most": 32767}
                    rows.trouble(number, Problem(code=flaw, column=column, words=words))

    def _keeps_digits(self, position: int) -> bool:
        field = self.layout.by_name.get(self.mapping.columns[position].field)
        return field is not None and field.kind in _KINDS_OF_DIGITS

    def _missing(self, block: Block, rows: Rows) -> None:
        for wanted in self.layout.fields:
            if not wanted.is_required or wanted.name in self.constants:
                continue
            values = rows.columns[wanted.name][-len(block.numbers) :]
            if None not in values:
                continue
            for number, value in zip(block.numbers, values, strict=True):
                if value is None and number not in rows.problems:
                    column = self.heading.get(wanted.name, "")
                    rows.trouble(number, Problem(code="MISSING", column=column))


_KINDS_OF_DIGITS: Final = frozenset({Kind.REFERENCE, Kind.IDENTIFIER, Kind.PHONE, Kind.TEXT})


def _take_out_wrong(values: list[Any], column: str, block: Block, rows: Rows) -> None:
    for index, value in enumerate(values):
        if type(value) is Wrong:
            values[index] = None
            problem = Problem(code=value.code, column=column, words=value.words)
            rows.trouble(block.numbers[index], problem)


def _short(word: Any) -> Any:
    return f"{word[:MOST_QUOTED]}…" if isinstance(word, str) and len(word) > MOST_QUOTED else word


def _service(meanings: Mapping[str, ServiceUse], text: str) -> ServiceUse | None:
    meaning = meanings.get(folded(text))
    if meaning is None:
        raise Unreadable("UNKNOWN_CODE", value=text)
    return meaning if meaning.line else None


def convert_for(field: Field, use: ColumnUse, options: Options, references: References) -> Convert:
    """Return what reads the cells of a column that is taken as a field."""
    if field.kind is Kind.REFERENCE:
        prefix = options.prefix if field.name in PREFIXED else ""
        return partial(_prefixed, prefix, field.most)
    if field.kind is Kind.CHOICE and field.choices is not None:
        return partial(as_word, words=vocabulary(field.choices), choices=field.choices.__name__)
    if field.kind in {Kind.DAY, Kind.MONTH}:
        return partial(as_day if field.kind is Kind.DAY else as_month, order=options.date_order)
    if field.kind in {Kind.MONEY, Kind.FEE}:
        unit = MoneyUnit(use.unit)
        return partial(as_cents if field.kind is Kind.MONEY else as_fee, unit=unit)
    if field.kind is Kind.TEXT:
        return partial(as_free_text if field.is_free else as_text, most=field.most)
    if field.kind is Kind.COUNT:
        return partial(_counted, field.most)
    return _looked_up(field, references)


def _looked_up(field: Field, references: References) -> Convert:
    table: Mapping[Kind, Convert] = {
        Kind.FLAG: as_flag,
        Kind.PHONE: as_phone,
        Kind.EMAIL: as_email,
        Kind.IDENTIFIER: partial(as_reference, most=field.most),
        Kind.UNIT: references.units.find if field.is_anywhere else partial(_unit, references),
        Kind.PERSON: references.people.find,
        Kind.INDUSTRY: references.industries.find,
        Kind.LINE: partial(_line, references),
        Kind.REASON: references.reasons.find,
    }
    return table[field.kind]


def _prefixed(prefix: str, most: int, text: str) -> str:
    return as_reference(prefix + text, most=most)


def _counted(most: int, text: str) -> int:
    count = as_count(text)
    if most and count > most:
        raise Unreadable("TOO_LARGE", value=text)
    return count


def _unit(references: References, text: str) -> Entry:
    unit = references.units.find(text)
    if not references.may_reach_unit(unit):
        raise Unreadable("UNIT_OUT_OF_REACH", value=text)
    return unit


def _line(references: References, text: str) -> Entry:
    line = references.lines.find(text)
    if not references.may_sell(line):
        raise Unreadable("LINE_OUT_OF_REACH", value=text)
    return line
