"""Asking for a batch to be checked, written or taken back by the worker."""

from datetime import datetime

from primeline.imports import queries
from primeline.imports.choices import BatchStatus, Extent
from primeline.imports.mapping import check_mapping
from primeline.imports.models import Batch
from primeline.imports.states import OPEN, move
from primeline.kit import jobs
from primeline.kit.deeds import Actor, deed


@deed("imports.ask_for_check")
def ask_for_check(*, batch: Batch, by: Actor, at: datetime) -> Batch:
    """Have a batch checked by the worker.

    :raises IncompleteMapping: if rows cannot be read like this
    :raises ChangedMeanwhile: if it is being worked on already
    """
    check_mapping(queries.mapping_of(batch))
    job_id = _ask("imports.check_batch", batch, by, at)
    move(batch, *OPEN, to=BatchStatus.CHECKING, job_id=job_id, trouble="")
    return batch


@deed("imports.ask_for_commit")
def ask_for_commit(*, batch: Batch, extent: Extent, by: Actor, at: datetime) -> Batch:
    """Have a batch written by the worker.

    Asked for again, a batch whose writing was broken off goes on where it stopped.

    :raises ChangedMeanwhile: if it has not been checked
    """
    job_id = _ask("imports.commit_batch", batch, by, at)
    move(
        batch,
        BatchStatus.CHECKED,
        BatchStatus.COMMITTING,
        to=BatchStatus.COMMITTING,
        job_id=job_id,
        extent=extent,
        trouble="",
    )
    return batch


@deed("imports.ask_for_undo")
def ask_for_undo(*, batch: Batch, by: Actor, at: datetime) -> Batch:
    """Have a batch that was written taken back by the worker.

    Asked for again, one whose taking back was broken off goes on where it stopped.

    :raises ChangedMeanwhile: if it was not written, or is taken back already
    """
    job_id = _ask("imports.undo_batch", batch, by, at)
    move(
        batch,
        BatchStatus.COMMITTED,
        BatchStatus.UNDOING,
        to=BatchStatus.UNDOING,
        job_id=job_id,
        trouble="",
    )
    return batch


def _ask(kind: str, batch: Batch, by: Actor, at: datetime) -> int:
    return jobs.enqueue(
        kind=kind,
        payload={"batch_id": batch.pk, "person_id": by.actor_id},
        # The same version asked for twice is one piece of work.
        unique_key=f"{kind}:{batch.pk}:{batch.version}",
        at=at,
    )
