"""One account takes another in: what becomes of the two records themselves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from primeline.customers import rules
from primeline.customers.actions.individuals import as_written, make_known
from primeline.customers.actions.timeline import tell_many
from primeline.customers.choices import CustomerStatus, TimelineKind
from primeline.customers.events import AccountsMerged
from primeline.customers.models import Customer
from primeline.customers.values import Line
from primeline.kit import events
from primeline.kit.deeds import Actor, deed
from primeline.kit.saving import save_changes
from primeline.privacy.sealing import save_sealed


@deed("customers.absorb")
def absorb_customer(
    *,
    survivor: Customer,
    absorbed: Customer,
    versions: tuple[int, int],
    taken: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> None:
    """Close one account as merged into another, which takes the facts chosen from it.

    What hangs on them is moved by the room that asks for this. The merged one lies from now on
    where the other lies, so that whoever reads the one may read the other.

    :raises ChangedMeanwhile: if somebody saved one of them since the `versions` were read
    """
    for one in (survivor, absorbed):
        rules.check_usable(one.name)
    facts = dict(taken)
    changes = {
        "merged_into_id": survivor.pk,
        "status": CustomerStatus.CLOSED,
        "closed_date": absorbed.closed_date or timezone.localdate(at),
        "is_key_account": False,
        "tier": "",
        "tier_since_month": None,
        **{
            column: facts.get(column, getattr(survivor, column))
            for column in ("owner_unit_id", "account_manager_id", "deputy_id")
        },
    }
    if facts.get("external_id"):
        # No two accounts carry the number of another system.
        changes["external_id"] = None
    save_changes(Customer, pk=absorbed.pk, version=versions[1], changes=changes)
    written = as_written(survivor, facts)
    save_sealed(survivor, version=versions[0], changes=facts, written=written)
    here, away = TimelineKind.MERGED_HERE, TimelineKind.MERGED_AWAY
    lines = [_line(survivor, here, absorbed, at), _line(absorbed, away, survivor, at)]
    tell_many(lines=lines, by=by, at=at)
    # Whoever looked after them until then is asked of before the rows are read anew.
    events.publish(_merged(survivor, absorbed, at))
    survivor.refresh_from_db()
    make_known(survivor)
    absorbed.refresh_from_db()


@deed("customers.tell_of_undone_merge")
def tell_of_undone_merge(
    *, survivor: Customer, absorbed: Customer, by: Actor, at: datetime, reason: str
) -> None:
    """Tell both accounts that they are two again."""
    undone = TimelineKind.MERGE_UNDONE
    lines = [
        _line(survivor, undone, absorbed, at, reason),
        _line(absorbed, undone, survivor, at, reason),
    ]
    tell_many(lines=lines, by=by, at=at)
    events.publish(_merged(survivor, absorbed, at))


def _merged(survivor: Customer, absorbed: Customer, at: datetime) -> AccountsMerged:
    people = {survivor.account_manager_id, absorbed.account_manager_id} - {None}
    return AccountsMerged(
        happened_at=at,
        survivor_id=survivor.pk,
        absorbed_id=absorbed.pk,
        person_ids=tuple(sorted(one for one in people if one is not None)),
    )


def _line(
    customer: Customer, kind: TimelineKind, other: Customer, at: datetime, reason: str = ""
) -> Line:
    words = {"number": other.number} | ({"reason": reason} if reason else {})
    return Line(customer_id=customer.pk, kind=kind, happened_at=at, words=words)
