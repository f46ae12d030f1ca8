"""`primeline import`: check a file of any size, and write it into the archive."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from primeline.cli.house import open_house, require_database, require_migrated
from primeline.cli.outcomes import ExitCode, Stopped, require_place_for
from primeline.cli.terminal import answer, answer_json, progress, say
from primeline.cli.words import _

if TYPE_CHECKING:
    from primeline.cli.importing import Outcome

TARGETS = (
    "customers", "contacts", "agreements", "subscriptions", "bills", "payments", "managers",
    "terminations", "sites", "consents", "equipment", "outside", "groups",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument("file", type=Path, help=_("a .csv, .tsv, .txt or .xlsx file"))
    parser.add_argument(
        "--target", choices=TARGETS, help=_("what the rows are; found out from the headings else")
    )
    parser.add_argument("--unit", help=_("code of the unit whose accounts these are"))
    parser.add_argument(
        "--mapping", help=_("name of a kept mapping, or a JSON file; guessed when left out")
    )
    parser.add_argument("--sheet", default="", help=_("name of the sheet of a workbook"))
    parser.add_argument(
        "--as",
        dest="username",
        metavar=_("USER"),
        help=_("import as this person, within their reach; else as the system"),
    )
    parser.add_argument(
        "--commit", choices=("all", "valid"), help=_("write all rows or none, or the valid rows")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only check; the default"))
    parser.add_argument("--errors", type=Path, help=_("write the rows in error to this .csv"))
    parser.add_argument("--show-mapping", action="store_true", help=_("print the mapping as JSON"))
    parser.add_argument("--json", action="store_true", help=_("answer in JSON"))


def run(asked: argparse.Namespace) -> int:
    """Check the file, write it if asked to, and tell what came of it."""
    if asked.dry_run and asked.commit:
        raise Stopped(_("Choose one of --dry-run and --commit."), ExitCode.USAGE)
    if not asked.file.is_file():
        raise Stopped(_("There is no file {file}.").format(file=asked.file), ExitCode.USAGE)
    require_place_for(asked.errors)
    open_house()
    require_database()
    require_migrated()
    from primeline.cli import importing
    from primeline.kit import clock

    with progress(_("Importing")) as report:
        outcome = importing.bring(asked, at=clock.now(), report=report)
    if asked.show_mapping:
        answer_json(outcome.mapping)
        return ExitCode.OK
    if asked.errors and outcome.tally["faulty"]:
        importing.write_errors(outcome, asked.errors, username=asked.username, at=clock.now())
        say(_("The rows in error are in {file}.").format(file=asked.errors))
    _tell(outcome, as_json=asked.json)
    return ExitCode.FOUND if outcome.tally["faulty"] else ExitCode.OK


def _tell(outcome: "Outcome", *, as_json: bool) -> None:
    if as_json:
        answer_json(
            {
                "batch": outcome.batch_id,
                "target": outcome.target,
                "is_written": outcome.is_written,
                **outcome.tally,
            }
        )
        return
    counts = _(
        "{rows:,} rows: {new:,} new, {changed:,} changed, {unchanged:,} unchanged, "
        "{faulty:,} in error."
    )
    answer(counts.format(**{name: n for name, n in outcome.tally.items() if name != "facts"}))
    for sentence in outcome.before:
        say(sentence)
    if outcome.tally.get("redirected"):
        told = _(
            "{count:,} rows name accounts that were merged into others; what they bring goes to "
            "the accounts that are left."
        )
        answer(told.format(count=outcome.tally["redirected"]))
    for sentence in outcome.first_errors:
        answer(f"  {sentence}")
    if outcome.is_written:
        say(_("Written. The worker makes the accounts findable and judges their level."))
    elif outcome.trouble:
        say(outcome.trouble)
    else:
        say(_("Nothing was written. Add --commit all or --commit valid to write."))
