"""What this room does when the worker calls."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from primeline.imports.actions import abandon_batch
from primeline.imports.choices import BatchStatus, Extent
from primeline.imports.models import Batch, BatchFile, BatchRow
from primeline.imports.reading.limits import BrokenOff
from primeline.imports.runs import check_batch, commit_batch, undo_batch
from primeline.imports.states import move
from primeline.kit import months
from primeline.kit.deeds import System, act
from primeline.kit.errors import Refused
from primeline.kit.jobs import Job
from primeline.privacy.events import ErasedAgain
from primeline.products import actions as products
from primeline.rights.choices import DataClass
from primeline.rights.events import PersonErased
from primeline.rights.queries import months_kept
from primeline.staff.models import Person
from primeline.staff.queries import reach_of
from primeline.tiers import actions as tiers
from primeline.tiers import queries as policies

BY: Final = System("imports")
DONE_WITH: Final = (
    BatchStatus.COMMITTED,
    BatchStatus.UNDONE,
    BatchStatus.FAILED,
    BatchStatus.ABANDONED,
)
WORKED_ON: Final = (BatchStatus.CHECKING, BatchStatus.COMMITTING)
# Standings are replayed for the months that imported bills may reach back to.
HISTORY: Final = 23
# A file whose reading was broken off so often, within two minutes, is left to a person.
MOST_READINGS: Final = 5


class ReadAgain(Exception):
    """A file was not read to its end. To the worker this is no refusal: it tries again later."""


def drop_rows_after_erasure(event: PersonErased | ErasedAgain) -> None:
    """Drop what is kept of the rows of files that are done with: the person may stand in one.

    A backup that was restored brings such rows back as well.
    """
    BatchRow.objects.filter(batch__status__in=DONE_WITH).delete()
    BatchFile.objects.filter(batch__status__in=DONE_WITH).delete()


def sweep(job: Job) -> None:
    """Remove files and rows that were brought longer ago than the schedule lets them stay.

    One that was never written is given up; what a file did stays in the archive.
    """
    before = job.at - timedelta(days=31 * months_kept(DataClass.STAGING))
    old = Batch.objects.filter(uploaded_at__lt=before)
    waiting = list(old.filter(status__in=[BatchStatus.UPLOADED, BatchStatus.CHECKED]))
    for batch in waiting:
        abandon_batch(batch=batch, by=BY, at=job.at, reason="kept as long as it may be")
    done = old.filter(status__in=DONE_WITH).values("pk")
    rows, _ = BatchRow.objects.filter(batch__in=done).delete()
    files, _ = BatchFile.objects.filter(batch__in=done).delete()
    job.report(abandoned=len(waiting), rows=rows, files=files)


def run_check(job: Job) -> None:
    """Check a batch for whoever asked for it."""
    batch, person = _batch_and_person(job)
    if batch.status != BatchStatus.CHECKING:
        return
    with _failing(batch, job):
        check_batch(
            batch=batch,
            reach=reach_of(person, at=job.at),
            progress=_progress(job),
            by=person,
            at=job.at,
        )


def run_commit(job: Job) -> None:
    """Write a batch for whoever asked for it; what they may write is judged now."""
    batch, person = _batch_and_person(job)
    if batch.status != BatchStatus.COMMITTING:
        return
    with _failing(batch, job):
        commit_batch(
            batch=batch,
            reach=reach_of(person, at=job.at),
            extent=Extent(batch.extent),
            progress=_progress(job),
            by=person,
            at=job.at,
        )


def run_undo(job: Job) -> None:
    """Take a batch back for whoever asked for it; what they may change is judged now."""
    batch, person = _batch_and_person(job)
    if batch.status != BatchStatus.UNDOING:
        return
    undo_batch(
        batch=batch,
        reach=reach_of(person, at=job.at),
        progress=_progress(job),
        by=person,
        at=job.at,
    )


def follow_up(job: Job) -> None:
    """Let some accounts of a batch be found by the search, and judge their level."""
    ids = [int(pk) for pk in job.payload["customer_ids"]]
    products.make_findable(customer_ids=ids, by=BY, at=job.at)
    job.report(done=len(ids), total=len(ids))
    if policies.policies():
        month = months.first_of(timezone.localdate(job.at))
        tiers.apply_policy(
            month=month, since=months.shift(month, -HISTORY), customers=ids, by=BY, at=job.at
        )


def _batch_and_person(job: Job) -> tuple[Batch, Person]:
    batch = Batch.objects.get(pk=job.payload["batch_id"])
    return batch, Person.objects.get(pk=job.payload["person_id"])


def _progress(job: Job) -> Callable[[int, int], None]:
    return lambda done, total: job.report(done=done, total=total)


@contextmanager
def _failing(batch: Batch, job: Job) -> Iterator[None]:
    """Show on the batch why it cannot be done; then the worker need not try again."""
    try:
        yield
    except Refused as refused:
        if isinstance(refused, BrokenOff) and job.attempts_count < MOST_READINGS:
            raise ReadAgain(str(refused.message)) from refused
        batch.refresh_from_db()
        if batch.status in WORKED_ON:
            _show_trouble(batch, refused, at=job.at)
        raise


def _show_trouble(batch: Batch, refused: Refused, *, at: datetime) -> None:
    status = BatchStatus(batch.status)
    # What a broken reading has left half written can go on; anything else has to be looked at.
    goes_on = isinstance(refused, BrokenOff) and batch.written_through
    with act(kind="imports.fail", by=BY, at=at):
        trouble = str(refused.message)[:500]
        move(batch, status, to=status if goes_on else BatchStatus.FAILED, trouble=trouble)
