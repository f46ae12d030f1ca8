"""The content of a PostgreSQL database: every table as of one moment, by COPY.

The shape of the tables is not in the backup: the same release makes them again, on any newer
server, and no program of another version is needed.
"""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, transaction
from psycopg import sql

from primeline.cli.backups.manifest import Manifest, Table
from primeline.cli.backups.package import Reader, Writer
from primeline.cli.outcomes import Stopped
from primeline.cli.terminal import Progress
from primeline.cli.words import _
from primeline.kit.tables import bring_to_newest

FAST = 1
BLOCK = 1 << 20
# Written where it is restored into, as the tables are made.
MADE_ANEW = frozenset({"django_migrations"})

COLUMNS = """
SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)
FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
GROUP BY table_name ORDER BY table_name
"""

SEQUENCES = """
SELECT format('%s.%s', c.relname, a.attname), pg_sequence_last_value(d.objid)
FROM pg_depend d
JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
JOIN pg_class c ON c.oid = d.refobjid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
WHERE c.relnamespace = current_schema()::regnamespace AND d.deptype IN ('a', 'i')
"""


WALLED = """
SELECT relname FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relforcerowsecurity
"""


class PostgresContent:
    """How the content of a PostgreSQL database gets into a backup and out of it."""

    def __init__(self) -> None:
        self.sequences: dict[str, int] = {}

    def version(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return str(cursor.fetchone()[0])

    def put_into(self, package: Writer, folder: Path, report: Progress) -> dict[str, Table]:
        """Put every table as of this moment into the backup and return what they hold."""
        tables = {}
        with _one_moment():
            columns = _rows(COLUMNS)
            self.sequences = {name: value for name, value in _rows(SEQUENCES) if value is not None}
            for number, (name, wanted) in enumerate(columns):
                packed = folder / "table.gz"
                rows = _copy_out(name, wanted, packed)
                tables[name] = Table(rows=rows, columns=wanted)
                package.add(_member(name), packed)
                packed.unlink()
                report(number + 1, len(columns))
        return tables

    def check_empty(self) -> None:
        """Return if the database has no tables yet.

        :raises Stopped: if it has
        """
        if connection.introspection.table_names():
            place = connection.settings_dict["NAME"]
            raise Stopped(
                _(
                    "The database {place} is not empty. Make an empty one, owned by the role of "
                    "PRIMELINE_OWNER_DATABASE_URL, and name it in both URLs."
                ).format(place=place)
            )

    def take_from(self, package: Reader, folder: Path, report: Progress) -> None:
        """Make the tables and fill them, all of them or none."""
        bring_to_newest()
        manifest = package.manifest
        names = sorted(manifest.tables.keys() - MADE_ANEW)
        with transaction.atomic(), _without_triggers(names):
            _run("TRUNCATE {}", _names(names))
            for number, name in enumerate(names):
                packed = folder / "table.gz"
                package.extract(_member(name), packed)
                _copy_in(name, manifest.tables[name].columns, packed)
                report(number + 1, len(names))
            _set_sequences(manifest)
        _run("ANALYZE {}", _names(names))


@contextmanager
def _one_moment() -> Iterator[None]:
    with transaction.atomic():
        _run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _without_triggers(names: list[str]) -> Iterator[None]:
    """Let rows in as they were. Only the owner may, and only until the transaction ends.

    Nothing of this is seen by anybody unless all of it commits, the walls standing again.
    """
    walled = [name for (name,) in _rows(WALLED) if name in names]
    for name in names:
        _run("ALTER TABLE {} DISABLE TRIGGER USER", sql.Identifier(name))
    for name in walled:
        _run("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", sql.Identifier(name))
    yield
    # References are checked when a transaction ends; a table may not be altered before that.
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    for name in walled:
        _run("ALTER TABLE {} FORCE ROW LEVEL SECURITY", sql.Identifier(name))
    for name in names:
        _run("ALTER TABLE {} ENABLE TRIGGER USER", sql.Identifier(name))


def _copy_out(name: str, columns: list[str], packed: Path) -> int:
    command = sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(name), _names(columns))
    with (
        gzip.open(packed, "wb", compresslevel=FAST) as target,
        _raw().cursor() as cursor,
    ):
        with cursor.copy(command) as copy:
            for block in copy:
                target.write(block)
        return cursor.rowcount


def _copy_in(name: str, columns: list[str], packed: Path) -> None:
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(name), _names(columns))
    with (
        gzip.open(packed, "rb") as source,
        _raw().cursor() as cursor,
        cursor.copy(command) as copy,
    ):
        while block := source.read(BLOCK):
            copy.write(block)
    packed.unlink()


def _set_sequences(manifest: Manifest) -> None:
    with connection.cursor() as cursor:
        for place, value in manifest.sequences.items():
            table, column = place.rsplit(".", 1)
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(quote_ident(%s), %s), %s)",
                [table, column, value],
            )


def _raw() -> psycopg.Connection[Any]:
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    return raw


def _run(statement: str, *names: sql.Composable) -> None:
    with _raw().cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*names))


def _rows(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _names(names: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _member(table: str) -> str:
    return f"database/{table}.copy.gz"
