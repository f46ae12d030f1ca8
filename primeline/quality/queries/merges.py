"""Merges that stand and that were undone, and what the history says of one."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from primeline.audit.models import HistoryRow
from primeline.audit.queries.shown import typed
from primeline.audit.walls.metadata import archive_table
from primeline.customers.models import Customer
from primeline.customers.queries import visible_to
from primeline.kit import months
from primeline.kit.errors import NotFound
from primeline.quality.choices import MergeStatus
from primeline.quality.models import Merge
from primeline.quality.queries.duplicates import MAY
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach


class InForce(NamedTuple):
    """A merge that stands, as figures need it."""

    absorbed_id: int
    survivor_id: int
    month: date
    was_key: bool


@dataclass(frozen=True, kw_only=True)
class Net:
    """What became of one row in a merge: the columns that changed, before and after."""

    table: str
    row_id: str
    before: dict[str, Any]
    after: dict[str, Any]


def get_merge(reach: Reach, merge_id: int) -> Merge:
    """Return a merge whose surviving account is within reach.

    :raises NotFound: if there is none
    """
    rows = Merge.objects.filter(survivor__in=visible_to(reach, MAY))
    found = rows.select_related("survivor", "absorbed", "merged_by", "undone_by")
    merge = found.filter(pk=merge_id).first()
    if merge is None:
        raise NotFound
    return merge


def merge_between(reach: Reach, one: str, other: str) -> Merge | None:
    """Return the merge that stands between two accounts, if what is left is within reach."""
    rows = Merge.objects.filter(survivor__in=visible_to(reach, MAY), status=MergeStatus.MERGED)
    either = Q(survivor__number=one, absorbed__number=other)
    either |= Q(survivor__number=other, absorbed__number=one)
    return rows.filter(either).select_related("merged_by").first()


def latest_merges(reach: Reach, *, most: int = 20) -> list[Merge]:
    """Return the latest merges of accounts within reach, undone ones too."""
    rows = Merge.objects.filter(survivor__in=visible_to(reach, MAY))
    found = rows.select_related("survivor", "absorbed", "merged_by")
    return list(found.order_by("-merged_at", "-id")[:most])


def merge_of(customer: Customer, reach: Reach) -> Merge | None:
    """Return the merge by which an account was taken in, if it was and the reader may see it."""
    rows = Merge.objects.filter(absorbed=customer, status=MergeStatus.MERGED)
    visible = rows.filter(survivor__in=visible_to(reach, Permission.VIEW_CUSTOMERS))
    return visible.select_related("survivor", "merged_by").first()


def merges_in_force() -> list[InForce]:
    """Return every merge that stands. Whoever asks puts their own condition beside it."""
    rows = Merge.objects.filter(status=MergeStatus.MERGED).order_by("merged_at", "id")
    return [
        InForce(absorbed, survivor, months.first_of(timezone.localdate(at)), was_key)
        for absorbed, survivor, at, was_key in rows.values_list(
            "absorbed_id", "survivor_id", "merged_at", "was_key"
        )
    ]


def survivors() -> QuerySet[Merge, int]:
    """Return the ids of the accounts that took another in, as a condition."""
    rows = Merge.objects.filter(status=MergeStatus.MERGED)
    return rows.values_list("survivor", flat=True)


def standing_on(ids: tuple[int, ...]) -> QuerySet[Merge]:
    """Return the merges that stand and have one of these accounts in them."""
    rows = Merge.objects.filter(status=MergeStatus.MERGED)
    return rows.filter(Q(survivor__in=ids) | Q(absorbed__in=ids))


def net_changes(merge: Merge) -> list[Net]:
    """Return what became of every row that a merge changed, from its own stretch of history."""
    rows = HistoryRow.objects.filter(
        act=merge.act_id, id__gt=merge.history_from, id__lte=merge.history_to
    ).order_by("id")
    first: dict[tuple[str, str], HistoryRow] = {}
    last: dict[tuple[str, str], HistoryRow] = {}
    for row in rows.iterator(chunk_size=5000):
        first.setdefault((row.table, row.row_id), row)
        last[row.table, row.row_id] = row
    return [
        net for key, row in first.items() if row.before is not None if (net := _net(row, last[key]))
    ]


def _net(first: HistoryRow, last: HistoryRow) -> Net | None:
    table = archive_table(first.table)
    before, after = typed(table, first.before or {}), typed(table, last.after)
    # Whoever edits compares versions: one that went back could take an old form for a new one.
    changed = [name for name in before if before[name] != after.get(name) and name != "version"]
    if not changed:
        return None
    return Net(
        table=first.table,
        row_id=first.row_id,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
