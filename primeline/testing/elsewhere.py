"""Another place to run an installation in, with a home and an empty database of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import connection
from psycopg import sql

from primeline.testing import plugin
from primeline.testing.databases import owner_login, pointing_at


@contextmanager
def another_place(home: Path) -> Iterator[dict[str, str]]:
    """Give the environment of an empty place, and remove its database at the end."""
    places = {
        "PRIMELINE_HOME": str(home),
        "PRIMELINE_FILES": str(home / "files"),
        "PRIMELINE_ANCHOR_FILE": str(home / "anchor"),
    }
    if connection.vendor == "sqlite":
        url = f"sqlite://{quote(str(home / 'restored.sqlite3'))}"
        yield places | {plugin.APPLICATION_URL: url}
        return
    name = f"{connection.settings_dict['NAME']}_elsewhere"
    _as_owner("CREATE DATABASE {}", name)
    urls = {
        variable: f"{os.environ[variable].rpartition('/')[0]}/{name}"
        for variable in (plugin.APPLICATION_URL, plugin.OWNER_URL)
    }
    try:
        yield places | urls
    finally:
        _as_owner("DROP DATABASE {} WITH (FORCE)", name)


@contextmanager
def an_empty_database(folder: Path) -> Iterator[None]:
    """Let Django work on a database without a single table, as the owner."""
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


def _as_owner(statement: str, name: str) -> None:
    with psycopg.connect(os.environ[plugin.OWNER_URL], autocommit=True) as server:
        server.execute(sql.SQL(statement).format(sql.Identifier(name)))
