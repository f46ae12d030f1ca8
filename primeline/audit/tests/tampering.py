"""Going round every wall, as somebody who owns the database file or the tables could."""

import sqlite3
from collections.abc import Callable

from django.db import connection

from primeline.audit import walls

Write = Callable[[str], None]


def tamper(*statements: str) -> None:
    """Carry out statements with the triggers away, and put the triggers back as they were."""
    if connection.vendor == "postgresql":
        _as_owner(statements)
    else:
        _from_elsewhere(statements)


def _as_owner(statements: tuple[str, ...]) -> None:
    with walls.as_owner(), walls.open_for_system(), connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT quote_ident(relname) FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
            """
        )
        tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        for statement in statements:
            cursor.execute(statement)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        for (table,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')


def _from_elsewhere(statements: tuple[str, ...]) -> None:
    file = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    try:
        triggers = file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        standing = dict(triggers.fetchall())
        for name in standing:
            file.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            file.execute(statement)
        for definition in standing.values():
            file.execute(definition)
    finally:
        file.close()
