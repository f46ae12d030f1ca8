"""`primeline createadmin`: enter the first administrator, who enters everybody else."""

import argparse
import sys

from primeline.cli.house import open_house, require_database, require_migrated
from primeline.cli.outcomes import ExitCode, Stopped
from primeline.cli.terminal import answer, answer_json, say
from primeline.cli.words import _, language


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument("--username", help=_("the user name; asked for when left out"))
    parser.add_argument("--name", help=_("what the person is called; asked for when left out"))
    parser.add_argument(
        "--operator", help=_("the name of the operator, when no unit was entered yet")
    )
    parser.add_argument(
        "--another", action="store_true", help=_("enter one although there is one already")
    )
    parser.add_argument("--json", action="store_true", help=_("answer in JSON"))


def run(asked: argparse.Namespace) -> int:
    """Enter the administrator and print their means to sign in, once."""
    open_house()
    require_database()
    require_migrated()
    from primeline.cli import administrators
    from primeline.kit import clock

    at = clock.now()
    needs_operator = administrators.check_wanted(at=at, although_there_is_one=asked.another)
    made = administrators.enter(
        username=asked.username or _ask(_("User name")),
        name=asked.name or _ask(_("Name of the person")),
        operator=(asked.operator or _ask(_("Name of the operator"))) if needs_operator else "",
        language=language(),
        at=at,
    )
    if asked.json:
        answer_json({"username": made.username, "password": made.password, "totp": made.secret})
    else:
        told = {
            _("User name"): made.username,
            _("Password for the first sign-in"): made.password,
            _("Secret of the second factor"): made.secret,
            _("The same for a QR code"): made.address,
        }
        for what, value in told.items():
            answer(f"{what}: {value}")
    say(_("Note them down now: they are shown only this once."))
    return ExitCode.OK


def _ask(question: str) -> str:
    """Return what the person answers.

    :raises Stopped: if nobody is there to answer
    """
    if not sys.stdin.isatty():
        message = _("Nobody is there to be asked: {question}. Give it as an option, see --help.")
        raise Stopped(message.format(question=question), ExitCode.USAGE)
    sys.stderr.write(f"{question}: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()
