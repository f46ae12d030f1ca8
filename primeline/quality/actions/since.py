"""What was changed of rows that a merge had moved, before it was undone, and what was told."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from primeline.audit.models import HistoryRow
from primeline.customers.models import Customer, TimelineLine
from primeline.quality.models import Merge
from primeline.quality.queries.hanging import moving
from primeline.quality.queries.merges import Net

# What is worked out from what comes back, and worked out again.
WORKED_OUT = frozenset({"monthly_fee_cents"})
AT_ONCE = 1000

Left = dict[str, Any]


def changed_since(nets: Iterable[Net], merge: Merge) -> list[Left]:
    """Return the moved rows that others changed, each with the columns that go back as they are."""
    by_table: dict[str, dict[str, Net]] = defaultdict(dict)
    for net in nets:
        by_table[net.table][net.row_id] = net
    # What was changed of an account that stands was changed of that account.
    by_table.pop(Customer._meta.db_table, None)
    found: list[Left] = []
    for table, of in by_table.items():
        for row_id, columns in _touched(table, list(of), merge):
            named = columns - of[row_id].before.keys() - WORKED_OUT - {"version"}
            if named:
                found.append(
                    {"table": table, "row_id": row_id, "columns": sorted(named), "is_back": True}
                )
    return found


def follow_rows(nets: Iterable[Net], merge: Merge) -> None:
    """Let what was told since of rows that went back stand on the timeline where they stand."""
    moved: dict[str, list[str]] = defaultdict(list)
    for net in nets:
        moved[net.table].append(net.row_id)
    for hanging in moving():
        kind, ids = hanging.model._meta.model_name or "", moved[hanging.table]
        for start in range(0, len(ids), AT_ONCE):
            back = hanging.of(merge.absorbed_id).filter(pk__in=ids[start : start + AT_ONCE])
            _move_lines(kind, [row.pk for row in back.only("pk")], merge)


def _move_lines(model_name: str, row_ids: list[Any], merge: Merge) -> None:
    told = TimelineLine.objects.filter(customer=merge.survivor_id, subject_id__in=row_ids)
    ids = {
        str(pk): pk
        for pk, kind in told.values_list("pk", "subject_kind")
        if kind.replace("_", "") == model_name
    }
    since = HistoryRow.objects.filter(
        table=TimelineLine._meta.db_table, row_id__in=list(ids), id__gt=merge.history_to
    )
    fresh = [ids[row.row_id] for row in since.exclude(act=merge.act_id) if row.before is None]
    TimelineLine.objects.filter(pk__in=fresh).update(customer=merge.absorbed_id)


def _touched(table: str, row_ids: list[str], merge: Merge) -> Iterator[tuple[str, set[str]]]:
    """Yield the rows that changed after a merge, each with the columns that are other now."""
    for start in range(0, len(row_ids), AT_ONCE):
        some = HistoryRow.objects.filter(
            table=table, row_id__in=row_ids[start : start + AT_ONCE], id__gt=merge.history_to
        )
        first: dict[str, dict[str, Any]] = {}
        last: dict[str, dict[str, Any]] = {}
        for row in some.exclude(act=merge.act_id).order_by("id"):
            first.setdefault(row.row_id, row.before or {})
            last[row.row_id] = row.after
        for row_id, before in first.items():
            after = last[row_id]
            yield row_id, {name for name in after if after[name] != before.get(name)}
