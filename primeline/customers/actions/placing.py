"""Placing many accounts in groups at once, as files bring them, and putting their heads right."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.audit import walls
from primeline.customers import structures
from primeline.customers.actions.timeline import tell_many
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer, GroupLink
from primeline.customers.queries.groups import in_lots, ties_around
from primeline.customers.values import Line, Placement
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused

AT_ONCE: Final = 1000


@deed("customers.place_many")
def place_many(*, placements: Sequence[Placement], by: Actor, at: datetime) -> None:
    """Make accounts the subsidiaries of others, or say since when they are and who pays for them.

    :raises Refused: if a group would go round in circles or be too deep
    """
    with walls.open_for_system():
        ids = {pk for one in placements for pk in (one.child_id, one.parent_id)}
        _take_turns(ids)
        new = {one.child_id: one.parent_id for one in placements}
        if structures.unplaceable(new, ties_around(ids)):
            raise Refused(_("Somebody has just moved this group. Look at it and try again."))
        links = {link.child_id: link for link in _open_links(new)}
        lines: list[Line] = []
        made: list[GroupLink] = []
        for one in placements:
            link = links.get(one.child_id)
            lines += _lines(one, link, at)
            if link is not None and link.parent_id == one.parent_id:
                link.active_from = one.from_date
                link.payer_id = one.payer_id if one.says_payer else link.payer_id
                continue
            if link is not None:
                link.active_to = max(one.from_date - timedelta(days=1), link.active_from)
            made.append(_link(one))
        _save(links.values())
        GroupLink.objects.bulk_create(made, batch_size=AT_ONCE)
        settle_heads(account_ids=ids, by=by, at=at)
        tell_many(lines=lines, by=by, at=at)


@deed("customers.settle_heads")
def settle_heads(*, account_ids: Collection[int], by: Actor, at: datetime) -> None:
    """Say of every account around these, and where they stood before, who is at the top.

    Who pays must be of the same group.
    """
    ties = ties_around(account_ids)
    for some in in_lots(account_ids):
        ties |= ties_around(
            GroupLink.objects.filter(child__in=some).values_list("parent", flat=True)
        )
    heads = structures.heads(ties)
    wrong = []
    for link in _open_links(ties):
        payer = link.payer_id
        is_paid = payer is None or heads.get(payer, payer) == heads[link.child_id]
        if link.head_id != heads[link.child_id] or not is_paid:
            link.head_id = heads[link.child_id]
            link.payer_id = payer if is_paid else None
            link.version += not is_paid
            wrong.append(link)
    GroupLink.objects.bulk_update(wrong, ["head", "payer", "version"], batch_size=AT_ONCE)


def _open_links(child_ids: Iterable[int]) -> Iterator[GroupLink]:
    for some in in_lots(child_ids):
        yield from GroupLink.objects.filter(child__in=some, active_to=None)


def _link(one: Placement) -> GroupLink:
    # The head is put right once all links stand.
    return GroupLink(
        child_id=one.child_id,
        parent_id=one.parent_id,
        head_id=one.parent_id,
        payer_id=one.payer_id,
        active_from=one.from_date,
    )


def _save(links: Collection[GroupLink]) -> None:
    for link in links:
        link.version += 1
    names = ["active_from", "active_to", "payer", "version"]
    GroupLink.objects.bulk_update(list(links), names, batch_size=AT_ONCE)


def _take_turns(account_ids: Collection[int]) -> None:
    """Let changes of the same groups wait for each other, so that no two make a circle."""
    heads = structures.heads(ties_around(account_ids))
    tops = {heads.get(pk, pk) for pk in account_ids}
    for some in in_lots(tops):
        list(Customer.objects.select_for_update().filter(pk__in=some).order_by("pk").values("pk"))


def _lines(one: Placement, link: GroupLink | None, at: datetime) -> list[Line]:
    """Tell each account, and not which the others are: not everybody sees them."""
    told: list[tuple[int, TimelineKind, dict[str, str]]] = []
    if link is None or link.parent_id != one.parent_id:
        told.append((one.child_id, TimelineKind.GROUP_JOINED, {}))
        told.append((one.parent_id, TimelineKind.GROUP_GAINED, {}))
    if one.says_payer and one.payer_id != (link.payer_id if link else None):
        how = "SPLIT" if one.payer_id is None else "UNIFIED"
        told.append((one.child_id, TimelineKind.GROUP_PAYER, {"how": how}))
    return [Line(customer_id=pk, kind=kind, happened_at=at, words=said) for pk, kind, said in told]
