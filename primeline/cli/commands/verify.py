"""`primeline verify`: check that the record was not tampered with."""

import argparse
from dataclasses import asdict

from primeline.cli.house import open_house, require_database, require_migrated
from primeline.cli.outcomes import ExitCode
from primeline.cli.terminal import answer, answer_json, progress
from primeline.cli.words import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument("--json", action="store_true", help=_("answer in JSON"))


def run(asked: argparse.Namespace) -> int:
    """Check seals, anchor, history and rows, and say what does not fit."""
    open_house()
    require_database()
    require_migrated()
    from primeline.audit.verify import verify

    with progress(_("Verifying")) as report:
        found = verify(progress=report)
    if asked.json:
        sentences = [each.sentence for each in found.findings]
        answer_json(asdict(found) | {"is_sound": found.is_sound, "sentences": sentences})
    else:
        for finding in found.findings:
            answer(f"- {finding.sentence}")
        told = _(
            "{seals:,} seals over {acts:,} acts and {rows:,} rows of history; {unsealed:,} acts "
            "are not sealed yet; {findings:,} findings."
        )
        answer(
            told.format(
                seals=found.seals_count,
                acts=found.acts_count,
                rows=found.rows_count,
                unsealed=found.unsealed_count,
                findings=found.findings_count,
            )
        )
    return ExitCode.OK if found.is_sound else ExitCode.FOUND
