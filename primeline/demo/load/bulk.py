"""Inserting very many rows at once, on either database, past the object-relational mapper."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, TypeAlias

from django.db import connection, models

BATCH = 5000
Convert = Callable[[Any], Any]
# Quoted: at run time Django's fields take no parameters.
Column: TypeAlias = "models.Field[Any, Any]"


def reserve_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """Return ids that nobody else will be given."""
    table, key = model._meta.db_table, model._meta.pk
    column = (key.column if key is not None else None) or "id"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [f'"{table}"', column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        name = connection.ops.quote_name
        cursor.execute(f"SELECT coalesce(max({name(column)}), 0) FROM {name(table)}")  # noqa: S608 - names of our own models
        first = cursor.fetchone()[0] + 1
        return range(first, first + count)


def insert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Insert rows given as values of the fields in `names`; return how many there were.

    Values are those of the columns: ids for relations, text for choices.
    """
    fields = [model._meta.get_field(name) for name in names]
    columns = [_column(field) for field in fields]
    write = _write_postgres if connection.vendor == "postgresql" else _write_sqlite
    total = 0
    for batch in _batches(rows):
        write(model._meta.db_table, columns, batch)
        total += len(batch)
        if progress is not None:
            progress(len(batch))
    return total


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _column(field: Any) -> Column:
    column: Column = field
    return column


def _write_sqlite(table: str, columns: Sequence[Column], rows: list[Sequence[Any]]) -> None:
    values: list[Iterable[Any]] = list(zip(*rows, strict=True))
    for place, column in enumerate(columns):
        convert = _for_sqlite(column)
        if convert is not None:
            values[place] = map(convert, values[place])
    name = connection.ops.quote_name
    listed = ", ".join(name(column.column or "") for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {name(table)} ({listed}) VALUES ({marks})",  # noqa: S608 - names of our own models
            list(zip(*values, strict=True)),
        )


class _Days(dict[date | None, str | None]):
    """Days as SQLite has them; there are few of them and many rows."""

    def __missing__(self, day: date | None) -> str | None:
        text = self[day] = None if day is None else day.isoformat()
        return text


def _for_sqlite(column: Column) -> Convert | None:
    # A moment is a kind of day to Django's fields, so moments are asked for first.
    if isinstance(column, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(column, models.DateField):
        return _Days().__getitem__
    return _as_json if isinstance(column, models.JSONField) else None


def _write_postgres(table: str, columns: Sequence[Column], rows: list[Sequence[Any]]) -> None:
    """Send each column as one array: a single statement, so history is kept for all at once."""
    name = connection.ops.quote_name
    listed = ", ".join(name(column.column or "") for column in columns)
    arrays, picked, values = [], [], list(map(list, zip(*rows, strict=True)))
    for place, column in enumerate(columns):
        kind = (column.db_type(connection) or "text").partition("(")[0]
        is_json = isinstance(column, models.JSONField)
        if is_json:
            values[place] = [_as_json(value) for value in values[place]]
        arrays.append(f"%s::{'text' if is_json else kind}[]")
        picked.append(f"c{place}::jsonb" if is_json else f"c{place}")
    aliases = ", ".join(f"c{place}" for place in range(len(columns)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {name(table)} ({listed}) SELECT {', '.join(picked)} "  # noqa: S608 - names of our own models
            f"FROM unnest({', '.join(arrays)}) AS given({aliases})",
            values,
        )


def _as_json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
