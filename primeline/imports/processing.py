"""Taking a piece of a file through conversion, judgment and, if wanted, into the archive."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection, transaction

from primeline.imports.choices import Target
from primeline.imports.conversion import Converter
from primeline.imports.expansion import EXPANSIONS, Sheet
from primeline.imports.expansion.seen import Seen
from primeline.imports.mapping.shape import FileMapping
from primeline.imports.problems import Problem
from primeline.imports.reading.table import Block, Table
from primeline.imports.samples import Change, changes_in
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.steps import Step, Work

# So many rows are in memory at a time, whatever the length of the file.
PIECE_ROWS: Final = 10_000
SAMPLES: Final = 100
REDIRECTIONS: Final = 20
# Rows of one bill are one fact; people of one account may report to each other.
_JOINING: Final = {Target.BILLS: ("customer", "bill_month"), Target.CONTACTS: ("customer",)}
# So many rows in error are kept to be shown and handed back; more tell nobody anything new.
MOST_FAULTY: Final = 20_000


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
    # Rows that named an account merged into another, to which they went.
    redirected: int = 0
    redirections: list[dict[str, Any]] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        return self.rows - self.new - self.changed - self.faulty

    def add(self, other: "Findings") -> None:
        """Take in what was found in the next piece."""
        self.rows += other.rows
        self.new += other.new
        self.changed += other.changed
        self.faulty += other.faulty
        for number, found in other.problems.items():
            if len(self.problems) < MOST_FAULTY:
                self.problems[number] = found
        self.changes = (self.changes + other.changes)[:SAMPLES]
        self.new_rows = (self.new_rows + other.new_rows)[:SAMPLES]
        self.redirected += other.redirected
        self.redirections = (self.redirections + other.redirections)[:REDIRECTIONS]
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
            redirected=int(tally.get("redirected", 0)),
            redirections=tally.get("redirections", []),
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
            "redirected": self.redirected,
            "redirections": self.redirections,
        }


class SlicedFile:
    """A table under a mapping, read piece by piece. Keys are remembered from piece to piece."""

    def __init__(self, table: Table, mapping: FileMapping, work: Work) -> None:
        self.table, self.mapping, self.work = table, mapping, work
        self.converter = Converter(mapping, work.references, table)
        self.seen = Seen()

    def again(self) -> "SlicedFile":
        """Return the same file, not read yet."""
        return SlicedFile(self.table, self.mapping, self.work)

    def count_rows(self) -> int:
        """Return how many rows the file has."""
        return sum(len(block.numbers) for block in self.table.blocks())

    def prepared(self, size: int = PIECE_ROWS) -> Iterator[tuple[Sheet, list[Step]]]:
        """Return each piece as a sheet with its steps, not yet staged."""
        for blocks in _pieces(self.table.blocks(), size, self._columns_that_join()):
            self.seen.next_piece()
            sheet = Sheet(
                rows=self.converter.convert(blocks),
                mapping=self.mapping,
                work=self.work,
                seen=self.seen,
            )
            numbers = sheet.rows.numbers
            sheet.counted, sheet.last_row = len(numbers), numbers[-1]
            yield sheet, EXPANSIONS[self.mapping.target](sheet)

    def _columns_that_join(self) -> tuple[int, ...]:
        """Return the columns that neighbors have in common which are judged together."""
        names = _JOINING.get(self.mapping.target, ())
        found = (self.mapping.column_of(name) for name in names)
        return tuple(position for position in found if position is not None)


def judge(bench: Bench, sheet: Sheet, steps: list[Step]) -> Findings:
    """Put a piece on the bench and find out what it would do; faulty rows are off it then."""
    for step in steps:
        bench.stage(step.relation, step.rows)
    for step in steps:
        step.find(bench)
        bench.look_for_stored(step.relation)
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
    redirected, redirections = steps[0].redirected(bench, REDIRECTIONS)
    touched = set(_rows_where(bench, steps[0], "is_changed"))
    for step in steps[1:]:
        touched.update(_rows_where(bench, step, step.touched_besides(steps[0])))
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
        redirected=redirected,
        redirections=redirections,
    )


def _rows_where(bench: Bench, step: Step, condition: str) -> list[int]:
    numbers = bench.numbers_where(step.relation, condition)
    return numbers + [other for n in numbers for other in step.companions.get(n, ())]


def _pieces(blocks: Iterable[Block], size: int, joining: Sequence[int]) -> Iterator[list[Block]]:
    held: list[Block] = []
    count = 0
    for block in blocks:
        still = 0
        if count >= size:
            still = _belonging(block, held[-1].rows[-1], joining)
            if still:
                held.append(block.part(0, still))
            if still == len(block.numbers):
                continue
            yield held
            held, count = [], 0
        rest = block.part(still, len(block.numbers)) if still else block
        held.append(rest)
        count += len(rest.numbers)
    if held:
        yield held


def _belonging(block: Block, last: list[str], joining: Sequence[int]) -> int:
    """Return how many rows of a block make up one fact with the row before it."""
    if not joining:
        return 0
    key = [last[position] for position in joining]
    rows = enumerate(block.rows)
    others = (n for n, row in rows if [row[position] for position in joining] != key)
    return next(others, len(block.rows))
