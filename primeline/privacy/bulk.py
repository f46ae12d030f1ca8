"""Storing very many working rows of this room at once, past the object-relational mapper."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

ROWS_AT_ONCE = 20_000
FEW = 50


def store(model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows given as the values of these columns."""
    table, listed = model._meta.db_table, ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) > FEW:
            with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {table} ({listed}) VALUES ({marks})"  # noqa: S608 - names of ours
        for start in range(0, len(rows), ROWS_AT_ONCE):
            cursor.executemany(statement, rows[start : start + ROWS_AT_ONCE])
