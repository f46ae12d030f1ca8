"""What `primeline undo-import` does once the house is open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from primeline.audit import walls
from primeline.cli.importing import FIRST_ERRORS, importer_called
from primeline.cli.outcomes import Stopped
from primeline.cli.terminal import Progress
from primeline.cli.words import _
from primeline.imports import papers, queries, runs
from primeline.imports.choices import BatchStatus, RowState
from primeline.kit.errors import NotFound

MOST_LISTED = 20
REVERSIBLE = (BatchStatus.COMMITTED, BatchStatus.UNDOING)


@dataclass(frozen=True, kw_only=True)
class Undone:
    """What came of taking an import back."""

    batch_id: int
    counts: dict[str, int]
    left: int
    first_left: list[str]


def written(username: str | None, *, at: datetime) -> list[dict[str, Any]]:
    """Return the latest imports within reach that can be taken back."""
    with walls.open_for_system():
        reach = importer_called(username, at).reach
        found = queries.batches_within(reach).filter(status__in=REVERSIBLE)[:MOST_LISTED]
        return [
            {
                "batch": batch.pk,
                "file": batch.file_name,
                "written": f"{batch.committed_at:%Y-%m-%d %H:%M}",
                "rows": batch.tally.get("rows", 0),
            }
            for batch in found
        ]


def undo(batch_id: int, username: str | None, *, at: datetime, report: Progress) -> Undone:
    """Take an import back; one whose taking back was broken off goes on.

    :raises Stopped: if there is none of this number within reach that was written
    """
    with walls.open_for_system():
        importer = importer_called(username, at)
        try:
            batch = queries.get_batch(importer.reach, batch_id)
        except NotFound as missing:
            told = _("There is no import {number} within reach.")
            raise Stopped(told.format(number=batch_id)) from missing
        if batch.status not in REVERSIBLE:
            told = _("Import {number} was not written, or is taken back already.")
            raise Stopped(told.format(number=batch_id))
        runs.undo_batch(batch=batch, reach=importer.reach, progress=report, by=importer.by, at=at)
        rows = queries.rows_of(batch, RowState.LEFT)[:FIRST_ERRORS]
        return Undone(
            batch_id=batch.pk,
            counts={
                what: sum(counts[what] for counts in batch.undone.values())
                for what in ("void", "restored")
            },
            left=sum(counts["left"] for counts in batch.undone.values()),
            first_left=[f"{row.cells[1]}: {' '.join(papers.told(row.problems))}" for row in rows],
        )
