"""Bringing a file in, saying what its columns are, giving it up."""

from datetime import datetime
from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from primeline.imports import queries
from primeline.imports.choices import BatchStatus, Target
from primeline.imports.gateways import Content, FileContent, KeptContent, fingerprint, keep
from primeline.imports.mapping import FileMapping, check_mapping
from primeline.imports.models import Batch, BatchFile, BatchRow
from primeline.imports.queries import SAMPLE_ROWS
from primeline.imports.reading.files import read_table
from primeline.imports.reading.limits import MAX_UPLOAD_BYTES, MIB, Unacceptable
from primeline.imports.states import OPEN, move
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.saving import save_changes
from primeline.staff.models import Unit


@deed("imports.upload")
def upload_file(
    *,
    name: str,
    content: Content,
    target: Target | None = None,
    unit: Unit | None = None,
    sheet: str = "",
    by: Actor,
    at: datetime,
) -> Batch:
    """Take a file in, and guess what its columns are.

    A file that lies on this machine is read where it lies; any other is kept until the batch is
    done with.

    :raises Unacceptable: if it is too large, or no table that can be read
    """
    length, digest = fingerprint(content)
    if length > MAX_UPLOAD_BYTES and not isinstance(content, FileContent):
        raise Unacceptable(
            _("The file is larger than %(most)s MB. Cut it up, or import it by command line.")
            % {"most": MAX_UPLOAD_BYTES // MIB}
        )
    table = read_table(name, content, sheet=sheet)
    mapping = queries.suggested_mapping(
        table=table, target=target, unit=unit, digest=digest, actor_id=by.actor_id, at=at
    )
    batch = Batch.objects.create(
        target=mapping.target,
        file_name=PurePath(name).name[-200:],
        file_bytes=length,
        file_hash=digest,
        sheet=table.sheet,
        headings=list(table.headings.names),
        mapping=mapping.as_json(),
        unit=unit,
        uploaded_by_id=by.actor_id,
        by_name=by.actor_name,
        uploaded_at=at,
    )
    if isinstance(content, KeptContent):
        keep(batch.pk, content.content, first_rows=table.first_rows(SAMPLE_ROWS))
    return batch


@deed("imports.map")
def map_batch(
    *, batch: Batch, version: int, mapping: FileMapping, by: Actor, at: datetime
) -> Batch:
    """Say what the columns of a batch are taken as.

    :raises IncompleteMapping: if rows cannot be read like this
    :raises Refused: if the batch is being written or has been
    :raises ChangedMeanwhile: if somebody else said so since `version` was read
    """
    if batch.status not in OPEN:
        raise Refused(_("This batch is no longer open. Bring the file in again."))
    if [use.column for use in mapping.columns] != batch.headings:
        raise ChangedMeanwhile(_("The columns are not those of this file. Reload the page."))
    check_mapping(mapping)
    changes = {
        "mapping": mapping.as_json(),
        "target": mapping.target,
        "status": BatchStatus.UPLOADED,
        "tally": {},
        "job_id": None,
        "trouble": "",
    }
    save_changes(Batch, pk=batch.pk, version=version, changes=changes)
    BatchRow.objects.filter(batch=batch).delete()
    batch.refresh_from_db()
    return batch


@deed("imports.abandon")
def abandon_batch(*, batch: Batch, by: Actor, at: datetime, reason: str = "") -> Batch:
    """Give a batch up; nothing of it is written, and its file is thrown away.

    :raises Refused: if it is being written or has been
    """
    if batch.status == BatchStatus.ABANDONED:
        return batch
    move(batch, *OPEN, to=BatchStatus.ABANDONED)
    BatchRow.objects.filter(batch=batch).delete()
    BatchFile.objects.filter(batch=batch).delete()
    return batch
