"""Checking live rows against the latest history of each: who went round the triggers shows here."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection

from primeline.audit.choices import FindingKind
from primeline.audit.verify.findings import Finding
from primeline.audit.walls import functions, sqlite
from primeline.audit.walls.metadata import HISTORY, ArchiveTable

CHUNK = 1000

# The database compares; only what differs comes here to be looked at more closely.
DIFFERENT = """
WITH compared(row_id, live, kept) AS (
SELECT CAST(t."{key}" AS text), {image},
       (SELECT h.after FROM {history} h WHERE h.id = (
            SELECT max(l.id) FROM {history} l
            WHERE l."table" = '{table}' AND l.row_id = CAST(t."{key}" AS text)))
FROM "{table}" t
)
SELECT row_id, live, kept FROM compared WHERE live {differ} kept
"""
GONE = """
SELECT DISTINCT h.row_id FROM {history} h
WHERE h."table" = '{table}'
  AND NOT EXISTS (SELECT 1 FROM "{table}" t WHERE {same})
"""


def check_rows(table: ArchiveTable) -> Iterator[Finding]:
    """Return each row of a table that is not what the latest history says, or is gone."""
    for row_id, live, kept in stream(different(table)):
        if kept is None:
            yield Finding(kind=FindingKind.ROW_WITHOUT_HISTORY, table=table.name, row_id=row_id)
        elif columns := differing(as_object(kept), as_object(live)):
            yield Finding(
                kind=FindingKind.ROW_CHANGED,
                table=table.name,
                row_id=row_id,
                details=", ".join(columns),
            )
    for (row_id,) in stream(gone(table)):
        yield Finding(kind=FindingKind.ROW_MISSING, table=table.name, row_id=row_id)


def different(table: ArchiveTable) -> str:
    """Return the statement that finds rows which are not what their latest history says."""
    is_postgres = connection.vendor == "postgresql"
    engine: Any = functions if is_postgres else sqlite
    return DIFFERENT.format(
        key=table.key,
        table=table.name,
        history=HISTORY,
        image=engine.image(table, "t"),
        differ="IS DISTINCT FROM" if is_postgres else "IS NOT",
    )


def gone(table: ArchiveTable) -> str:
    """Return the statement that finds rows which have a history and are not there."""
    # SQLite has no hash joins: there the row is found by its key, in the type of the column.
    key = f't."{table.key}"'
    same = f"CAST({key} AS text)" if connection.vendor == "postgresql" else key
    return GONE.format(history=HISTORY, table=table.name, same=f"{same} = h.row_id")


def differing(kept: dict[str, Any], live: dict[str, Any]) -> list[str]:
    """Return the columns that differ. A column made since then is in one of the two only."""
    return sorted(name for name in kept.keys() & live.keys() if kept[name] != live[name])


def as_object(image: Any) -> dict[str, Any]:
    """Return the image of a row as the database hands it over."""
    read: dict[str, Any] = json.loads(image) if isinstance(image, str) else image
    return read


def stream(statement: str) -> Iterator[tuple[Any, ...]]:
    """Return the rows of a statement a few at a time."""
    cursor = connection.chunked_cursor()
    try:
        cursor.execute(statement)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows
    finally:
        cursor.close()
