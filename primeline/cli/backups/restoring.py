"""Building an installation up again from a backup: all of it, in an empty place, and verified."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from primeline import __version__
from primeline.audit import anchor, walls
from primeline.audit.verify import verify
from primeline.cli.backups import files
from primeline.cli.backups.making import content_of_database, kind_of_database
from primeline.cli.backups.manifest import KEY_MEMBER, Manifest
from primeline.cli.backups.package import Reader, reading
from primeline.cli.outcomes import ExitCode, Stopped
from primeline.cli.terminal import Progress, say
from primeline.cli.words import _
from primeline.files.verify import damaged_files
from primeline.kit import installation
from primeline.kit.deeds import System
from primeline.privacy import actions, master
from primeline.privacy import queries as privacy

RESTORED = "restored"
# Whoever was signed in elsewhere is not signed in here, and workers of elsewhere do not work here.
EPOCHS = "audit_epoch"
LEFT_BEHIND = ("django_session", "usersessions_usersession", "kit_workerrow")


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was built up again, and what is wrong with it."""

    manifest: Manifest
    findings: list[str] = field(default_factory=list)


def check(*, source: Path, report: Progress) -> Manifest:
    """Read a backup through and return what it holds.

    :raises Stopped: if it is damaged
    """
    with reading(source) as package:
        _read_through(package, report)
        return package.manifest


def restore(*, source: Path, at: datetime, report: Progress) -> Restored:
    """Build everything up from a backup and return what was found on verifying it.

    :raises Stopped: if the backup is damaged or of another release, or the place is not empty
    """
    with reading(source) as package:
        manifest = package.manifest
        _read_through(package, report)
        check_fits(manifest)
        with walls.as_owner():
            _take_from(package, report)
            walls.install()
            with walls.open_for_system():
                findings = [*_wrong_counts(manifest), *walls.missing()]
                _leave_behind()
            findings += _erase_again(at)
    findings += _verify_record(report)
    installation.state_fact(RESTORED, {"at": at.isoformat(), "of": str(manifest.created_at)})
    return Restored(manifest=manifest, findings=findings)


def check_fits(manifest: Manifest) -> None:
    """Return if this release, with this kind of database, can restore the backup.

    :raises Stopped: if it cannot
    """
    if manifest.database != kind_of_database():
        raise Stopped(
            _(
                "This backup is of {theirs}, but PRIMELINE_DATABASE_URL names {ours}. "
                "Name an empty database of the same kind."
            ).format(theirs=manifest.database, ours=kind_of_database())
        )
    if manifest.primeline != __version__:
        raise Stopped(
            _(
                "This backup was written by release {theirs}, this is release {ours}. Install "
                "{theirs}, restore with it, then install {ours} and run: primeline migrate"
            ).format(theirs=manifest.primeline, ours=__version__)
        )
    ours = {f"{room}.{name}" for room, name in MigrationLoader(None).disk_migrations}
    if differing := ours ^ set(manifest.migrations):
        raise Stopped(
            _(
                "This backup was written in another state of the database; these migrations "
                "differ: {names}. Restore it with exactly what wrote it, then migrate."
            ).format(names=", ".join(sorted(differing)))
        )


def _read_through(package: Reader, report: Progress) -> None:
    names = sorted(package.manifest.members)
    for number, name in enumerate(names):
        package.verify(name)
        report(number + 1, len(names))


def _take_from(package: Reader, report: Progress) -> None:
    content = content_of_database()
    content.check_empty()
    files.check_empty()
    with _workplace() as folder, walls.open_for_system():
        content.take_from(package, folder, report)
        files.take_from(package)
        _take_secret_key(package)


def _wrong_counts(manifest: Manifest) -> list[str]:
    """Return a sentence for each table that has not as many rows as when it was backed up."""
    findings = []
    with connection.cursor() as cursor:
        for name, table in manifest.tables.items():
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"SELECT count(*) FROM {quoted}")  # noqa: S608 - a table of ours
            found = cursor.fetchone()[0]
            # Opening the new epoch is the one row that restoring adds.
            if found != table.rows and name != EPOCHS:
                findings.append(
                    _("{table} has {found} rows, not {expected}.").format(
                        table=name, found=found, expected=table.rows
                    )
                )
    return findings


def _verify_record(report: Progress) -> list[str]:
    """Return what is wrong with the record. Where no anchor came along, a new one is begun."""
    if not anchor.path().exists():
        with walls.open_for_system():
            anchor.catch_up()
        place = anchor.path()
        say(_("A new anchor was begun: {place}. Compare it with the old one.").format(place=place))
    with walls.open_for_system():
        damaged = list(damaged_files(progress=report))
    return [*(finding.sentence for finding in verify(progress=report).findings), *damaged]


def _erase_again(at: datetime) -> list[str]:
    """Erase whoever was erased after the backup was made; say what stands in the way."""
    if missing := privacy.missing_masters():
        return [
            _(
                "The people in this backup cannot be read without the master keys {names}. Put "
                "them into {place}, then run: primeline doctor"
            ).format(names=", ".join(missing), place=master.place())
        ]
    with walls.open_for_system():
        count = actions.erase_again(by=System("restore"), at=at)
    if count:
        told = _("{count} people who were erased after this backup were erased again.")
        say(told.format(count=count))
    return []


def _leave_behind() -> None:
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name in LEFT_BEHIND:
            if name in tables:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - names from the table above


def _take_secret_key(package: Reader) -> None:
    if package.manifest.has_secret_key:
        package.extract(KEY_MEMBER, Path(settings.HOME) / KEY_MEMBER)


@contextmanager
def _workplace() -> Iterator[Path]:
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix=".primeline-", dir=home) as folder:
            yield Path(folder)
    except OSError as error:
        message = _("The files cannot be written: {reason}")
        raise Stopped(message.format(reason=error), ExitCode.UNAVAILABLE) from error
