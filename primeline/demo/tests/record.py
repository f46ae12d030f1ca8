"""What the record of the example must be like, at any size."""

from collections import defaultdict
from datetime import datetime
from itertools import zip_longest
from typing import Any

from primeline.audit.models import HistoryRow
from primeline.audit.queries import past_state
from primeline.audit.queries.shown import typed
from primeline.audit.walls.metadata import archive_table
from primeline.customers.models import Customer
from primeline.staff.reach import Reach


def out_of_order() -> set[tuple[str, str]]:
    """Return what was recorded of a row with an older day after a newer one: table and deed.

    What is owed is left out: it is opened by what happens now, for what came due before.
    """
    last: dict[tuple[str, str], datetime] = {}
    found = set()
    rows = HistoryRow.objects.exclude(table__startswith="commitments_").order_by("pk")
    told = rows.values_list("table", "row_id", "act__at", "act__kind")
    for table, row_id, at, kind in told.iterator():
        if at < last.get((table, row_id), at):
            found.add((table, kind))
        last[table, row_id] = at
    return found


def stood_otherwise(reach: Reach) -> set[str]:
    """Return the accounts that stood at a moment otherwise than their history adds up to."""
    table, told = Customer._meta.db_table, defaultdict(list)
    changed = HistoryRow.objects.filter(table=table, operation="U").values("row_id")
    rows = HistoryRow.objects.filter(table=table, row_id__in=changed).select_related("act")
    hidden = set(map(str, Customer.objects.filter(is_restricted=True).values_list("pk", flat=True)))
    for row in rows.order_by("act__at", "pk"):
        if row.row_id not in hidden:
            told[row.row_id].append(row)
    assert told, "nothing was changed"
    return {pk for pk, changes in told.items() if not _adds_up(reach, table, changes)}


def _adds_up(reach: Reach, table: str, changes: list[HistoryRow]) -> bool:
    image: dict[str, Any] = {}
    for row, later in zip_longest(changes, changes[1:]):
        before = row.before
        image |= {
            key: now for key, now in row.after.items() if before is None or before[key] != now
        }
        if later is None or later.act.at > row.act.at:
            stood = past_state(reach, table=table, row_id=row.row_id, at=row.act.at)
            if stood != typed(archive_table(table), image):
                return False
    return True
