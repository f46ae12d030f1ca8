"""How a command may end, and what it says when it does not end well."""

from enum import IntEnum
from pathlib import Path

from primeline.cli.words import _


class ExitCode(IntEnum):
    """What the shell is told."""

    OK = 0
    FOUND = 1
    USAGE = 2
    REFUSED = 3
    UNAVAILABLE = 4
    INTERRUPTED = 130


class Stopped(Exception):
    """The command cannot go on. The message says why, and names the way out."""

    def __init__(self, message: str, code: ExitCode = ExitCode.REFUSED) -> None:
        super().__init__(message)
        self.code = code


def unavailable(message: str) -> Stopped:
    """Return the outcome for something that is not there or does not answer."""
    return Stopped(message, ExitCode.UNAVAILABLE)


def require_place_for(file: Path | None) -> None:
    """Return if a file could be written there, before the work that is to end in it.

    :raises Stopped: if there is no such folder, or a folder of this name
    """
    if file is None:
        return
    if file.is_dir():
        raise Stopped(_("{file} is a folder, and a file is meant.").format(file=file))
    if not file.parent.is_dir():
        told = _("There is no folder {folder} to write into.")
        raise Stopped(told.format(folder=file.parent))
