"""Groups: which account belongs to which, and who pays for whom.

The doors see to it that whoever orders a deed may change both accounts; what else belongs to the
group may lie out of their reach, so the wall is open for the deed alone.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from primeline.audit import walls
from primeline.customers import structures
from primeline.customers.actions.timeline import tell_many
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer, GroupLink
from primeline.customers.queries.groups import head_of, ties_of
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.staff.rules import day_of


@deed("customers.join_group")
def join_group(
    *,
    child: Customer,
    parent: Customer,
    from_date: date,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> GroupLink:
    """Make an account the subsidiary of another; all below it come along.

    Where it stood before ends the day before, and it pays for itself again.

    :raises Refused: if the group would go round in circles or be too deep, it stands there
        already, one of them is restricted, or the day is yet to come
    """
    _check_has_come(from_date, at)
    if child.is_restricted or parent.is_restricted:
        raise Refused(
            _("Restricted accounts are not placed in groups: their place would tell of them.")
        )
    with walls.open_for_system():
        _take_turns(child, parent)
        ties = {**ties_of(head_of(child.pk)), **ties_of(head_of(parent.pk))}
        if ties.get(child.pk) == parent.pk:
            raise Refused(_("This account stands there already."), field="number")
        structures.check_place(child.pk, parent.pk, ties)
        head = head_of(parent.pk)
        _end_place(child, from_date)
        link = GroupLink.objects.create(
            child=child, parent=parent, head_id=head, active_from=from_date
        )
        _lead(child.pk, structures.below(child.pk, ties), head)
        joined, gained = TimelineKind.GROUP_JOINED, TimelineKind.GROUP_GAINED
        lines = [_line(child.pk, joined, at, reason), _line(parent.pk, gained, at, reason)]
        tell_many(lines=lines, by=by, at=at)
    return link


@deed("customers.leave_group")
def leave_group(*, link: GroupLink, version: int, by: Actor, at: datetime, reason: str) -> None:
    """Take an account out of the group it belongs to; all below it stay below it.

    :raises Refused: if it has left already, or no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if link.active_to is not None:
        raise Refused(_("This account has left the group already."))
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    today = day_of(at)
    with walls.open_for_system():
        _take_turns(link.child, link.parent)
        under = structures.below(link.child_id, ties_of(link.head_id))
        changes = {"active_to": max(today, link.active_from)}
        save_changes(GroupLink, pk=link.pk, version=version, changes=changes)
        _lead(link.child_id, under, link.child_id)
        left, lost = TimelineKind.GROUP_LEFT, TimelineKind.GROUP_LOST
        lines = [
            _line(link.child_id, left, at, reason),
            _line(link.parent_id, lost, at, reason),
        ]
        tell_many(lines=lines, by=by, at=at)


@deed("customers.set_payer")
def set_payer(
    *,
    link: GroupLink,
    version: int,
    payer: Customer | None,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> GroupLink:
    """Say which account of the group pays for a subsidiary; None if it pays for itself.

    :raises Refused: if the payer belongs to another group, or is the subsidiary itself
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    with walls.open_for_system():
        if payer is not None:
            _check_payer(link, payer)
        save_changes(GroupLink, pk=link.pk, version=version, changes={"payer": payer})
        how = "UNIFIED" if payer is not None else "SPLIT"
        line = _line(link.child_id, TimelineKind.GROUP_PAYER, at, reason, how=how)
        tell_many(lines=[line], by=by, at=at)
        link.refresh_from_db()
    return link


def _check_has_come(day: date, at: datetime) -> None:
    if day > day_of(at):
        raise Refused(_("This day is yet to come."), field="from_date")


def _check_payer(link: GroupLink, payer: Customer) -> None:
    if payer.pk == link.child_id:
        raise Refused(_("An account that pays for itself needs no payer."), field="payer")
    if head_of(payer.pk) != link.head_id:
        raise Refused(_("Only an account of the same group can pay for it."), field="payer")


def _take_turns(*accounts: Customer) -> None:
    """Let changes of the same groups wait for each other, so that no two make a circle.

    :raises Refused: if a group moved while this one waited for its turn
    """
    heads = _heads(accounts)
    list(Customer.objects.select_for_update().filter(pk__in=heads).order_by("pk").values("pk"))
    if _heads(accounts) != heads:
        raise Refused(_("Somebody has just moved this group. Look at it and try again."))


def _heads(accounts: Collection[Customer]) -> set[int]:
    return {head_of(account.pk) for account in accounts}


def _end_place(child: Customer, from_date: date) -> None:
    for link in GroupLink.objects.filter(child=child, active_to=None):
        last = max(from_date - timedelta(days=1), link.active_from)
        changes = {"active_to": last}
        save_changes(GroupLink, pk=link.pk, version=link.version, changes=changes)


def _lead(moved: int, under: Collection[int], head_id: int) -> None:
    """Put what lies below an account under another head; who pays must be of the same group."""
    together = {moved, *under}
    links = GroupLink.objects.filter(active_to=None)
    unpaid = {"payer": None, "version": F("version") + 1}
    inside, paid = links.filter(child__in=under), Q(payer__in=together)
    inside.filter(payer__isnull=False).exclude(paid).update(**unpaid)
    links.filter(paid).exclude(child__in=together).update(**unpaid)
    inside.exclude(head=head_id).update(head_id=head_id)


def _line(customer_id: int, kind: TimelineKind, at: datetime, reason: str, **words: str) -> Line:
    """Tell an account, and not which the other is: not everybody sees both."""
    said = words | ({"reason": reason} if reason else {})
    return Line(customer_id=customer_id, kind=kind, happened_at=at, words=said)
