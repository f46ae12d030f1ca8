"""What tests work on has the shape that the migrations give a real installation."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from primeline.audit import walls
from primeline.testing import plugin
from primeline.testing.databases import owner_login, pointing_at

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
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT migration.app, migration.name FROM django_migrations AS migration",
)
# SQLite does not look at the width of a text, so that no migration alters one there.
_WIDTH = re.compile(r" varchar\(\d+\)")
# Migrations of old make this key shorter than its model does; nothing of ours lies there.
LEFT_TO_DJANGO = {("auth_group_permissions", "id")}


@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
def test_the_template_is_what_the_migrations_make(tmp_path: Path) -> None:
    of_models = shape()
    assert walls.missing() == []

    with an_empty_database(tmp_path):
        call_command("migrate", verbosity=0, interactive=False)
        of_migrations = shape()

    differing = {row for row in of_models ^ of_migrations if row[:2] not in LEFT_TO_DJANGO}
    assert sorted(map(str, differing)) == []


@contextmanager
def an_empty_database(folder: Path) -> Iterator[None]:
    """Work on a database without a single table, as the owner."""
    if connection.vendor == "sqlite":
        with pointing_at(NAME=str(folder / "empty.sqlite3")):
            yield
        return
    name = f"{connection.settings_dict['NAME']}_empty"
    _as_owner("CREATE DATABASE {}", name)
    try:
        with pointing_at(NAME=name, **owner_login()):
            yield
    finally:
        _as_owner("DROP DATABASE {} WITH (FORCE)", name)


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


def _as_owner(statement: str, name: str) -> None:
    with psycopg.connect(os.environ[plugin.OWNER_URL], autocommit=True) as server:
        server.execute(sql.SQL(statement).format(sql.Identifier(name)))
