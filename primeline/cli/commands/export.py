"""`primeline export`: all accounts or subscriptions that a person may take out."""

import argparse
import sys
from pathlib import Path

from primeline.cli.house import open_house, require_database, require_migrated
from primeline.cli.outcomes import ExitCode, Stopped, require_place_for
from primeline.cli.terminal import answer_json, say
from primeline.cli.words import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument(
        "subject", choices=("accounts", "subscriptions", "sites"), help=_("what to export")
    )
    parser.add_argument(
        "--as",
        dest="username",
        metavar=_("USER"),
        required=True,
        help=_("export what this person may see; the record names them"),
    )
    parser.add_argument(
        "--format", dest="form", choices=("csv", "xlsx"), default="csv", help=_("kind of file")
    )
    parser.add_argument("--output", type=Path, help=_("the file to write; standard output else"))
    parser.add_argument("--json", action="store_true", help=_("answer in JSON"))


def run(asked: argparse.Namespace) -> int:
    """Write the rows and say how many there were."""
    if asked.output is None and (asked.form == "xlsx" or asked.json):
        raise Stopped(_("Name the file to write with --output."), ExitCode.USAGE)
    require_place_for(asked.output)
    open_house()
    require_database()
    require_migrated()
    from primeline.cli import exporting
    from primeline.kit import clock

    if asked.output is None:
        count = exporting.write_to(sys.stdout, asked, at=clock.now())
    else:
        count = exporting.write_file(asked.output, asked, at=clock.now())
    if asked.json:
        answer_json({"file": str(asked.output), "rows": count})
    else:
        say(_("{count:,} rows.").format(count=count))
    return ExitCode.OK
