"""Where the two databases differ: types, bulk loading, JSON, locks."""

import csv
import io
from collections.abc import Sequence
from enum import Enum
from typing import Any, Final, NamedTuple, Protocol

from django.db import connection
from django.db.backends.utils import CursorWrapper

LOCK: Final = 7_110_042
ROWS_AT_ONCE: Final = 5000

Row = tuple[Any, ...]


class Staged(NamedTuple):
    """Rows on their way into a staging table, and the columns that they fill."""

    columns: tuple[str, ...]
    rows: Sequence[Row]


class SqlType(Enum):
    """The kinds of columns that rows are staged in."""

    TEXT = "text"
    WHOLE = "bigint"
    DAY = "date"
    FLAG = "boolean"
    JSON = "jsonb"
    MOMENT = "timestamptz"


class Dialect(Protocol):
    """What a database engine needs to be told in its own way."""

    differs: str

    def type_name(self, kind: SqlType) -> str: ...

    def begin(self, cursor: CursorWrapper) -> None:
        """Prepare the transaction for statements over whole sets."""

    def create(self, cursor: CursorWrapper, table: str, columns: str) -> None: ...

    def load(
        self, cursor: CursorWrapper, table: str, columns: Sequence[str], rows: Sequence[Row]
    ) -> None: ...

    def number(self, prefix: str, width: int, position: str) -> str:
        """Return SQL for a human-readable number, its digits padded."""

    def json(self, **values: str) -> str:
        """Return SQL for an object whose values are SQL."""

    def json_literal(self, text: str) -> str:
        """Return SQL for an object that is written out."""

    def day(self, text: str) -> str:
        """Return SQL for a day that is written out as text."""

    def next_id(self, table: str) -> str:
        """Return SQL that draws a key for a new row of a table, once for each staged row `s`."""

    def lock(self, cursor: CursorWrapper) -> None:
        """Let imports write one after the other."""


class Postgres:
    """COPY into temporary tables that end with the transaction."""

    differs = "IS DISTINCT FROM"

    def type_name(self, kind: SqlType) -> str:
        return kind.value

    def begin(self, cursor: CursorWrapper) -> None:
        # Compiling the policies of the second wall costs seconds a statement and saves nothing.
        cursor.execute("SET LOCAL jit = off")
        # What triggers are handed of ten thousand rows and more fits into this, not into 4 MB.
        cursor.execute("SET LOCAL work_mem = '32MB'")
        # What is staged is small beside what is on file and finds it by its keys. By the usual
        # price of a page the planner read the keys of all people from end to end, a thousand rows
        # after the other:
        # 800,000 rows for an import of 30,000.
        cursor.execute("SET LOCAL random_page_cost = 1.1")
        # Staging tables are read from end to end anyway.
        cursor.execute("SET LOCAL default_statistics_target = 10")

    def create(self, cursor: CursorWrapper, table: str, columns: str) -> None:
        cursor.execute(f"CREATE TEMP TABLE {table} ({columns}) ON COMMIT DROP")

    def load(
        self, cursor: CursorWrapper, table: str, columns: Sequence[str], rows: Sequence[Row]
    ) -> None:
        if not rows:
            return
        # As CSV, which Python writes much faster than the driver's own rows. An empty cell is
        # NULL, "not given", which is what an empty text means here too.
        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv)"
        with cursor.copy(statement) as copy:
            for start in range(0, len(rows), ROWS_AT_ONCE):
                text = io.StringIO()
                csv.writer(text).writerows(rows[start : start + ROWS_AT_ONCE])
                copy.write(text.getvalue())
        cursor.execute(f"ANALYZE {table}")

    def number(self, prefix: str, width: int, position: str) -> str:
        return f"'{prefix}' || to_char({position}, 'FM9999{'0' * width}')"

    def json(self, **values: str) -> str:
        return f"jsonb_build_object({_pairs(values)})"

    def json_literal(self, text: str) -> str:
        return f"'{text}'::jsonb"

    def day(self, text: str) -> str:
        return f"{text}::date"

    def next_id(self, table: str) -> str:
        # In a subquery, so that the name is looked up once and not for each row.
        return f"nextval((SELECT pg_get_serial_sequence('{table}', 'id'))::regclass)"

    def lock(self, cursor: CursorWrapper) -> None:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


class Sqlite:
    """Temporary tables of the connection. Writers queue up anyway."""

    differs = "IS NOT"

    def begin(self, cursor: CursorWrapper) -> None:
        """Do nothing: SQLite plans the same way whatever it is told."""

    def type_name(self, kind: SqlType) -> str:
        return {SqlType.WHOLE: "integer", SqlType.FLAG: "integer"}.get(kind, "text")

    def create(self, cursor: CursorWrapper, table: str, columns: str) -> None:
        cursor.execute(f"DROP TABLE IF EXISTS temp.{table}")
        cursor.execute(f"CREATE TEMP TABLE {table} ({columns})")

    def load(
        self, cursor: CursorWrapper, table: str, columns: Sequence[str], rows: Sequence[Row]
    ) -> None:
        places = ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
        cursor.executemany(statement, rows)

    def number(self, prefix: str, width: int, position: str) -> str:
        return f"printf('{prefix}%%0{width}d', {position})"

    def json(self, **values: str) -> str:
        return f"json_object({_pairs(values)})"

    def json_literal(self, text: str) -> str:
        return f"'{text}'"

    def day(self, text: str) -> str:
        return text

    def next_id(self, table: str) -> str:
        # Nobody else writes meanwhile, and the counter follows what is inserted.
        latest = f"coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0)"
        return f"{latest} + s.rowid"

    def lock(self, cursor: CursorWrapper) -> None:
        """Do nothing: a transaction that will write holds SQLite's only writer already."""


def current_dialect() -> Dialect:
    """Return the way of the database that we are connected to."""
    return Postgres() if connection.vendor == "postgresql" else Sqlite()


def _pairs(values: dict[str, str]) -> str:
    return ", ".join(f"'{name}', {value}" for name, value in values.items())
