"""Long work asked for at a page: at once while it is short, else by the worker."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.imports import actions
from primeline.imports.choices import BatchStatus, Extent
from primeline.imports.mapping import FileMapping
from primeline.imports.models import Batch
from primeline.imports.processing import Findings
from primeline.imports.runs.checking import check_batch
from primeline.imports.runs.committing import commit_batch
from primeline.kit.deeds import Actor
from primeline.kit.errors import Refused
from primeline.staff.reach import Reach

# What a page may take: about a second.
SHORT_BYTES: Final = 256 * 1024
SHORT_ROWS: Final = 500


def map_and_check_soon(
    *,
    batch: Batch,
    version: int,
    mapping: FileMapping,
    reach: Reach,
    by: Actor,
    at: datetime,
) -> Batch:
    """Say what the columns are, and have the batch checked.

    :raises IncompleteMapping: if rows cannot be read like this
    :raises ChangedMeanwhile: if somebody else has mapped or moved it since `version` was read
    """
    actions.map_batch(batch=batch, version=version, mapping=mapping, by=by, at=at)
    if batch.file_bytes <= SHORT_BYTES:
        check_batch(batch=batch, reach=reach, by=by, at=at)
    else:
        actions.ask_for_check(batch=batch, by=by, at=at)
    return batch


def commit_soon(*, batch: Batch, reach: Reach, extent: Extent, by: Actor, at: datetime) -> Batch:
    """Have a batch that was checked written.

    :raises Refused: if every row is in error
    :raises RowsInError: if all rows were to be written and some are in error
    :raises ChangedMeanwhile: if it has not been checked, or is being worked on already
    """
    found = Findings.from_tally(batch.tally)
    if extent == Extent.VALID and found.rows and found.faulty == found.rows:
        raise Refused(_("Every row is in error. Correct the file and bring it in again."))
    if 0 < found.rows <= SHORT_ROWS and batch.status == BatchStatus.CHECKED:
        commit_batch(batch=batch, reach=reach, extent=extent, by=by, at=at)
    else:
        actions.ask_for_commit(batch=batch, extent=extent, by=by, at=at)
    return batch
