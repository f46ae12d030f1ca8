"""Addresses and networks out of prefixes: reserved, assigned, released.

Whoever reserves holds the row of the prefix, so that many at once take turns; that nothing is given
twice the database sees to, whoever else writes.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from primeline.addresses import queries, rules
from primeline.addresses.actions.overlaps import is_overlap
from primeline.addresses.choices import AddressHow, AllocationStatus
from primeline.addresses.models import Allocation, Prefix
from primeline.addresses.values import Holder, Wanted
from primeline.audit import walls
from primeline.customers import actions as customers
from primeline.customers.choices import CustomerStatus, TimelineKind
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.saving import save_changes
from primeline.products import actions as products
from primeline.products.choices import SubscriptionStatus
from primeline.products.models import Subscription

OVER = (
    SubscriptionStatus.TERMINATED,
    SubscriptionStatus.CANCELLED,
    SubscriptionStatus.ABORTED,
)
TAKEN = _("This is taken already, whole or in part. Take another one.")


class NoneFree(Refused):
    """All that could be given is taken. People may add a prefix, or release something."""


@deed("addresses.reserve")
def reserve_address(
    *, prefix: Prefix, wanted: Wanted, holder: Holder, by: Actor, at: datetime
) -> Allocation:
    """Reserve an address or a network of a prefix: the one named, or the next one that is free.

    Asked for again under the same mark, what was reserved then is given again.

    :raises NoneFree: if nothing of this length is free
    :raises Refused: if it lies elsewhere, is taken, or the prefix or the account is closed
    """
    _check_holder(holder)
    held = Prefix.objects.select_for_update(of=("self",)).get(pk=prefix.pk)
    there = queries.reserved_for(holder.mark)
    if there is not None:
        return there
    if not held.is_active:
        raise Refused(_("No addresses are given from this prefix any more."))
    network = _place(held, wanted, at)
    _let_go_rested(network, at)
    return _reserved(held, network, holder, by=by, at=at)


@deed("addresses.reserve_nearest")
def reserve_nearest(
    *,
    family: int,
    length: int,
    line_id: int | None,
    holder: Holder,
    by: Actor,
    at: datetime,
) -> Allocation:
    """Reserve the next free address or network for an account: of its unit, or the nearest above.

    :raises NoneFree: if no prefix that serves this unit has one left
    :raises Refused: if the account is closed
    """
    there = queries.reserved_for(holder.mark)
    if there is not None:
        return there
    if holder.customer is None:
        raise Refused(_("Say for which account."), field="account")
    path = holder.customer.owner_unit.path
    pools = queries.pools_for(path, line_id=line_id, family=family)
    for prefix in pools:
        if prefix.read.prefixlen > length:
            continue
        try:
            wanted = Wanted(length=length)
            return reserve_address(prefix=prefix, wanted=wanted, holder=holder, by=by, at=at)
        except NoneFree:
            continue
    raise NoneFree(
        _("No prefix of this unit or of those above has a free network of length /%(length)s.")
        % {"length": length}
    )


@deed("addresses.assign")
def assign_address(
    *,
    allocation: Allocation,
    version: int,
    subscription: Subscription | None = None,
    by: Actor,
    at: datetime,
) -> Allocation:
    """Assign what was reserved: from now on it is in use, by a subscription where one is named.

    :raises Refused: if it is not reserved any more, or the subscription is somebody else's or over
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    fresh = _held(allocation)
    if fresh.status != AllocationStatus.RESERVED:
        raise Refused(_WHY_NOT_RESERVED[AllocationStatus(fresh.status)] % {"what": _named(fresh)})
    target = subscription or fresh.subscription
    if target is not None and target.customer_id != fresh.customer_id:
        raise Refused(_("This subscription belongs to another account."), field="subscription")
    if target is not None and target.status in OVER:
        raise Refused(
            _("This subscription is over. Choose one that is in force."), field="subscription"
        )
    changes = {"status": AllocationStatus.ASSIGNED, "assigned_at": at, "subscription": target}
    save_changes(Allocation, pk=fresh.pk, version=version, changes=changes)
    if target is not None:
        products.note_addresses(subscription=target, added=[_named(fresh)], by=by, at=at)
    return _told(fresh, AddressHow.ASSIGNED, by=by, at=at)


@deed("addresses.release")
def release_address(
    *, allocation: Allocation, version: int, by: Actor, at: datetime, reason: str
) -> Allocation:
    """Release an address: one that was in use rests for as long as its prefix says.

    What was only reserved is free at once.

    :raises Refused: if it is released already, or no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    fresh = _held(allocation)
    if not fresh.is_held:
        raise Refused(_("This was released already."))
    days = fresh.prefix.quarantine_days
    rests = fresh.status == AllocationStatus.ASSIGNED and days > 0
    changes: dict[str, Any] = {"released_at": at, "reason": reason.strip()}
    if rests:
        changes |= {
            "status": AllocationStatus.QUARANTINED,
            "free_from": rules.free_from(at, days),
        }
    else:
        changes |= {"status": AllocationStatus.RELEASED}
    save_changes(Allocation, pk=fresh.pk, version=version, changes=changes)
    if fresh.subscription is not None:
        gone = [_named(fresh)]
        products.note_addresses(subscription=fresh.subscription, removed=gone, by=by, at=at)
    return _told(fresh, AddressHow.RELEASED, by=by, at=at)


@deed("addresses.follow_end")
def follow_end(*, subscription: Subscription, by: Actor, at: datetime) -> int:
    """Let what a subscription held that is over go on to the one in its place, or release it.

    Returns how many addresses and networks that were. Running it again does nothing.
    """
    successors = Subscription.objects.filter(replaces=subscription).exclude(status__in=OVER)
    successor = successors.order_by("pk").first()
    held = queries.of_subscription(subscription)
    for row in held:
        if successor is None:
            release_address(
                allocation=row, version=row.version, reason=subscription.number, by=by, at=at
            )
        else:
            _go_on(row, subscription, successor, by=by, at=at)
    return len(held)


def _go_on(
    row: Allocation, ended: Subscription, successor: Subscription, *, by: Actor, at: datetime
) -> None:
    changes = {"subscription": successor}
    save_changes(Allocation, pk=row.pk, version=row.version, changes=changes)
    if row.status == AllocationStatus.ASSIGNED:
        names = [_named(row)]
        products.note_addresses(subscription=ended, removed=names, by=by, at=at)
        products.note_addresses(subscription=successor, added=names, by=by, at=at)
    _told(row, AddressHow.GONE_ON, by=by, at=at)


def _check_holder(holder: Holder) -> None:
    if holder.customer is None:
        if not holder.purpose.strip():
            raise Refused(_("Say for which account, or for what of our own."), field="purpose")
        return
    if holder.customer.status == CustomerStatus.CLOSED:
        raise Refused(_("This account is closed. Nothing is reserved for it."), field="account")
    subscription = holder.subscription
    if subscription is not None and subscription.customer_id != holder.customer.pk:
        raise Refused(_("This subscription belongs to another account."), field="subscription")


def _place(prefix: Prefix, wanted: Wanted, at: datetime) -> rules.Network:
    read = prefix.read
    if wanted.network.strip():
        network = rules.network_of(wanted.network)
        rules.check_within(network, read)
        return network
    length = wanted.length
    if length is None:
        length = rules.BITS[rules.family_of(read)]
    rules.check_length(read, length)
    network_or_none = rules.next_free(read, queries.spans_in(prefix, at=at), length=length)
    if network_or_none is None:
        raise NoneFree(
            _("%(prefix)s has no free network of length /%(length)s.")
            % {"prefix": prefix.network, "length": length},
            field="length",
        )
    return network_or_none


def _let_go_rested(network: rules.Network, at: datetime) -> None:
    """Let go what has rested long enough where something new is to lie."""
    first, last = rules.keys_of(network)
    with walls.open_for_system():
        Allocation.objects.filter(
            status=AllocationStatus.QUARANTINED,
            free_from__lte=at,
            first__lte=last,
            last__gte=first,
        ).update(status=AllocationStatus.RELEASED)


def _reserved(
    prefix: Prefix, network: rules.Network, holder: Holder, *, by: Actor, at: datetime
) -> Allocation:
    first, last = rules.keys_of(network)
    try:
        with transaction.atomic():
            row = Allocation.objects.create(
                prefix=prefix,
                network=str(network),
                first=first,
                last=last,
                customer=holder.customer,
                subscription=holder.subscription,
                purpose=holder.purpose.strip(),
                case_number=holder.case_number,
                mark=holder.mark,
                reserved_at=at,
                reserved_by_id=by.actor_id,
            )
    except IntegrityError as error:
        if not is_overlap(error):
            raise
        raise Refused(TAKEN, field="network") from error
    return _told(row, AddressHow.RESERVED, by=by, at=at)


def _held(allocation: Allocation) -> Allocation:
    """Return an address as it stands now, held until the deed ends."""
    rows = Allocation.objects.select_for_update(of=("self",))
    fresh = rows.select_related("prefix", "subscription").filter(pk=allocation.pk).first()
    if fresh is None:
        raise ChangedMeanwhile(_("This address is not to be found any more."))
    return fresh


def _told(row: Allocation, how: AddressHow, *, by: Actor, at: datetime) -> Allocation:
    if row.customer_id is not None:
        words = {"how": how, "network": _named(row)}
        if row.case_number:
            words["number"] = row.case_number
        line = Line(
            customer_id=row.customer_id,
            kind=TimelineKind.ADDRESSES,
            happened_at=at,
            words=words,
        )
        customers.tell(line=line, by=by, at=at)
    row.refresh_from_db()
    return row


def _named(row: Allocation) -> str:
    return rules.named(rules.network_of(row.network))


_WHY_NOT_RESERVED = {
    AllocationStatus.ASSIGNED: _("%(what)s is assigned already."),
    AllocationStatus.QUARANTINED: _(
        "%(what)s was released in the meantime and rests. Reserve another one."
    ),
    AllocationStatus.RELEASED: _(
        "%(what)s was released in the meantime. Reserve it again, or another one."
    ),
}
