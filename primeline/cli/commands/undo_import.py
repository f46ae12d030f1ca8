"""`primeline undo-import`: take back what a file brought, or list what can be taken back."""

import argparse
from typing import TYPE_CHECKING

from primeline.cli.house import open_house, require_database, require_migrated
from primeline.cli.outcomes import ExitCode
from primeline.cli.terminal import answer, answer_json, progress, say
from primeline.cli.words import _

if TYPE_CHECKING:
    from primeline.cli.undoing import Undone


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument(
        "batch",
        type=int,
        nargs="?",
        help=_("number of the import; the latest that can be taken back are listed else"),
    )
    parser.add_argument(
        "--as",
        dest="username",
        metavar=_("USER"),
        help=_("take back as this person, within their reach; else as the system"),
    )
    parser.add_argument("--json", action="store_true", help=_("answer in JSON"))


def run(asked: argparse.Namespace) -> int:
    """Take the import back and tell what was left, or list imports."""
    open_house()
    require_database()
    require_migrated()
    from primeline.cli import undoing
    from primeline.kit import clock

    if asked.batch is None:
        return _list(undoing.written(asked.username, at=clock.now()), as_json=asked.json)
    with progress(_("Taking back")) as report:
        undone = undoing.undo(asked.batch, asked.username, at=clock.now(), report=report)
    _tell(undone, as_json=asked.json)
    return ExitCode.FOUND if undone.left else ExitCode.OK


def _list(batches: list[dict[str, object]], *, as_json: bool) -> int:
    if as_json:
        answer_json({"imports": batches})
        return ExitCode.OK
    told = _("{batch}: {file}, written on {written}, {rows:,} rows")
    for one in batches:
        answer(told.format(**one))
    if not batches:
        say(_("There is no import that can be taken back."))
    return ExitCode.OK


def _tell(undone: "Undone", *, as_json: bool) -> None:
    if as_json:
        answer_json({"batch": undone.batch_id, **undone.counts, "left": undone.left})
        return
    told = _("{void:,} rows made void, {restored:,} given their old values, {left:,} left.")
    answer(told.format(**undone.counts, left=undone.left))
    for sentence in undone.first_left:
        answer(f"  {sentence}")
