"""The folder of a demonstration: its own settings, one demonstration at a time, up to date."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TextIO

import primeline
from primeline.cli.outcomes import Stopped
from primeline.cli.terminal import say
from primeline.cli.words import _

OURS = "PRIMELINE_"
MADE_BY = "made-by"
COMPLETE = "complete"
# A demonstration that was just told to stop is gone by then.
SECONDS_TO_BE_LET_IN = 6.0


def move_in(home: Path) -> None:
    """Let this process and its children use the folder, and nothing of another installation."""
    for name in [name for name in os.environ if name.startswith(OURS)]:
        del os.environ[name]
    os.environ["PRIMELINE_HOME"] = str(home)
    os.environ["PRIMELINE_LOG_LEVEL"] = "WARNING"
    # Anchor and data lie together here: it is an example, and one folder is easily thrown away.
    os.environ["PRIMELINE_ANCHOR_FILE"] = str(home / "anchor.jsonl")


@contextmanager
def alone_in(home: Path) -> Iterator[None]:
    """Keep a second demonstration out of the folder.

    :raises Stopped: if there is one already
    """
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        told = _("{folder} cannot be used: {reason}. Name another one with --home.")
        raise Stopped(told.format(folder=home, reason=error.strerror)) from error
    with (home / "demonstration.lock").open("w") as lock:
        _wait_until_alone(lock, home)
        yield


def set_aside_if_old(home: Path) -> None:
    """Move an example away that tables of another shape were made for; a new one is made.

    :raises Stopped: if the folder holds something that no demonstration has made
    """
    stamp = home / MADE_BY
    wanted = _shape_of_tables()
    made = [path for path in home.iterdir() if path.name != "demonstration.lock"]
    if made and not stamp.exists():
        told = _(
            "{folder} holds files that no demonstration has made. Name another folder with --home."
        )
        raise Stopped(told.format(folder=home))
    if made and stamp.read_text() != wanted:
        aside = _free_name(home)
        aside.mkdir(mode=0o700)
        for path in made:
            path.rename(aside / path.name)
        say(
            _("The example was made by another release. It now lies in {aside}.").format(
                aside=aside
            )
        )
    stamp.write_text(wanted)


def demand_example(home: Path) -> None:
    """Do nothing if an example lies in the folder whole, made for the tables of this release.

    :raises Stopped: if there is none, or it was made by another release
    """
    if not is_complete(home):
        raise Stopped(_("There is no example in this folder yet. Run: primeline demo"))
    stamp = home / MADE_BY
    if not stamp.exists() or stamp.read_text() != _shape_of_tables():
        told = _(
            "The example in {folder} was made by another release, and this one does not open it.\n"
            "Stop it where it runs, and start again as before, with primeline demo or make demo: "
            "it is set aside in a folder beside, and a new one is made."
        )
        raise Stopped(told.format(folder=home))


def is_complete(home: Path) -> bool:
    """Test whether the example was made to its end."""
    return (home / COMPLETE).exists()


def note_complete(home: Path) -> None:
    """Remember that the example was made to its end."""
    (home / COMPLETE).touch()


def _wait_until_alone(lock: TextIO, home: Path) -> None:
    ends_at = monotonic() + SECONDS_TO_BE_LET_IN
    is_told = False
    while not _is_ours(lock):
        if monotonic() > ends_at:
            refusal = _("Another demonstration runs in {folder}. End it, or name --home.")
            raise Stopped(refusal.format(folder=home))
        if not is_told:
            say(_("Waiting for the demonstration before this one to end …"))
            is_told = True
        sleep(0.1)


def _is_ours(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _shape_of_tables() -> str:
    digest = hashlib.sha256()
    for file in sorted(Path(primeline.__file__).parent.glob("*/migrations/*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _free_name(home: Path) -> Path:
    number = 1
    while (aside := home.with_name(f"{home.name}-old-{number}")).exists():
        number += 1
    return aside
