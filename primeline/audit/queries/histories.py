"""The history of a row, and what it looked like at a moment of the past."""

from datetime import datetime
from typing import Any

from primeline.audit.models import HistoryRow
from primeline.audit.queries.reached import reached_ids
from primeline.audit.queries.shown import Change, change_in, typed
from primeline.audit.walls.metadata import archive_table
from primeline.kit.errors import NotFound
from primeline.staff.reach import Reach


def history_of(
    reach: Reach, *, table: str, row_id: object, before: int | None = None, limit: int = 50
) -> list[Change]:
    """Return the changes of a row, the latest first.

    `before` is the `history_id` of the last change already shown.

    :raises NotFound: if the row is not within reach
    """
    _check_reach(reach, table, row_id)
    rows = HistoryRow.objects.filter(table=table, row_id=str(row_id)).select_related("act")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [change_in(row) for row in rows.order_by("-id")[:limit]]


def past_state(reach: Reach, *, table: str, row_id: object, at: datetime) -> dict[str, Any]:
    """Return a row as it was at a moment, by attribute, in the types of the model.

    :raises NotFound: if the row is not within reach, or did not exist yet
    """
    return typed(archive_table(table), _image_at(reach, table, row_id, at).after)


def _image_at(reach: Reach, table: str, row_id: object, at: datetime) -> HistoryRow:
    _check_reach(reach, table, row_id)
    rows = HistoryRow.objects.filter(table=table, row_id=str(row_id), act__at__lte=at)
    row = rows.select_related("act").order_by("-id").first()
    if row is None:
        raise NotFound
    return row


def _check_reach(reach: Reach, table: str, row_id: object) -> None:
    if not reached_ids(reach, table, {str(row_id)}):
        raise NotFound
