"""How a command may end, and what it says when it does not end well."""

from enum import IntEnum


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
