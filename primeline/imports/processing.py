"""Taking a slice of a file through conversion, judgment and, if wanted, into the archive."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection, transaction

from primeline.imports.conversion import Converter
from primeline.imports.expansion import EXPANSIONS, Sheet
from primeline.imports.mapping.shape import FileMapping
from primeline.imports.problems import Problem
from primeline.imports.reading.table import Block, Table
from primeline.imports.samples import Change, changes_in
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.steps import Step, Work

# All rows of one slice are written in one transaction, or none of them.
SLICE_ROWS: Final = 200_000
SAMPLES: Final = 100


@dataclass(kw_only=True)
class Findings:
    """What rows would do to the archive, or did."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    faulty: int = 0
    facts: dict[str, dict[str, int]] = field(default_factory=dict)
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    new_rows: list[int] = field(default_factory=list)
    last_row: int = 0

    @property
    def unchanged(self) -> int:
        return self.rows - self.new - self.changed - self.faulty

    def add(self, other: "Findings") -> None:
        """Take in what was found in the next slice."""
        self.rows += other.rows
        self.new += other.new
        self.changed += other.changed
        self.faulty += other.faulty
        self.problems |= other.problems
        self.changes = (self.changes + other.changes)[:SAMPLES]
        self.new_rows = (self.new_rows + other.new_rows)[:SAMPLES]
        self.last_row = max(self.last_row, other.last_row)
        for name, counts in other.facts.items():
            known = self.facts.setdefault(name, {"new": 0, "changed": 0})
            for kind, count in counts.items():
                known[kind] += count

    @classmethod
    def from_tally(cls, tally: dict[str, Any]) -> "Findings":
        """Return the counts that were stored with the batch."""
        return cls(
            rows=int(tally.get("rows", 0)),
            new=int(tally.get("new", 0)),
            changed=int(tally.get("changed", 0)),
            faulty=int(tally.get("faulty", 0)),
            facts=tally.get("facts", {}),
        )

    def as_tally(self) -> dict[str, Any]:
        """Return the counts as they are stored with the batch."""
        return {
            "rows": self.rows,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "faulty": self.faulty,
            "facts": self.facts,
        }


class SlicedFile:
    """A table under a mapping, read slice by slice. Keys are remembered from slice to slice."""

    def __init__(self, table: Table, mapping: FileMapping, work: Work) -> None:
        self.table, self.mapping, self.work = table, mapping, work
        self.converter = Converter(mapping, work.references, table)
        self.seen: dict[str, dict[Any, int]] = {}

    def count_rows(self) -> int:
        """Return how many rows the file has."""
        return sum(len(block.numbers) for block in self.table.blocks())

    def prepared(self, size: int = SLICE_ROWS) -> Iterator[tuple[Sheet, list[Step]]]:
        """Return each slice as a sheet with its steps, not yet staged."""
        for blocks in _slices(self.table.blocks(), size):
            sheet = Sheet(
                rows=self.converter.convert(blocks),
                mapping=self.mapping,
                work=self.work,
                seen=self.seen,
            )
            numbers = sheet.rows.numbers
            sheet.counted, sheet.last_row = len(numbers), numbers[-1]
            yield sheet, EXPANSIONS[self.mapping.target](sheet)


def judge(bench: Bench, sheet: Sheet, steps: list[Step]) -> Findings:
    """Put a slice on the bench and find out what it would do; faulty rows are off it then."""
    for step in steps:
        bench.stage(step.relation, step.rows)
    for step in steps:
        step.find(bench)
    for step in steps:
        step.judge(bench)
    _collect_faults(bench, sheet, steps)
    bench.drop_rows(sheet.rows.problems.keys())
    for step in steps:
        step.compare(bench)
    return _findings(bench, sheet, steps)


@contextmanager
def looking() -> Iterator[Bench]:
    """Give a bench for a look that writes nothing: it holds up no writer, and nothing stays."""
    with _transaction_that_only_reads(), connection.cursor() as cursor:
        bench = Bench(cursor)
        yield bench
        bench.clear()


@contextmanager
def _transaction_that_only_reads() -> Iterator[None]:
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    # Django would begin with IMMEDIATE and hold SQLite's only writer for as long as this takes.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _collect_faults(bench: Bench, sheet: Sheet, steps: list[Step]) -> None:
    for step in steps:
        for number, code, field_name, value in bench.faults(step.relation):
            words = {} if value is None else {"value": value}
            for each in (number, *step.companions.get(number, ())):
                sheet.trouble(each, code, field_name, **words)


def _findings(bench: Bench, sheet: Sheet, steps: list[Step]) -> Findings:
    problems = sheet.rows.problems
    new = set(_rows_where(bench, steps[0], "is_new"))
    touched = set().union(*(_rows_where(bench, s, "is_new OR is_changed") for s in steps))
    return Findings(
        rows=sheet.counted,
        new=len(new),
        changed=len(touched - new),
        faulty=len(problems),
        facts={step.relation.name: dict(step.counts) for step in steps},
        problems=problems,
        changes=[c for step in steps for c in changes_in(bench, step, SAMPLES)][:SAMPLES],
        new_rows=sorted(new)[:SAMPLES],
        last_row=sheet.last_row,
    )


def _rows_where(bench: Bench, step: Step, condition: str) -> list[int]:
    numbers = bench.numbers_where(step.relation, condition)
    return numbers + [other for n in numbers for other in step.companions.get(n, ())]


def _slices(blocks: Iterable[Block], size: int) -> Iterator[list[Block]]:
    held: list[Block] = []
    count = 0
    for block in blocks:
        held.append(block)
        count += len(block.numbers)
        if count >= size:
            yield held
            held, count = [], 0
    if held:
        yield held
