"""Questions about batches: which there are, what was found in them, what their columns may be."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.db.models import Q, QuerySet

from primeline.imports.cells.words import folded
from primeline.imports.choices import BatchStatus, RowState, Target
from primeline.imports.mapping import FileMapping, suggest_mapping
from primeline.imports.mapping.shape import mapping_from
from primeline.imports.mapping.suggestion import guess_target, words_in
from primeline.imports.models import Batch, BatchFile, BatchRow, SavedMapping
from primeline.imports.reading.table import Table
from primeline.imports.rules import last_closed_day
from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission
from primeline.staff.models import Person, Unit
from primeline.staff.queries import units_within
from primeline.staff.reach import Reach

DEFAULT_ZONE = "Asia/Shanghai"
SAMPLE_ROWS = 2000


def batches_within(reach: Reach) -> QuerySet[Batch]:
    """Return the batches that this person brought, and those for units within their reach."""
    wanted = Q(uploaded_by=reach.person_id)
    for path in reach.paths_for(Permission.IMPORT_CUSTOMERS):
        wanted |= Q(unit__path__startswith=path)
    if not reach.may(Permission.IMPORT_CUSTOMERS):
        return Batch.objects.none()
    return (
        Batch.objects.filter(wanted)
        .select_related("unit", "uploaded_by")
        .order_by("-uploaded_at", "-id")
    )


def batches_on_record(reach: Reach) -> Q:
    """Return the condition of batches whose history is within reach."""
    units = units_within(reach, Permission.VIEW_AUDIT)
    return Q(unit__in=units) | Q(uploaded_by=reach.person_id)


def get_batch(reach: Reach, batch_id: int) -> Batch:
    """Return one batch.

    :raises NotFound: if there is none, or it is not this person's to see
    """
    batch = batches_within(reach).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    return batch


def batch_numbered(batch_id: int) -> Batch:
    """Return one batch, for whoever runs commands on this machine."""
    return Batch.objects.get(pk=batch_id)


def broken_off(digest: str, actor_id: int | None) -> Batch | None:
    """Return the batch of a file that somebody's run left half written, if there is one."""
    mine = Q(uploaded_by=None) if actor_id is None else Q(uploaded_by=actor_id)
    left = Batch.objects.filter(mine, file_hash=digest, status=BatchStatus.COMMITTING)
    return left.order_by("-id").first()


def same_file_before(reach: Reach, batch: Batch) -> QuerySet[Batch]:
    """Return the earlier batches within reach that came from the very same file, latest first."""
    alike = batches_within(reach).filter(file_hash=batch.file_hash, pk__lt=batch.pk)
    return alike.exclude(status=BatchStatus.ABANDONED)


def mapping_of(batch: Batch) -> FileMapping:
    """Return how the columns of a batch are taken."""
    return mapping_from(batch.mapping)


def columns_left_out(batch: Batch) -> list[str]:
    """Return the columns of a batch that are not taken as anything."""
    return [use.column for use in mapping_of(batch).columns if not use.field]


def samples_of(batch: Batch) -> tuple[list[list[str]], list[list[str]]]:
    """Return the first rows of a batch's file, and the words of columns that have few."""
    kept = BatchFile.objects.filter(pk=batch.pk).values_list("samples", flat=True).first() or {}
    words: list[list[str]] = kept.get("words") or [[] for _ in batch.headings]
    return kept.get("rows", []), words


def unknown_words(batch: Batch) -> dict[str, list[str]]:
    """Return, by column, the words that the last check did not understand."""
    found: dict[str, dict[str, None]] = {}
    for problems in rows_of(batch, RowState.FAULTY).values_list("problems", flat=True)[:500]:
        for problem in problems:
            if problem["code"] in ("UNKNOWN_CODE", "UNKNOWN_WORD", "NOT_YES_OR_NO"):
                words = found.setdefault(problem["column"], {})
                words[str(problem["words"].get("value", ""))] = None
    return {column: list(words)[:20] for column, words in found.items()}


def rows_of(batch: Batch, state: RowState) -> QuerySet[BatchRow]:
    """Return the rows of a state that were kept to be shown, in the order of the file."""
    return BatchRow.objects.filter(batch=batch, state=state).order_by("row_number")


def saved_mappings(reach: Reach, *, target: Target | None = None) -> QuerySet[SavedMapping]:
    """Return the mappings that this person keeps."""
    mine = SavedMapping.objects.filter(person=reach.person_id).order_by("name")
    return mine if target is None else mine.filter(target=target)


def kept_by(actor_id: int | None) -> Q:
    """Return the condition for the mappings that somebody keeps; the system keeps some too."""
    return Q(person=None) if actor_id is None else Q(person=actor_id)


def get_own_mapping(reach: Reach, mapping_id: int) -> SavedMapping:
    """Return one of the mappings that this person keeps.

    :raises NotFound: if it is not theirs
    """
    found = saved_mappings(reach).filter(pk=mapping_id).first()
    if found is None:
        raise NotFound
    return found


def get_saved_mapping(actor_id: int | None, name: str) -> SavedMapping:
    """Return the mapping that somebody keeps under a name; the command line keeps its own.

    :raises NotFound: if there is none
    """
    found = SavedMapping.objects.filter(kept_by(actor_id), name=name).order_by("-saved_at").first()
    if found is None:
        raise NotFound
    return found


def layout_of(headings: Sequence[str]) -> str:
    """Return a mark of the headings, the same for files that are laid out alike."""
    return sha256("|".join(folded(heading) for heading in headings).encode()).hexdigest()


def zone_of(actor_id: int | None) -> ZoneInfo:
    """Return the time zone in which somebody's days are days."""
    person = Person.objects.filter(pk=actor_id or 0).only("time_zone").first()
    return ZoneInfo(person.time_zone if person else DEFAULT_ZONE)


def suggested_mapping(
    *,
    table: Table,
    target: Target | None,
    unit: Unit | None,
    digest: str,
    actor_id: int | None,
    at: datetime,
) -> FileMapping:
    """Return the mapping to begin with.

    It is the one that the same file had, or the one kept for files with these headings, else what
    headings and cells suggest.
    """
    headings = table.headings.names
    known = _known_mapping(headings, target, digest, actor_id)
    if known is not None:
        return _aligned(known, headings)
    as_of = last_closed_day(at.astimezone(zone_of(actor_id)).date())
    return suggest_mapping(
        target=target or guess_target(headings),
        headings=headings,
        words=words_in(table.first_rows(SAMPLE_ROWS), len(headings)),
        as_of_date=as_of,
        unit_code=unit.code if unit else "",
    )


def _known_mapping(
    headings: Sequence[str], target: Target | None, digest: str, actor_id: int | None
) -> FileMapping | None:
    earlier = Batch.objects.filter(
        file_hash=digest, uploaded_by=actor_id, status=BatchStatus.COMMITTED
    ).order_by("-committed_at")
    saved = SavedMapping.objects.filter(kept_by(actor_id), layout=layout_of(headings)).order_by(
        "-saved_at"
    )
    wanted: dict[str, Any] = {} if target is None else {"target": target}
    found = earlier.filter(**wanted).first() or saved.filter(**wanted).first()
    return None if found is None else mapping_from(found.mapping)


def _aligned(mapping: FileMapping, headings: Sequence[str]) -> FileMapping:
    """Return the mapping with its columns called as those of this file."""
    if len(mapping.columns) != len(headings):
        return mapping
    columns = tuple(
        msgspec.structs.replace(use, column=heading)
        for use, heading in zip(mapping.columns, headings, strict=True)
    )
    return msgspec.structs.replace(mapping, columns=columns)
