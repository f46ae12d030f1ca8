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
       (SELECT h.after FROM {history} h WHERE h."table" = '{table}'
        AND h.row_id = CAST(t."{key}" AS text) ORDER BY h.id DESC LIMIT 1)
FROM "{table}" t
)
SELECT row_id, live, kept FROM compared WHERE live {differ} kept
"""
GONE = """
SELECT DISTINCT h.row_id FROM {history} h
WHERE h."table" = '{table}'
  AND NOT EXISTS (SELECT 1 FROM "{table}" t WHERE CAST(t."{key}" AS text) = h.row_id)
"""


def check_rows(table: ArchiveTable) -> Iterator[Finding]:
    """Return each row of a table that is not what the latest history says, or is gone."""
    for row_id, live, kept in _different(table):
        if kept is None:
            yield Finding(kind=FindingKind.ROW_WITHOUT_HISTORY, table=table.name, row_id=row_id)
        elif columns := differing(as_object(kept), as_object(live)):
            yield Finding(
                kind=FindingKind.ROW_CHANGED,
                table=table.name,
                row_id=row_id,
                details=", ".join(columns),
            )
    names = {"history": HISTORY, "table": table.name, "key": table.key}
    for (row_id,) in stream(GONE.format(**names)):
        yield Finding(kind=FindingKind.ROW_MISSING, table=table.name, row_id=row_id)


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


def _different(table: ArchiveTable) -> Iterator[tuple[Any, ...]]:
    is_postgres = connection.vendor == "postgresql"
    engine: Any = functions if is_postgres else sqlite
    return stream(
        DIFFERENT.format(
            key=table.key,
            table=table.name,
            history=HISTORY,
            image=engine.image(table, "t"),
            differ="IS DISTINCT FROM" if is_postgres else "IS NOT",
        )
    )
