"""The front door of the command line: finds the command, runs it, and tells how it ended."""

import argparse
import errno
import sqlite3
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from primeline import __version__
from primeline.cli.commands import COMMANDS
from primeline.cli.outcomes import ExitCode, Stopped
from primeline.cli.terminal import answer_json, say
from primeline.cli.words import _, speak_through_argparse


class Command(Protocol):
    """What a module of `commands` offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, asked: argparse.Namespace) -> int: ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    speak_through_argparse()
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser, command = _parser_for(given)
    asked = parser.parse_args(given)
    if command is None:
        parser.print_help(sys.stderr)
        return ExitCode.USAGE
    return _run(command, asked)


def _parser_for(given: Sequence[str]) -> tuple[argparse.ArgumentParser, Command | None]:
    """Return the parser. Only the module of the command that is asked for is loaded."""
    parser = argparse.ArgumentParser(
        prog="primeline",
        description=_("Primeline: key-account service for telecom operators."),
        epilog=_exit_codes(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--version", action="version", version=__version__, help=_("show the version and exit")
    )
    parsers = parser.add_subparsers(title=_("commands"), metavar="")
    chosen = next((word for word in given if not word.startswith("-")), None)
    command = None
    for name, (module, help_text) in COMMANDS.items():
        formatter = argparse.RawDescriptionHelpFormatter
        sub = parsers.add_parser(
            name, help=_(help_text), description=_(help_text), formatter_class=formatter
        )
        if name == chosen:
            command = cast(Command, import_module(module))
            command.add_arguments(sub)
    return parser, command


def _exit_codes() -> str:
    told = {
        ExitCode.OK: _("all is well"),
        ExitCode.FOUND: _("something was found, or failed"),
        ExitCode.USAGE: _("the command was not understood"),
        ExitCode.REFUSED: _("refused, with the way out"),
        ExitCode.UNAVAILABLE: _("something needed is not there or does not answer"),
        ExitCode.INTERRUPTED: _("interrupted"),
    }
    lines = "\n".join(f"  {code.value:<4} {text}" for code, text in told.items())
    return _("exit codes:") + "\n" + lines


def _run(command: Command, asked: argparse.Namespace) -> int:
    try:
        return command.run(asked)
    except Stopped as stopped:
        return _told(asked, str(stopped), stopped.code)
    except KeyboardInterrupt:
        return _told(asked, _("Interrupted."), ExitCode.INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our answer has gone away, say `head`.
        sys.stderr.close()
        return ExitCode.FOUND
    except Exception as error:
        expected = _expected(error)
        if expected is None:
            raise
        return _told(asked, *expected)


def _told(asked: argparse.Namespace, text: str, code: ExitCode) -> ExitCode:
    """Tell the person why the command ended, and the machine too if one is reading."""
    say(text)
    if getattr(asked, "json", False):
        answer_json({"error": text, "exit_code": code})
    return code


def _expected(error: Exception) -> tuple[str, ExitCode] | None:
    """Return what to tell of an error that any command may meet; nothing for a fault of ours."""
    if "django" not in sys.modules:
        return None
    from django.db import OperationalError

    from primeline.kit.errors import Refused, UnsafeSettings
    from primeline.privacy.master import MasterKeyMissing

    if isinstance(error, Refused):
        return str(error.message), ExitCode.REFUSED
    if isinstance(error, UnsafeSettings | MasterKeyMissing):
        return str(error), ExitCode.REFUSED
    if isinstance(error, OperationalError | sqlite3.OperationalError):
        told = _("The database cannot be used just now: {reason}")
        return told.format(reason=str(error).strip()), ExitCode.UNAVAILABLE
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        told = _("Nothing can be written there: {reason}")
        return told.format(reason=error.strerror), ExitCode.UNAVAILABLE
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        told = _("{file} cannot be used: {reason}.")
        return told.format(file=error.filename, reason=error.strerror), ExitCode.UNAVAILABLE
    return None
