"""The content of an SQLite database: a copy of its file, taken while others write."""

import gzip
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from primeline.cli.backups.manifest import Table
from primeline.cli.backups.package import Reader, Writer, damaged
from primeline.cli.outcomes import Stopped
from primeline.cli.terminal import Progress
from primeline.cli.words import _

MEMBER = "database/primeline.sqlite3.gz"
FAST = 1


class SqliteContent:
    """How the content of an SQLite file gets into a backup and out of it."""

    sequences: dict[str, int] = {}

    def version(self) -> str:
        return sqlite3.sqlite_version

    def put_into(self, package: Writer, folder: Path, report: Progress) -> dict[str, Table]:
        """Put a copy as of this moment into the backup and return what it holds."""
        copy, packed = folder / "copy.sqlite3", folder / "copy.gz"
        self._copy_to(copy)
        with closing(sqlite3.connect(copy)) as opened:
            tables = _tables_of(opened)
        with copy.open("rb") as source, gzip.open(packed, "wb", compresslevel=FAST) as target:
            shutil.copyfileobj(source, target)
        copy.unlink()
        package.add(MEMBER, packed)
        packed.unlink()
        return tables

    def check_empty(self) -> None:
        """Return if there is no database yet.

        :raises Stopped: if there is one
        """
        file = _file()
        if file.exists() and connection.introspection.table_names():
            raise Stopped(
                _(
                    "There is a database already: {place}. Restore into an empty place: move it "
                    "away, or set PRIMELINE_HOME or PRIMELINE_DATABASE_URL to another one."
                ).format(place=file)
            )

    def take_from(self, package: Reader, folder: Path, report: Progress) -> None:
        """Put the database where the settings say.

        :raises Stopped: if the copy is damaged
        """
        packed, copy = folder / "copy.gz", folder / "copy.sqlite3"
        package.extract(MEMBER, packed)
        with gzip.open(packed, "rb") as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target)
        packed.unlink()
        with closing(sqlite3.connect(copy)) as opened:
            if opened.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise damaged(MEMBER)
        connection.close()
        file = _file()
        for suffix in ("", "-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.move(copy, file)
        file.chmod(0o600)

    def _copy_to(self, copy: Path) -> None:
        """Copy in one step: in WAL mode that holds up nobody, and no writer makes it start anew."""
        connection.ensure_connection()
        with closing(sqlite3.connect(copy)) as target:
            connection.connection.backup(target)


def _tables_of(opened: sqlite3.Connection) -> dict[str, Table]:
    names = opened.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
        "ESCAPE '\\' ORDER BY name"
    ).fetchall()
    return {
        name: Table(rows=opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - a table of ours
        for (name,) in names
    }


def _file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))
