"""What `primeline export` does once the house is open."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from primeline.audit import walls
from primeline.cli.outcomes import Stopped
from primeline.cli.terminal import place
from primeline.cli.words import _
from primeline.imports.exports import Lines, Subject, export
from primeline.kit import spreadsheets
from primeline.kit.errors import NotFound
from primeline.staff import queries as staff

# Above the rows stand who took them, and the headings.
HEADS = 2


def write_to(target: IO[str], asked: argparse.Namespace, *, at: datetime) -> int:
    """Write the rows as comma-separated text and return how many there were."""
    with _lines(asked, at) as lines:
        return spreadsheets.write_csv(target, lines) - HEADS


def write_file(file: Path, asked: argparse.Namespace, *, at: datetime) -> int:
    """Write the rows to a file of the form asked for and return how many there were."""
    if asked.form == "csv":
        with file.open("w", encoding="utf-8", newline="") as text:
            return write_to(text, asked, at=at)
    with _lines(asked, at) as lines, file.open("wb") as book:
        return spreadsheets.write_workbook(book, lines, title=asked.subject, head=1) - HEADS


@contextmanager
def _lines(asked: argparse.Namespace, at: datetime) -> Iterator[Lines]:
    with walls.open_for_system():
        try:
            person = staff.person_of_username(asked.username)
        except NotFound as nobody:
            told = _("Nobody has the user name {name}.")
            raise Stopped(told.format(name=asked.username)) from nobody
        reach = staff.reach_of(person, at=at)
    # The second wall is opened as for this person's pages, and no wider.
    with walls.open_for(reach):
        yield export(subject=Subject(asked.subject), reach=reach, by=person, at=at, through=place())
