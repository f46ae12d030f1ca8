"""`primeline backup`: everything in one file, while work goes on."""

import argparse
from pathlib import Path

from primeline.cli.house import home, open_house, require_database, require_migrated
from primeline.cli.outcomes import ExitCode
from primeline.cli.terminal import answer, answer_json, progress, say
from primeline.cli.words import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument("file", type=Path, help=_("the file to write; it must not be there yet"))
    parser.add_argument(
        "--with-secret-key",
        action="store_true",
        help=_("put the secret key in too; then keep the file as safe as the key itself"),
    )
    parser.add_argument("--json", action="store_true", help=_("answer in JSON"))


def run(asked: argparse.Namespace) -> int:
    """Write the backup and say what must be kept beside it."""
    open_house()
    require_database()
    require_migrated()
    from primeline.cli.backups import making
    from primeline.kit import clock

    target: Path = asked.file.resolve()
    with progress(_("Backing up")) as report:
        made = making.make(
            target=target, with_secret_key=asked.with_secret_key, at=clock.now(), report=report
        )
    if asked.json:
        answer_json(
            {
                "file": str(made.file),
                "bytes": made.file.stat().st_size,
                "rows": made.rows_count,
                "files": made.manifest.files_count,
                "has_secret_key": made.manifest.has_secret_key,
            }
        )
    else:
        told = _("{file}: {rows:,} rows of {tables} tables, {files} files, {size:.1f} MiB.")
        answer(
            told.format(
                file=made.file,
                rows=made.rows_count,
                tables=len(made.manifest.tables),
                files=made.manifest.files_count,
                size=made.file.stat().st_size / 2**20,
            )
        )
    _say_what_else_to_keep(has_key=made.manifest.has_secret_key)
    return ExitCode.OK


def _say_what_else_to_keep(*, has_key: bool) -> None:
    say(_("Keep elsewhere, for they are not in it: the PRIMELINE_ settings and the anchors."))
    if not has_key:
        say(
            _("And the secret key, {file}: what it protects is of no use without it.").format(
                file=home() / "secret_key"
            )
        )
