"""Reading the record for sealing and for checking seals: in order, in a stream."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Min, Model, Q, QuerySet

from primeline.audit.models import Act, ActLine, Epoch, HistoryRow, Look, Seal
from primeline.audit.rules import Batch

CHUNK = 1000
ACT_FIELDS = (
    "id", "kind", "actor_id", "actor_name", "at", "reason", "request_id", "epoch", "position",
)  # fmt: skip
LOOK_FIELDS = (
    "id", "act_id", "subject_kind", "subject_id", "purpose", "rows_count", "basis", "role",
    "grant_id",
)  # fmt: skip
ROW_FIELDS: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (ActLine, ("id", "act_id", "kind", "line")),
    (Look, LOOK_FIELDS),
    (HistoryRow, ("id", "act_id", "table", "row_id", "operation", "before", "after")),
)


def acts_of(batch: Batch) -> Iterator[list[Any]]:
    """Return the acts of a batch, in commit order."""
    acts = Act.objects.filter(_within(batch)).order_by("position", "id")
    return _stream("act", acts.values_list(*ACT_FIELDS))


def rows_of(batch: Batch) -> Iterator[list[Any]]:
    """Return what the acts of a batch did: their lines, their looks, their history."""
    for model, fields in ROW_FIELDS:
        rows: QuerySet[Any] = model._default_manager.filter(_within(batch, "act__"))
        ordered = rows.order_by("act__position", "act_id", "id")
        yield from _stream(model._meta.model_name or "", ordered.values_list(*fields))


def next_batch(after: Seal | None, *, limit: int) -> Batch | None:
    """Return the next acts that are there for good and not sealed; None if there are none."""
    waiting = Act.objects.order_by("epoch", "position").filter(_is_settled())
    if after is not None:
        later = Q(epoch=after.epoch, position__gt=after.to_position) | Q(epoch__gt=after.epoch)
        waiting = waiting.filter(later)
    first = waiting.first()
    if first is None:
        return None
    # Acts of one transaction share a position and are never torn apart.
    positions = waiting.filter(epoch=first.epoch).values_list("position", flat=True)[:limit]
    goes_on = after is not None and after.epoch == first.epoch
    return Batch(
        epoch=first.epoch,
        from_position=after.to_position if after is not None and goes_on else 0,
        to_position=list(positions)[-1],
    )


def unsealed_count(after: Seal | None) -> int:
    """Return how many acts no seal covers yet."""
    return _unsealed(after).count()


def unsealed_since(after: Seal | None) -> datetime | None:
    """Return the moment of the oldest act that no seal covers yet; None if there is none."""
    oldest: datetime | None = _unsealed(after).aggregate(oldest=Min("at"))["oldest"]
    return oldest


def _unsealed(after: Seal | None) -> QuerySet[Act]:
    if after is None:
        return Act.objects.all()
    return Act.objects.filter(
        Q(epoch=after.epoch, position__gt=after.to_position) | Q(epoch__gt=after.epoch)
    )


def _is_settled() -> Q:
    """Return the condition of acts before which no other act can still appear.

    On SQLite writers take turns, so whatever is visible is settled.
    """
    if connection.vendor != "postgresql":
        return Q()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        oldest_running = int(cursor.fetchone()[0])
    latest = Epoch.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return Q(epoch__lt=latest) | Q(epoch=latest, position__lt=oldest_running)


def _within(batch: Batch, prefix: str = "") -> Q:
    return Q(
        **{
            f"{prefix}epoch": batch.epoch,
            f"{prefix}position__gt": batch.from_position,
            f"{prefix}position__lte": batch.to_position,
        }
    )


def _stream(kind: str, values: QuerySet[Any, Any]) -> Iterator[list[Any]]:
    for record in values.iterator(chunk_size=CHUNK):
        yield [kind, *record]
