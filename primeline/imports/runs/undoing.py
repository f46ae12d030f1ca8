"""Taking a batch back: act by act, the latest first, each reversed by a new act."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from primeline.audit import walls
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.imports import actions, queries
from primeline.imports.choices import BatchStatus, RowState
from primeline.imports.models import Batch, BatchRow
from primeline.imports.runs.checking import Progress, no_progress
from primeline.imports.runs.following import ask_for_follow_up
from primeline.imports.staging.relations import GROUP_LINK
from primeline.imports.states import move
from primeline.imports.undoing.record import acts_of, all_acts_of
from primeline.imports.undoing.reversing import Left, Reversal, Reversing
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.products import actions as products
from primeline.staff.reach import Reach

# What a page may take: about a second.
SHORT_ROWS: Final = 500
ACCOUNTS_AT_ONCE: Final = 2000


def undo_batch(
    *,
    batch: Batch,
    reach: Reach,
    progress: Progress = no_progress,
    by: Actor,
    at: datetime,
) -> Batch:
    """Reverse all that a batch wrote and nobody has changed since; list what is left.

    A run that was broken off goes on with the next act; what an act had written is reversed whole
    or not at all.
    """
    with walls.open_for_system():
        _begin(batch=batch, by=by, at=at)
        through = batch.undone_through
        acts = [act for act in acts_of(batch) if through is None or act < through]
        for done, act_id in enumerate(acts):
            progress(done, len(acts))
            _undo_act(batch=batch, act_id=act_id, reach=reach, by=by, at=at)
        _finish(batch=batch, by=by, at=at)
    return batch


def undo_soon(*, batch: Batch, reach: Reach, by: Actor, at: datetime) -> Batch:
    """Have a batch that was written taken back: at once while it is short, else by the worker.

    :raises Refused: if it was not written, or is taken back already
    """
    if batch.status not in (BatchStatus.COMMITTED, BatchStatus.UNDOING):
        raise Refused(_("Only a file that was written can be taken back."))
    is_short = batch.tally.get("rows", 0) <= SHORT_ROWS
    if is_short and batch.status == BatchStatus.COMMITTED:
        return undo_batch(batch=batch, reach=reach, by=by, at=at)
    return actions.ask_for_undo(batch=batch, by=by, at=at)


@deed("imports.begin_undo")
def _begin(*, batch: Batch, by: Actor, at: datetime) -> None:
    move(batch, BatchStatus.COMMITTED, BatchStatus.UNDOING, to=BatchStatus.UNDOING)


@deed("imports.undo")
def _undo_act(*, batch: Batch, act_id: int, reach: Reach, by: Actor, at: datetime) -> None:
    day = at.astimezone(queries.zone_of(by.actor_id)).date()
    reversal = Reversing(act_id=act_id, ours=all_acts_of(batch), reach=reach, day=day).run()
    touched = sorted(reversal.customers)
    for start in range(0, len(touched), ACCOUNTS_AT_ONCE):
        some = touched[start : start + ACCOUNTS_AT_ONCE]
        products.refresh_monthly_fees(customer_ids=some, by=by, at=at)
    if GROUP_LINK.name in reversal.counts:
        customers.settle_heads(account_ids=touched, by=by, at=at)
    customers.tell_many(lines=_lines(touched, batch, at), by=by, at=at)
    ask_for_follow_up(batch=batch, customer_ids=touched, at=at)
    _list_left(batch, reversal.left)
    walls.take_statistics()
    move(
        batch,
        BatchStatus.UNDOING,
        to=BatchStatus.UNDOING,
        undone=_added(batch.undone, reversal),
        undone_through=act_id,
    )


@deed("imports.finish_undo")
def _finish(*, batch: Batch, by: Actor, at: datetime) -> None:
    move(batch, BatchStatus.UNDOING, to=BatchStatus.UNDONE, undone_at=at)


def _lines(customer_ids: Iterable[int], batch: Batch, at: datetime) -> Iterable[Line]:
    return (
        Line(
            customer_id=customer_id,
            kind=TimelineKind.IMPORT_UNDONE,
            happened_at=at,
            words={"file": batch.file_name},
        )
        for customer_id in customer_ids
    )


def _list_left(batch: Batch, left: list[Left]) -> None:
    first = BatchRow.objects.filter(batch=batch, state=RowState.LEFT).count() + 1
    BatchRow.objects.bulk_create(
        (
            BatchRow(
                batch=batch,
                row_number=number,
                state=RowState.LEFT,
                cells=[one.name, one.called],
                problems=[one.problem.as_json()],
            )
            for number, one in enumerate(left, start=first)
        ),
        batch_size=1000,
    )


def _added(known: dict[str, Any], reversal: Reversal) -> dict[str, Any]:
    names = known.keys() | reversal.counts.keys()
    whats = ("void", "restored", "left")
    return {
        name: {
            what: known.get(name, {}).get(what, 0) + reversal.counts.get(name, {}).get(what, 0)
            for what in whats
        }
        for name in sorted(names)
    }
