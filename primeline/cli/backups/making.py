"""Making a backup while work goes on."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from primeline import __version__
from primeline.audit import walls
from primeline.cli.backups import files
from primeline.cli.backups.manifest import KEY_MEMBER, Manifest, Table
from primeline.cli.backups.package import Reader, Writer, writing
from primeline.cli.backups.postgres import PostgresContent
from primeline.cli.backups.sqlite import SqliteContent
from primeline.cli.outcomes import Stopped
from primeline.cli.terminal import Progress
from primeline.cli.words import _
from primeline.kit import installation

LAST_BACKUP = "last_backup"


class Content(Protocol):
    """How the content of one kind of database gets into a backup and out of it."""

    sequences: dict[str, int]

    def version(self) -> str: ...

    def put_into(self, package: Writer, folder: Path, report: Progress) -> dict[str, Table]: ...

    def check_empty(self) -> None: ...

    def take_from(self, package: Reader, folder: Path, report: Progress) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Backup:
    """A backup that was made."""

    file: Path
    manifest: Manifest

    @property
    def rows_count(self) -> int:
        return sum(table.rows for table in self.manifest.tables.values())


def make(*, target: Path, with_secret_key: bool, at: datetime, report: Progress) -> Backup:
    """Write everything of this installation into one file and return what it holds.

    :raises Stopped: if the file cannot be written, or the secret key is not in a file
    """
    content = content_of_database()
    with ExitStack() as stack:
        stack.enter_context(walls.as_owner())
        stack.enter_context(walls.open_for_system())
        package = stack.enter_context(writing(target))
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(prefix=".primeline-", dir=target.parent)
        )
        tables = content.put_into(package, Path(folder), report)
        files_count = files.put_into(package)
        if with_secret_key:
            package.add(KEY_MEMBER, _secret_key_file())
        manifest = Manifest(
            primeline=__version__,
            created_at=at,
            database=kind_of_database(),
            database_version=content.version(),
            migrations=applied_migrations(),
            tables=tables,
            sequences=content.sequences,
            files_count=files_count,
            members=package.members,
        )
        package.finish(manifest)
    installation.state_fact(LAST_BACKUP, at.isoformat())
    return Backup(file=target, manifest=manifest)


def content_of_database() -> Content:
    """Return how the content of the database of this installation is handled."""
    return SqliteContent() if connection.vendor == "sqlite" else PostgresContent()


def kind_of_database() -> str:
    """Return what the manifest calls the kind of this installation's database."""
    return connection.vendor


def applied_migrations() -> list[str]:
    """Return the migrations that made the tables what they are."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{room}.{name}" for room, name in applied)


def _secret_key_file() -> Path:
    file = Path(settings.HOME) / "secret_key"
    if not file.exists():
        raise Stopped(
            _(
                "The secret key is not in {file} but in PRIMELINE_SECRET_KEY. Keep it yourself and "
                "leave out --with-secret-key."
            ).format(file=file)
        )
    return file
