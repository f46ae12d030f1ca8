"""Writing a batch into the archive: a slice of the file is written whole or not at all."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from typing import Final

from django.db import IntegrityError, connection
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from primeline.audit import walls
from primeline.imports import queries
from primeline.imports.choices import BatchStatus, Extent
from primeline.imports.expansion import Sheet
from primeline.imports.gateways import Content
from primeline.imports.mapping import check_mapping
from primeline.imports.models import Batch, BatchFile
from primeline.imports.processing import Findings, SlicedFile, judge
from primeline.imports.runs.checking import (
    Progress,
    keep_findings,
    look_through,
    no_progress,
    sliced_file,
)
from primeline.imports.runs.following import ask_for_follow_up
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.dialects import current_dialect
from primeline.imports.staging.steps import Step
from primeline.imports.states import OPEN, move
from primeline.kit.deeds import Actor, act, deed
from primeline.kit.errors import Refused
from primeline.privacy import onfile
from primeline.staff.reach import Reach

# Somebody may open the same account by hand at the same moment; then the rows are judged anew.
ATTEMPTS: Final = 3
# All rows of one slice are written in one transaction, or none of them.
SLICE_ROWS: Final = 200_000

Piece = tuple[Sheet, list[Step]]


class RowsInError(Refused):
    """All rows were to be written, and some are in error."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(
            _(
                "%(faulty)s of %(rows)s rows are in error, so nothing has been written. "
                "Correct them, or write only the valid rows."
            )
            % {"faulty": findings.faulty, "rows": findings.rows}
        )
        self.findings = findings


class _FoundFaulty(Exception):
    """A piece of a file that was to be written as a whole has rows in error."""


def commit_batch(
    *,
    batch: Batch,
    reach: Reach,
    extent: Extent,
    content: Content | None = None,
    progress: Progress = no_progress,
    by: Actor,
    at: datetime,
) -> Findings:
    """Write the rows of a batch; a run that was broken off goes on where it stopped.

    Up to 200,000 rows are one transaction. Larger files, which only the command line takes, are
    written slice by slice, and with `Extent.ALL` only once every row has been found sound.

    :raises RowsInError: if all rows were to be written and some are in error; nothing is written
    """
    check_mapping(queries.mapping_of(batch))
    with walls.open_for_system():
        _begin(batch, extent, by=by, at=at)
        begun_at = batch.written_through
        file = sliced_file(batch, reach, content, by=by, at=at)
        try:
            findings = _write_all(batch, file, extent, progress, by=by, at=at)
        except RowsInError as refused:
            _give_back(batch, refused, file, by=by, at=at)
            raise
        _finish(batch=batch, findings=findings, file=file, after=begun_at, by=by, at=at)
    return findings


@deed("imports.begin")
def _begin(batch: Batch, extent: Extent, *, by: Actor, at: datetime) -> None:
    # A run that was broken off left the batch in the state of being written.
    move(batch, *OPEN, BatchStatus.COMMITTING, to=BatchStatus.COMMITTING, extent=extent)


def _write_all(
    batch: Batch,
    file: SlicedFile,
    extent: Extent,
    progress: Progress,
    *,
    by: Actor,
    at: datetime,
) -> Findings:
    total = int(batch.tally.get("rows", 0)) or file.count_rows()
    if extent == Extent.ALL and total > SLICE_ROWS and not batch.written_through:
        _refuse_faulty_file(file)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _write_rest(
                batch, file.again(), extent, lambda done: progress(done, total), by=by, at=at
            )
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
            batch.refresh_from_db()
        except _FoundFaulty:
            _refuse_faulty_file(file)
            # Whatever was wrong has been put right meanwhile.
            batch.refresh_from_db()
    raise RowsInError(Findings.from_tally(batch.tally))


def _write_rest(
    batch: Batch,
    file: SlicedFile,
    extent: Extent,
    progress: Callable[[int], None],
    *,
    by: Actor,
    at: datetime,
) -> Findings:
    findings = Findings.from_tally(batch.written)
    written = batch.written_through
    pieces = (piece for piece in file.prepared() if piece[0].last_row > written)
    for first in pieces:
        _write_slice(
            batch=batch,
            pieces=chain((first,), pieces),
            extent=extent,
            findings=findings,
            progress=progress,
            by=by,
            at=at,
        )
    return findings


def _refuse_faulty_file(file: SlicedFile) -> None:
    """Look through a whole file.

    :raises RowsInError: if rows are in error
    """
    found = look_through(file.again(), lambda done: None)
    if found.faulty:
        raise RowsInError(found)


@deed("imports.commit")
def _write_slice(
    *,
    batch: Batch,
    pieces: Iterator[Piece],
    extent: Extent,
    findings: Findings,
    progress: Callable[[int], None],
    by: Actor,
    at: datetime,
) -> None:
    """Write pieces of a file in one transaction, until they are enough or there are no more."""
    last_row = count = 0
    with connection.cursor() as cursor:
        current_dialect().lock(cursor)
        for sheet, steps in pieces:
            progress(findings.rows)
            findings.add(_write_piece(batch, cursor, sheet, steps, extent, at=at))
            progress(findings.rows)
            last_row, count = sheet.last_row, count + sheet.counted
            if count >= SLICE_ROWS:
                break
    move(
        batch,
        BatchStatus.COMMITTING,
        to=BatchStatus.COMMITTING,
        written_through=last_row,
        written=findings.as_tally(),
    )


def _write_piece(
    batch: Batch,
    cursor: CursorWrapper,
    sheet: Sheet,
    steps: list[Step],
    extent: Extent,
    *,
    at: datetime,
) -> Findings:
    bench = Bench(cursor)
    findings = judge(bench, sheet, steps)
    if extent == Extent.ALL and findings.faulty:
        raise _FoundFaulty
    for step in steps:
        step.write(bench)
    walls.take_statistics()
    touched = bench.rows(" UNION ".join(step.touched for step in steps))
    ask_for_follow_up(batch=batch, customer_ids={pk for (pk,) in touched}, at=at)
    bench.clear()
    onfile.forget_sealed()
    return findings


def _give_back(
    batch: Batch, refused: RowsInError, file: SlicedFile, *, by: Actor, at: datetime
) -> None:
    """Put a batch back to be looked at, since nothing of it has been written."""
    with act(kind="imports.refuse", by=by, at=at):
        move(
            batch,
            BatchStatus.COMMITTING,
            to=BatchStatus.CHECKED,
            tally=refused.findings.as_tally(),
            checked_at=at,
            trouble=str(refused.message)[:500],
        )
        keep_findings(batch, refused.findings, file.table)


@deed("imports.finish")
def _finish(
    *,
    batch: Batch,
    findings: Findings,
    file: SlicedFile,
    after: int,
    by: Actor,
    at: datetime,
) -> None:
    """Note what a batch did and throw its file away."""
    keep_findings(batch, findings, file.table, after=after)
    move(
        batch,
        BatchStatus.COMMITTING,
        to=BatchStatus.COMMITTED,
        committed_at=at,
        tally=findings.as_tally(),
        trouble="",
    )
    BatchFile.objects.filter(batch=batch).delete()
