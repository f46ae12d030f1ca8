"""Making two accounts of one again: every row goes back, but for what was changed since."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, Model
from django.utils.translation import gettext_lazy as _

from primeline.audit import walls
from primeline.audit.walls.metadata import archive_table
from primeline.commitments.actions import follow_accounts
from primeline.customers import actions as customers
from primeline.customers.models import Customer
from primeline.kit.deeds import deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.products import actions as products
from primeline.quality.actions.deciding import tell_apart
from primeline.quality.actions.merging import owe_anew
from primeline.quality.actions.records import judge_records
from primeline.quality.actions.since import AT_ONCE, WORKED_OUT, Left, changed_since, follow_rows
from primeline.quality.choices import MergeStatus
from primeline.quality.models import Merge
from primeline.quality.queries.hanging import clashing, moving
from primeline.quality.queries.merges import Net, net_changes, standing_on
from primeline.search import actions as search
from primeline.staff.models import Person


@deed("quality.undo_merge")
def undo_merge(*, merge: Merge, version: int, by: Person, at: datetime, reason: str) -> Merge:
    """Give everything back to the account it was taken from, but for what was changed since.

    What stayed is listed on the merge, and what went back otherwise than it had come; the two are
    remembered as different.

    :raises Refused: if no reason is given, it is undone already, or a later merge stands on it
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    survivor, absorbed = merge.survivor, merge.absorbed
    _check(merge)
    with walls.open_for_system():
        nets = net_changes(merge)
        changed = changed_since(nets, merge)
        left = _restore(nets, merge)
        follow_rows(nets, merge)
        stayed = {(one["table"], one["row_id"]) for one in left}
        left += [one for one in changed if (one["table"], one["row_id"]) not in stayed]
        changes = {
            "status": MergeStatus.UNDONE,
            "undone_by": by,
            "undone_at": at,
            "undo_reason": reason.strip(),
            "left": left,
        }
        save_changes(Merge, pk=merge.pk, version=version, changes=changes)
        survivor.refresh_from_db()
        absorbed.refresh_from_db()
        customers.tell_of_undone_merge(
            survivor=survivor, absorbed=absorbed, by=by, at=at, reason=reason.strip()
        )
        tell_apart(one=survivor, other=absorbed, reason=reason, by=by, at=at)
        ids = [survivor.pk, absorbed.pk]
        products.refresh_monthly_fees(customer_ids=ids, by=by, at=at)
        # What opens the account goes back as all rows do; what was given since follows its work.
        follow_accounts(customer_ids=ids, by=by, at=at)
        owe_anew(ids, by=by, at=at)
        search.forget(customer_ids=ids, by=by, at=at)
        products.make_findable(customer_ids=ids, by=by, at=at)
        judge_records(customer_ids=ids, by=by, at=at)
    merge.refresh_from_db()
    return merge


def _check(merge: Merge) -> None:
    if merge.status != MergeStatus.MERGED:
        raise Refused(_("This merge was undone already."))
    with walls.open_for_system():
        merge.survivor.refresh_from_db()
        later = standing_on((merge.survivor_id,)).filter(pk__gt=merge.pk)
        if later.exists():
            raise Refused(_("Another merge was made on top of this one. Undo that one first."))
    if merge.survivor.is_restricted:
        raise Refused(_("The account is restricted. Lift the restriction first."))


def _restore(nets: Iterable[Net], merge: Merge) -> list[Left]:
    by_table: dict[str, list[Net]] = defaultdict(list)
    for net in nets:
        by_table[net.table].append(net)
    # The survivor gives back first what two accounts cannot both have.
    accounts = by_table.pop(Customer._meta.db_table, [])
    accounts.sort(key=lambda net: net.row_id != str(merge.survivor_id))
    left: list[Left] = []
    for net in accounts:
        left += _restore_rows(Customer, [net], is_versioned=True)
    for table, found in by_table.items():
        model = archive_table(table).model
        left += _restore_rows(model, _without_clashes(model, found, merge, left))
    return left


def _without_clashes(
    model: type[Model], nets: list[Net], merge: Merge, left: list[Left]
) -> list[Net]:
    """Return the rows that have a place to go back to; the others are added to what is left."""
    stuck: set[str] = set()
    for hanging in moving():
        if hanging.model is model:
            rows = clashing(hanging, at=merge.survivor_id, with_those_of=merge.absorbed_id)
            stuck |= {str(pk) for pk in rows.values_list("pk", flat=True)}
    left += [_left(net, net.before) for net in nets if net.row_id in stuck]
    return [net for net in nets if net.row_id not in stuck]


def _restore_rows(model: type[Model], nets: list[Net], *, is_versioned: bool = False) -> list[Left]:
    """Set what is still as the merge left it back to what it was; return what is not."""
    left: list[Left] = []
    groups: dict[str, tuple[dict[str, Any], list[str]]] = {}
    for start in range(0, len(nets), AT_ONCE):
        some = nets[start : start + AT_ONCE]
        names = {name for net in some for name in net.after}
        stored = model._default_manager.filter(pk__in=[net.row_id for net in some])
        now = {str(row["pk"]): row for row in stored.select_for_update().values("pk", *names)}
        for net in some:
            back = {n: v for n, v in net.before.items() if now[net.row_id][n] == net.after[n]}
            changed = net.before.keys() - back.keys() - WORKED_OUT
            if changed:
                left.append(_left(net, sorted(changed)))
            if back:
                groups.setdefault(repr(sorted(back.items())), (back, []))[1].append(net.row_id)
    bump: dict[str, Any] = {"version": F("version") + 1} if is_versioned else {}
    for back, ids in groups.values():
        for start in range(0, len(ids), AT_ONCE):
            rows = model._default_manager.filter(pk__in=ids[start : start + AT_ONCE])
            rows.update(**back, **bump)
    return left


def _left(net: Net, columns: Iterable[str]) -> Left:
    return {"table": net.table, "row_id": net.row_id, "columns": sorted(columns)}
