"""`primeline verify`: check that neither the record nor a file was tampered with."""

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
    """Check seals, anchor, history, rows and files, and say what does not fit."""
    open_house()
    require_database()
    require_migrated()
    from primeline.audit import walls
    from primeline.audit.verify import verify
    from primeline.files.queries import files_count
    from primeline.files.verify import damaged_files

    with progress(_("Verifying")) as report:
        found = verify(progress=report)
    with progress(_("Files")) as report, walls.open_for_system():
        damaged, count = list(damaged_files(progress=report)), files_count()
    # A record behind a wall with a hole may be whole only for now.
    gaps = walls.missing()
    is_sound = found.is_sound and not damaged and not gaps
    if asked.json:
        sentences = [each.sentence for each in found.findings]
        files = {"files_count": count, "gaps": gaps, "is_sound": is_sound}
        answer_json(asdict(found) | files | {"sentences": [*sentences, *damaged, *gaps]})
    else:
        for finding in found.findings:
            answer(f"- {finding.sentence}")
        for sentence in (*damaged, *gaps):
            answer(f"- {sentence}")
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
        answer(
            _("{count:,} files, {damaged:,} missing or damaged.").format(
                count=count, damaged=len(damaged)
            )
        )
        if gaps:
            told = _("{count:,} of what protects the record is missing. Run: primeline migrate")
            answer(told.format(count=len(gaps)))
    return ExitCode.OK if is_sound else ExitCode.FOUND
