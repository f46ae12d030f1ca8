"""What the person or the machine at the terminal is told.

Answers go to standard output, all else to standard error, so that an answer can be piped.
"""

import json
import os
import pwd
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import Any, Protocol

from primeline.cli.words import _

SECONDS_BETWEEN_LINES = 5.0


def place() -> str:
    """Return where a file was asked for, and as which user of this machine."""
    number = os.geteuid()
    try:
        user = pwd.getpwuid(number).pw_name
    except KeyError:
        # Containers run under numbers that nobody named.
        user = str(number)
    return _("command line, user {user} of the system").format(user=user)


class Progress(Protocol):
    """Called as the work goes on: how much is done, of how much if that is known, and of what."""

    def __call__(self, done: int, total: int | None = None, what: str = "") -> None: ...


def say(text: str) -> None:
    """Tell the person what happens."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def answer(text: str) -> None:
    """Give the answer of the command."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def answer_json(found: Mapping[str, Any]) -> None:
    """Give the answer as one JSON object on one line."""
    answer(json.dumps(found, ensure_ascii=False, default=str))


@contextmanager
def progress(title: str) -> Iterator[Progress]:
    """Show how far long work is: a bar on a terminal, else a line every few seconds."""
    with _bar(title) if sys.stderr.isatty() else _lines(title) as report:
        yield report


@contextmanager
def _bar(title: str) -> Iterator[Progress]:
    from rich.console import Console  # takes a while to load, and only bars need it
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bars:
        task = bars.add_task(title, total=None)

        def report(done: int, total: int | None = None, what: str = "") -> None:
            bars.update(task, completed=done, total=total, description=_named(title, what))

        yield report


@contextmanager
def _lines(title: str) -> Iterator[Progress]:
    told_at = monotonic()
    say(f"{title} …")

    def report(done: int, total: int | None = None, what: str = "") -> None:
        nonlocal told_at
        if monotonic() - told_at >= SECONDS_BETWEEN_LINES:
            told_at = monotonic()
            say(f"{_named(title, what)} … {done:,}" + (f" / {total:,}" if total else ""))

    yield report


def _named(title: str, what: str) -> str:
    return f"{title}: {what}" if what else title
