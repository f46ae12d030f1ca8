"""The files that people put in: attachments, imports, error files."""

from pathlib import Path

from django.conf import settings

from primeline.cli.backups.manifest import FILES_FOLDER
from primeline.cli.backups.package import Reader, Writer
from primeline.cli.outcomes import Stopped
from primeline.cli.words import _


def put_into(package: Writer) -> int:
    """Put every file into the backup and return how many there are.

    Files are never changed once they are there, and come before the rows that name them. So a
    backup of the files that is younger than that of the rows lacks nothing.
    """
    folder = Path(settings.FILES)
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in found:
        package.add(FILES_FOLDER + path.relative_to(folder).as_posix(), path)
    return len(found)


def check_empty() -> None:
    """Return if there are no files yet.

    :raises Stopped: if there are
    """
    folder = Path(settings.FILES)
    if folder.exists() and any(folder.iterdir()):
        message = _("There are files already in {folder}. Restore into an empty place.")
        raise Stopped(message.format(folder=folder))


def take_from(package: Reader) -> int:
    """Write every file to its place and return how many there are."""
    folder = Path(settings.FILES)
    names = package.names_below(FILES_FOLDER)
    for name in names:
        package.extract(name, folder / name.removeprefix(FILES_FOLDER))
    return len(names)
