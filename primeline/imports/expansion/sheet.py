"""Converted rows on their way to become facts, and the keys that the file has had so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from primeline.imports.conversion import Rows
from primeline.imports.expansion.seen import Seen
from primeline.imports.mapping.shape import FileMapping
from primeline.imports.problems import Problem
from primeline.imports.rules import last_closed_day
from primeline.imports.staging.dialects import SqlType, Staged
from primeline.imports.staging.moments import Moments
from primeline.imports.staging.relations import Relation
from primeline.imports.staging.steps import Work


@dataclass(kw_only=True)
class Sheet:
    """Converted rows with everything that is needed to make facts of them.

    `seen` holds the keys met so far in the file.
    """

    rows: Rows
    mapping: FileMapping
    work: Work
    seen: Seen = field(default_factory=Seen)
    counted: int = 0
    last_row: int = 0

    @cached_property
    def as_of(self) -> date:
        """The day for which the file states tenure, charges and departures."""
        return self.mapping.options.as_of_date or last_closed_day(self.work.today)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which the days of the file are days."""
        return self.work.zone

    def column_name(self, field_name: str) -> str:
        """Return the heading that a field was read from, for messages."""
        position = self.mapping.column_of(field_name)
        return "" if position is None else self.mapping.columns[position].column

    def trouble(self, number: int, code: str, field_name: str, **words: Any) -> None:
        """Keep that something is wrong with a row."""
        column = self.column_name(field_name)
        self.rows.trouble(number, Problem(code=code, column=column, words=words))

    def refuse_repeated(
        self, kind: str, keys: Iterable[Any], field_name: str, code: str = "REPEATED"
    ) -> None:
        """Mark rows whose key an earlier row of the file has."""
        for number, first in self.seen.repeats(kind, self._sound(keys)):
            self.trouble(number, code, field_name, row=first)

    def refuse_apart(self, kind: str, keys: Iterable[Any], field_name: str, code: str) -> None:
        """Mark rows that belong to rows of an earlier piece of the file."""
        for number, first in self.seen.earlier(kind, self._sound(keys)):
            self.trouble(number, code, field_name, row=first)

    def refuse_unborn(self, *field_names: str) -> None:
        """Mark rows with a day that is yet to come, where only what has happened has a day."""
        for name in field_names:
            for number, day in self._sound(self.rows.column(name)):
                if day > self.work.today:
                    self.trouble(number, "DAY_TO_COME", name, value=day.isoformat())

    def _sound(self, keys: Iterable[Any]) -> list[tuple[int, Any]]:
        pairs = zip(self.rows.numbers, keys, strict=True)
        problems = self.rows.problems
        return [(n, key) for n, key in pairs if key is not None and n not in problems]

    def given(self, *names: str) -> list[str]:
        """Return those of the fields that the file gives."""
        return [name for name in names if self.mapping.gives(name)]

    def moments(self, days: Sequence[date | None]) -> list[Any]:
        """Return the beginning of each day as the database driver takes it."""
        memory = Moments(self.zone)
        return [memory[day] for day in days]


def rows_of(
    relation: Relation, numbers: Sequence[int], columns: Mapping[str, Sequence[Any]]
) -> Staged:
    """Return rows for a relation from columns; columns that say nothing are left away."""
    kinds = relation.columns | relation.helpers
    given = {
        name: _written_out(values) if kinds[name] is SqlType.DAY else values
        for name, values in columns.items()
        if name in kinds and values.count(None) < len(values)
    }
    rows = list(zip(numbers, *given.values(), strict=True))
    return Staged(columns=("row_number", *given), rows=rows)


def _written_out(days: Sequence[date | None]) -> Sequence[str | None]:
    texts = {day: None if day is None else day.isoformat() for day in set(days)}
    return [texts[day] for day in days]


def ids(entries: Iterable[Any]) -> list[int | None]:
    """Return the ids of looked-up entries."""
    return [None if entry is None else entry.id for entry in entries]
