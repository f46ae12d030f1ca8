"""`primeline restore`: build an empty place up again from a backup, and verify it."""

import argparse
from pathlib import Path

from primeline.cli.house import open_house
from primeline.cli.outcomes import ExitCode
from primeline.cli.terminal import answer, answer_json, progress
from primeline.cli.words import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument("file", type=Path, help=_("the backup"))
    parser.add_argument(
        "--check", action="store_true", help=_("only read it through, and restore nothing")
    )
    parser.add_argument("--json", action="store_true", help=_("answer in JSON"))


def run(asked: argparse.Namespace) -> int:
    """Restore, and say whether all of it came back whole."""
    open_house()
    from primeline.cli.backups import restoring
    from primeline.kit import clock

    source: Path = asked.file.resolve()
    if asked.check:
        with progress(_("Reading the backup")) as report:
            manifest = restoring.check(source=source, report=report)
        findings: list[str] = []
    else:
        with progress(_("Restoring")) as report:
            done = restoring.restore(source=source, at=clock.now(), report=report)
        manifest, findings = done.manifest, done.findings
    found = {
        "backup_of": manifest.created_at,
        "rows": sum(table.rows for table in manifest.tables.values()),
        "files": manifest.files_count,
        "is_restored": not asked.check,
        "findings": findings,
    }
    if asked.json:
        answer_json(found)
    else:
        told = _("A backup of {backup_of}: {rows:,} rows, {files} files.")
        answer(told.format(**found))
        for finding in findings:
            answer(f"- {finding}")
        if not asked.check and not findings:
            answer(_("Everything is back. Next: primeline doctor, then primeline serve."))
    return ExitCode.FOUND if findings else ExitCode.OK
