"""The databases of a test run: two templates, and a copy for each test process.

The first template is made as a new installation is. The second holds the people of `cast` as well,
because nearly every test begins with some of them. A copy is thrown away and made anew after a test
that commits, because the database refuses to delete rows of the archive.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import psycopg
from django.db import connection, connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from primeline.kit.tables import bring_to_newest
from primeline.testing import cast, plugin

# Page by page through the log, as PostgreSQL does unless told otherwise, costs half as much again.
COPY_OF_FILES = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"


class Template(StrEnum):
    """What a copy begins with."""

    EMPTY = "empty"
    PEOPLED = "peopled"


class Copies(Protocol):
    """How an engine keeps its templates and copies one."""

    template: Template

    def build_templates(self) -> None:
        """Create the templates with all tables and walls, and leave no connection open."""

    def copy_template(self) -> None:
        """Give this process a fresh copy and point Django at it, whatever was there before."""

    def remove_copy(self) -> None:
        """Remove this process's copy, if there is one."""

    def remove_templates(self) -> None:
        """Remove the templates: the run is over."""


class SqliteCopies:
    """Files in the folder of the run."""

    def __init__(self, folder: Path, worker: str) -> None:
        self.template = Template.PEOPLED
        self.files = {each: folder / f"{each}.sqlite3" for each in Template}
        self.copy = folder / f"{worker}.sqlite3"

    def build_templates(self) -> None:
        self._fill(Template.EMPTY, bring_to_newest)
        shutil.copyfile(self.files[Template.EMPTY], self.files[Template.PEOPLED])
        self._fill(Template.PEOPLED, cast.enter_everybody)

    def _fill(self, template: Template, fill: Callable[[], None]) -> None:
        with pointing_at(NAME=str(self.files[template])):
            fill()
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy_template(self) -> None:
        self.remove_copy()
        shutil.copyfile(self.files[self.template], self.copy)
        connection.settings_dict["NAME"] = str(self.copy)

    def remove_copy(self) -> None:
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            self.copy.with_name(self.copy.name + suffix).unlink(missing_ok=True)

    def remove_templates(self) -> None:
        for file in self.files.values():
            file.unlink(missing_ok=True)


class PostgresCopies:
    """Databases of the server that the environment names, owned by the owner role."""

    def __init__(self, folder: Path, worker: str) -> None:
        run = folder.name.replace("-", "_").lower()
        self.owner_url = os.environ[plugin.OWNER_URL]
        self.template = Template.PEOPLED
        self.names = {each: f"{run}_{each}" for each in Template}
        self.copy = f"{run}_{worker}"

    def build_templates(self) -> None:
        empty, peopled = self.names[Template.EMPTY], self.names[Template.PEOPLED]
        self._execute("CREATE DATABASE {}", empty)
        with pointing_at(NAME=empty, **owner_login()):
            bring_to_newest()
        self._execute("CREATE DATABASE {} TEMPLATE {}", peopled, empty)
        with pointing_at(NAME=peopled):
            cast.enter_everybody()

    def copy_template(self) -> None:
        self.remove_copy()
        self._execute(COPY_OF_FILES, self.copy, self.names[self.template])
        connection.settings_dict["NAME"] = self.copy

    def remove_copy(self) -> None:
        connections.close_all()
        # A server under test may not have noticed yet that its test is over.
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.copy)

    def remove_templates(self) -> None:
        for name in self.names.values():
            self._execute("DROP DATABASE IF EXISTS {}", name)

    def _execute(self, statement: str, *names: str) -> None:
        command = sql.SQL(statement).format(*(sql.Identifier(name) for name in names))
        with psycopg.connect(self.owner_url, autocommit=True) as server:
            server.execute(command)


def copies_for(worker: str) -> Copies:
    """Return how the engine of this run copies its template, for one process of the run."""
    engine = PostgresCopies if os.environ[plugin.ENGINE] == "postgres" else SqliteCopies
    return engine(Path(os.environ[plugin.RUN_FOLDER]), worker)


def ensure_templates(copies: Copies) -> None:
    """Build the templates unless another process of this run has done so."""
    with _are_built().with_suffix(".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not _are_built().exists():
            copies.build_templates()
            _are_built().touch()


@contextmanager
def empty(copies: Copies) -> Iterator[None]:
    """Work on copies in which nobody is, for as long as this lasts."""
    copies.template = Template.EMPTY
    copies.copy_template()
    yield
    copies.template = Template.PEOPLED
    copies.copy_template()


def end_run() -> None:
    """Remove what the processes of this run shared. One of several servers goes as a whole."""
    if _are_built().exists():
        copies_for("leader").remove_templates()


def _are_built() -> Path:
    return Path(os.environ[plugin.RUN_FOLDER]) / f"templates-{plugin.server_name()}.done"


@contextmanager
def pointing_at(**changes: str) -> Iterator[None]:
    """Let Django work on another database for as long as this lasts."""
    settings: dict[str, Any] = connection.settings_dict
    before = {name: settings[name] for name in changes}
    connections.close_all()
    settings.update(changes)
    try:
        yield
    finally:
        connections.close_all()
        settings.update(before)


def owner_login() -> dict[str, str]:
    """Return how the owner of the tables comes in, where that is somebody else."""
    if os.environ[plugin.ENGINE] != "postgres":
        return {}
    owner = conninfo_to_dict(os.environ[plugin.OWNER_URL])
    return {"USER": str(owner["user"]), "PASSWORD": str(owner.get("password", ""))}
