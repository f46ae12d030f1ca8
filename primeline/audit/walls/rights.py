"""What the application role may do on PostgreSQL: everything but forget."""

from collections.abc import Iterator

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from primeline.audit.walls.metadata import (
    ACTS,
    EPOCHS,
    HISTORY,
    LINES,
    LOOKS,
    SEALS,
    archive_tables,
)

ALL = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"})
READ = frozenset({"SELECT"})
APPEND = frozenset({"SELECT", "INSERT"})
ARCHIVE = frozenset({"SELECT", "INSERT", "UPDATE"})
WORKING = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})

OF_THE_RECORD = {
    ACTS: APPEND,
    LINES: APPEND,
    LOOKS: APPEND,
    SEALS: APPEND,
    HISTORY: READ,
    EPOCHS: READ,
    "django_migrations": READ,
}


def statements(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Return what gives the application role its rights, and no more than those."""
    role = application_role(connection)
    if role is None:
        return
    yield f'GRANT USAGE ON SCHEMA "{_schema(connection)}" TO "{role}"'
    for table in connection.introspection.table_names():
        rights = ", ".join(sorted(rights_on(table)))
        yield f'REVOKE ALL ON "{table}" FROM "{role}"'
        yield f'GRANT {rights} ON "{table}" TO "{role}"'
    yield f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA "{_schema(connection)}" TO "{role}"'


def rights_on(table: str) -> frozenset[str]:
    """Return what the application may do with a table. What no model declares is working."""
    if table in OF_THE_RECORD:
        return OF_THE_RECORD[table]
    if any(table == archive.name for archive in archive_tables()):
        return ARCHIVE
    return WORKING


def gaps(connection: BaseDatabaseWrapper) -> list[str]:
    """Return a sentence for each table on which the application may do too much or less."""
    role = application_role(connection)
    if role is None:
        return []
    existing = sorted(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT t, r FROM unnest(%s::text[]) AS t, unnest(%s::text[]) AS r
            WHERE has_table_privilege(%s, quote_ident(t), r)
            """,
            [existing, sorted(ALL), role],
        )
        held: dict[str, set[str]] = {table: set() for table in existing}
        for table, right in cursor.fetchall():
            held[table].add(right)
    return [
        f"{role} has {', '.join(sorted(held[table])) or 'no rights'} on {table}, "
        f"not {', '.join(sorted(rights_on(table)))}."
        for table in existing
        if held[table] != rights_on(table)
    ]


def application_role(connection: BaseDatabaseWrapper) -> str | None:
    """Return the role that the application runs as; None where it owns the tables itself."""
    role: str = settings.PRIMELINE_APPLICATION_ROLE
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relowner::regrole::text <> quote_ident(%s) FROM pg_class c
            WHERE c.oid = %s::regclass
            """,
            [role, HISTORY],
        )
        is_another = cursor.fetchone()[0]
    return role if role and is_another else None


def _schema(connection: BaseDatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])
