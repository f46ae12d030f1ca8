"""What a batch wrote, row by row, and what has become of each row since: read from the record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from primeline.audit.choices import Operation
from primeline.audit.models import HistoryRow
from primeline.customers.models import Consent, Contact, Customer, GroupLink
from primeline.customers.queries import visible_to
from primeline.imports.models import Batch
from primeline.staff.reach import Reach

ROWS_AT_ONCE: Final = 1000
WROTE, TOOK_BACK = "imports.commit", "imports.undo"
# What follows from other facts; a change of it is nobody's change of the row.
DERIVED: Final = frozenset(
    {
        "version",
        "is_key_account",
        "tier",
        "tier_since_month",
        "monthly_fee_cents",
        "replaces_id",
        "replacement_kind",
        "head_id",
    }
)


@dataclass(frozen=True, kw_only=True)
class Since:
    """Who changed a row after the import, and when."""

    by_name: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Written:
    """What one act did to one row. `before` has the columns of a stored row that it changed."""

    table: str
    row_id: int
    customer_id: int
    is_new: bool
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    changed_since: Since | None


def acts_of(batch: Batch) -> list[int]:
    """Return the acts that wrote a batch into the archive, the latest first."""
    wrote = _history_of(batch).filter(act__kind=WROTE)
    return sorted(set(wrote.values_list("act_id", flat=True)), reverse=True)


def all_acts_of(batch: Batch) -> frozenset[int]:
    """Return every act that this batch has known, those that took it back included."""
    return frozenset(_history_of(batch).values_list("act_id", flat=True))


def first_accounts_of(reach: Reach, batch: Batch, *, most: int) -> list[Customer]:
    """Return the first accounts within reach that a batch made, or where none, changed."""
    acts = sorted(acts_of(batch))
    for kind in (Operation.INSERT, Operation.UPDATE):
        numbers: set[int] = set()
        for act_id in acts:
            written = _rows_of(act_id, Customer._meta.db_table).filter(operation=kind)
            some = written.values_list("row_id", flat=True)[: ROWS_AT_ONCE - len(numbers)]
            numbers |= {int(row_id) for row_id in some}
        if found := list(visible_to(reach).filter(pk__in=numbers).order_by("pk")[:most]):
            return found
    return []


def written_by(act_id: int, table: str, ours: frozenset[int]) -> Iterator[list[Written]]:
    """Return what an act wrote into a table, some rows at a time, each row once."""
    last = 0
    while True:
        later = _rows_of(act_id, table).filter(id__gt=last)
        found = list(later.values_list("id", "row_id")[:ROWS_AT_ONCE])
        if not found:
            return
        begins, last = found[0][0], found[-1][0]
        histories = _histories(table, {row_id for _, row_id in found})
        accounts = _accounts(table, histories)
        rows = (
            _written(history, act_id, ours, accounts.get(row_id))
            for row_id, history in histories.items()
        )
        # A row whose first change lies in an earlier lot has had its turn.
        yield [row for first, row in rows if first >= begins]


def _rows_of(act_id: int, table: str) -> Any:
    """Return what an act wrote into a table, in order. By a range, as `audit` asks for an act."""
    rows = HistoryRow.objects.filter(act__gte=act_id, act__lte=act_id, table=table)
    return rows.order_by("act_id", "id")


def _history_of(batch: Batch) -> Any:
    return HistoryRow.objects.filter(table=Batch._meta.db_table, row_id=str(batch.pk))


def _histories(table: str, row_ids: set[str]) -> dict[str, list[HistoryRow]]:
    histories: dict[str, list[HistoryRow]] = {}
    rows = HistoryRow.objects.filter(table=table, row_id__in=row_ids).select_related("act")
    for row in rows.order_by("id"):
        histories.setdefault(row.row_id, []).append(row)
    return histories


def _accounts(table: str, histories: Mapping[str, list[HistoryRow]]) -> Mapping[str, int]:
    """Return at which account each row is, where it does not say so itself."""
    if table == GroupLink._meta.db_table:
        return {row_id: int(rows[0].after["child_id"]) for row_id, rows in histories.items()}
    if table != Consent._meta.db_table:
        return {}
    people = {row_id: history[0].after["contact_id"] for row_id, history in histories.items()}
    at = dict(Contact.objects.filter(pk__in=people.values()).values_list("pk", "customer_id"))
    return {row_id: at[int(person)] for row_id, person in people.items()}


def _written(
    history: list[HistoryRow], act_id: int, ours: frozenset[int], account: int | None
) -> tuple[int, Written]:
    mine = [row for row in history if row.act_id == act_id]
    first, last = mine[0], mine[-1]
    is_new = first.operation == Operation.INSERT
    changed = frozenset() if is_new else _differing(first.before, last.after)
    later = [row for row in history if row.id > last.id and row.act_id not in ours]
    # What was changed and put back since, say by another file taken back, is as it was.
    stays = _differing(last.after, history[-1].after)
    looked_at = stays if is_new else stays & changed
    row_id = int(first.row_id)
    return first.id, Written(
        table=first.table,
        row_id=row_id,
        customer_id=int(account or last.after.get("customer_id", row_id)),
        is_new=is_new,
        before={name: first.before[name] for name in changed},
        after=last.after,
        changed_since=next(
            (_since(row) for row in later if _differing(row.before, row.after) & looked_at), None
        ),
    )


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str]:
    names = before.keys() & after.keys() - DERIVED
    return frozenset(name for name in names if before[name] != after[name])


def _since(row: HistoryRow) -> Since:
    return Since(by_name=row.act.actor_name, at=row.act.at)
