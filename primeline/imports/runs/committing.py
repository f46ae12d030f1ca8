"""Writing a batch into the archive: a slice of the file is written whole or not at all."""

from copy import deepcopy
from datetime import datetime
from typing import Final

from django.db import IntegrityError, connection
from django.utils.translation import gettext as _

from primeline.audit import walls
from primeline.imports import queries
from primeline.imports.choices import BatchStatus, Extent
from primeline.imports.expansion import Sheet
from primeline.imports.gateways import Content
from primeline.imports.mapping import check_mapping
from primeline.imports.models import Batch, BatchFile
from primeline.imports.processing import SLICE_ROWS, Findings, SlicedFile, judge, looking
from primeline.imports.runs.checking import (
    Progress,
    keep_findings,
    no_progress,
    sliced_file,
)
from primeline.imports.staging.bench import Bench
from primeline.imports.staging.steps import Step
from primeline.imports.states import OPEN, move
from primeline.kit import jobs
from primeline.kit.deeds import Actor, act, deed
from primeline.kit.errors import Refused
from primeline.staff.reach import Reach

# Somebody may open the same account by hand at the same moment; then the rows are judged anew.
ATTEMPTS: Final = 3
FOLLOW_UP_ACCOUNTS: Final = 2000


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
        file = sliced_file(batch, reach, content, by=by, at=at)
        try:
            findings = _write_all(batch, file, extent, progress, by=by, at=at)
        except RowsInError as refused:
            _give_back(batch, refused, file, by=by, at=at)
            raise
        _finish(batch=batch, findings=findings, file=file, by=by, at=at)
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
    findings = Findings.from_tally(batch.written)
    total = int(batch.tally.get("rows", 0)) or file.count_rows()
    if extent == Extent.ALL and total > SLICE_ROWS and not batch.written_through:
        _refuse_faulty_file(file)
    for sheet, steps in file.prepared():
        if sheet.last_row <= batch.written_through:
            continue
        progress(findings.rows, total)
        findings = _write_slice(batch, sheet, steps, extent, findings, by=by, at=at)
        progress(findings.rows, total)
    return findings


def _refuse_faulty_file(file: SlicedFile) -> None:
    """Look through a file of several slices before its first one is written."""
    again = SlicedFile(file.table, file.mapping, file.work)
    found = Findings()
    for sheet, steps in again.prepared():
        with looking() as bench:
            found.add(judge(bench, sheet, steps))
    _refuse_faulty(found)


def _write_slice(
    batch: Batch,
    sheet: Sheet,
    steps: list[Step],
    extent: Extent,
    before: Findings,
    *,
    by: Actor,
    at: datetime,
) -> Findings:
    known = {number: list(found) for number, found in sheet.rows.problems.items()}
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _write_once(
                batch=batch,
                sheet=sheet,
                steps=steps,
                extent=extent,
                before=deepcopy(before),
                by=by,
                at=at,
            )
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
            sheet.rows.problems.clear()
            sheet.rows.problems.update({number: list(found) for number, found in known.items()})
    raise AssertionError("every attempt returns or raises")


@deed("imports.commit")
def _write_once(
    *,
    batch: Batch,
    sheet: Sheet,
    steps: list[Step],
    extent: Extent,
    before: Findings,
    by: Actor,
    at: datetime,
) -> Findings:
    with connection.cursor() as cursor:
        bench = Bench(cursor)
        bench.dialect.lock(cursor)
        findings = judge(bench, sheet, steps)
        if extent == Extent.ALL:
            _refuse_faulty(findings)
        for step in steps:
            step.write(bench)
        _ask_for_follow_up(batch, steps, bench, at=at)
        bench.clear()
    before.add(findings)
    move(
        batch,
        BatchStatus.COMMITTING,
        to=BatchStatus.COMMITTING,
        written_through=sheet.last_row,
        written=before.as_tally(),
    )
    return before


def _ask_for_follow_up(batch: Batch, steps: list[Step], bench: Bench, *, at: datetime) -> None:
    """Let searches, levels and figures take notice of the accounts, some thousand at a time."""
    touched = sorted(set().union(*(step.accounts(bench) for step in steps)))
    for start in range(0, len(touched), FOLLOW_UP_ACCOUNTS):
        jobs.enqueue(
            kind="imports.follow_up",
            payload={
                "batch_id": batch.pk,
                "customer_ids": touched[start : start + FOLLOW_UP_ACCOUNTS],
            },
            at=at,
        )


def _refuse_faulty(findings: Findings) -> None:
    if findings.faulty:
        raise RowsInError(findings)


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
def _finish(*, batch: Batch, findings: Findings, file: SlicedFile, by: Actor, at: datetime) -> None:
    """Note what a batch did and throw its file away."""
    keep_findings(batch, findings, file.table)
    move(
        batch,
        BatchStatus.COMMITTING,
        to=BatchStatus.COMMITTED,
        committed_at=at,
        tally=findings.as_tally(),
        trouble="",
    )
    BatchFile.objects.filter(batch=batch).delete()
