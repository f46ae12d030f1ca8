"""Checking a batch: every row is read and judged, nothing is written to the archive."""

from collections.abc import Callable, Iterator
from datetime import datetime

from primeline.audit import walls
from primeline.imports import queries
from primeline.imports.choices import BatchStatus, RowState
from primeline.imports.gateways import Content, kept
from primeline.imports.mapping import check_mapping
from primeline.imports.models import Batch, BatchRow
from primeline.imports.processing import (
    MOST_FAULTY,
    SAMPLES,
    Findings,
    SlicedFile,
    judge,
    looking,
)
from primeline.imports.reading.files import read_table
from primeline.imports.reading.table import Table
from primeline.imports.references import load_references
from primeline.imports.staging.steps import Work
from primeline.imports.states import OPEN, move
from primeline.kit.deeds import Actor, act
from primeline.staff.reach import Reach

Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Tell nobody how far the work is."""


def check_batch(
    *,
    batch: Batch,
    reach: Reach,
    content: Content | None = None,
    progress: Progress = no_progress,
    by: Actor,
    at: datetime,
) -> Findings:
    """Find out what a batch would do, and keep what a person should see of it.

    :raises IncompleteMapping: if rows cannot be read like this
    :raises Unacceptable: if the file cannot be read any more
    """
    check_mapping(queries.mapping_of(batch))
    file = sliced_file(batch, reach, content, by=by, at=at)
    total = _estimated_rows(batch, file.table)
    with walls.open_for_system():
        findings = look_through(file, lambda done: progress(done, max(total, done)))
    with act(kind="imports.check", by=by, at=at):
        # Somebody may have mapped it anew while this went on; then it says nothing any more.
        move(
            batch,
            *OPEN,
            to=BatchStatus.CHECKED,
            version=batch.version,
            tally=findings.as_tally(),
            checked_at=at,
            trouble="",
        )
        keep_findings(batch, findings, file.table)
    return findings


def look_through(file: SlicedFile, progress: Callable[[int], None]) -> Findings:
    """Return what all rows of a file would do, reading it piece by piece."""
    findings = Findings()
    for sheet, steps in file.prepared():
        with looking() as bench:
            findings.add(judge(bench, sheet, steps))
        progress(findings.rows)
    return findings


def sliced_file(
    batch: Batch, reach: Reach, content: Content | None, *, by: Actor, at: datetime
) -> SlicedFile:
    """Return the file of a batch under its mapping, ready to be read."""
    table = read_table(batch.file_name, content or kept(batch.pk), sheet=batch.sheet)
    zone = queries.zone_of(by.actor_id)
    work = Work(
        references=load_references(reach),
        by=by,
        at=at,
        today=at.astimezone(zone).date(),
        zone=zone,
    )
    return SlicedFile(table, queries.mapping_of(batch), work)


def keep_findings(batch: Batch, findings: Findings, table: Table, *, after: int = 0) -> None:
    """Keep the rows in error and the first of each other state, replacing what was kept.

    Of rows up to `after`, which an earlier run has found, everything stays as it kept it.
    """
    BatchRow.objects.filter(batch=batch, row_number__gt=after).delete()
    faulty = sorted(findings.problems)[:MOST_FAULTY]
    changes: dict[int, list[dict[str, object]]] = {}
    for change in findings.changes:
        changes.setdefault(change["row"], []).append(dict(change))
    wanted = {*faulty, *findings.new_rows, *changes}
    cells = dict(_cells_of(table, wanted))
    rows = [
        BatchRow(
            batch=batch,
            row_number=number,
            state=RowState.FAULTY,
            cells=cells.get(number, []),
            problems=[problem.as_json() for problem in findings.problems[number]],
        )
        for number in faulty
    ]
    rows += [
        BatchRow(batch=batch, row_number=number, state=RowState.NEW, cells=cells.get(number, []))
        for number in findings.new_rows[:SAMPLES]
    ]
    rows += [
        BatchRow(
            batch=batch,
            row_number=number,
            state=RowState.CHANGED,
            cells=cells.get(number, []),
            changes=of_row,
        )
        for number, of_row in changes.items()
        if number not in set(findings.new_rows)
    ]
    BatchRow.objects.bulk_create(rows, batch_size=1000)


def _cells_of(table: Table, wanted: set[int]) -> Iterator[tuple[int, list[str]]]:
    left = len(wanted)
    for block in table.blocks():
        if not left:
            return
        for number, cells in zip(block.numbers, block.rows, strict=True):
            if number in wanted:
                left -= 1
                yield number, cells


def _estimated_rows(batch: Batch, table: Table) -> int:
    known = batch.tally.get("rows")
    if known:
        return int(known)
    return len(table.lines) if isinstance(table.lines, list) else 0
