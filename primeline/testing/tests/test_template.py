"""What a new installation works on has the shape that the migrations give an older one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from primeline.audit import walls
from primeline.testing.elsewhere import an_empty_database

Shape = set[tuple[object, ...]]

# Whatever a table may differ in but the order of its columns, which nobody may rely on.
OF_POSTGRES = (
    """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
           a.attcollation::regcollation::text, pg_get_expr(d.adbin, d.adrelid)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0
      AND NOT a.attisdropped
    """,
    """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    """,
    """
    SELECT relname, relkind, relowner::regrole::text, relacl::text, relrowsecurity,
           relforcerowsecurity
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
    """,
    "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT tablename, policyname, pg_policies::text FROM pg_policies",
    """
    SELECT oid::regprocedure::text, pg_get_functiondef(oid), proacl::text
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    """,
    "SELECT 'extension', extname FROM pg_extension",
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT migration.app, migration.name FROM django_migrations AS migration",
)
# SQLite does not look at the width of a text, so that no migration alters one there.
_WIDTH = re.compile(r" varchar\(\d+\)")
# Migrations of old make this key shorter than its model does; nothing of ours lies there.
LEFT_TO_DJANGO = {("auth_group_permissions", "id")}

pytestmark = pytest.mark.empty_archive


@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
def test_a_new_installation_is_what_the_migrations_make(tmp_path: Path) -> None:
    new = shape() | rows()
    assert walls.missing() == []

    with an_empty_database(tmp_path):
        call_command("migrate", verbosity=0, interactive=False)
        migrated = shape() | rows()

    differing = {row for row in new ^ migrated if row[:2] not in LEFT_TO_DJANGO}
    assert sorted(map(str, differing)) == []


def shape() -> Shape:
    """Return everything that makes the tables what they are."""
    if connection.vendor == "postgresql":
        return {row for query in OF_POSTGRES for row in _rows(query)}
    found: Shape = set(_rows("SELECT app, name FROM django_migrations"))
    for kind, name, statement in _rows("SELECT type, name, sql FROM sqlite_master"):
        if kind == "table" and statement:
            inner = str(statement).partition("(")[2].rpartition(")")[0]
            found |= {(name, _WIDTH.sub(" text", part.strip())) for part in _parts(inner)}
        else:
            found.add((kind, name, statement))
    return found


def rows() -> Shape:
    """Return how many rows each table begins with."""
    return {
        (table, "rows", *_rows(f'SELECT count(*) FROM "{table}"')[0])  # noqa: S608 - ours
        for table in connection.introspection.table_names()
        # The index over texts keeps its own books.
        if not table.startswith("search_grams")
    }


def _parts(inner: str) -> Iterator[str]:
    """Split at the commas that stand in no parentheses."""
    depth, start = 0, 0
    for place, letter in enumerate(inner):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            yield inner[start:place]
            start = place + 1
    yield inner[start:]


def _rows(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [tuple(row) for row in cursor.fetchall()]
