"""The pane of an account that shows its whole group: tree, sums, payment, contracts, branches."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from primeline.customers import queries as customers
from primeline.customers.queries import Group, GroupMember
from primeline.kit import months
from primeline.products import queries as products
from primeline.products.queries import Held
from primeline.staff.choices import Permission
from primeline.web.groups.drawing import tree_of
from primeline.web.pages import today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Bill, Customer

NOTHING = Held()


@dataclass(frozen=True, kw_only=True)
class Node:
    """An account in the tree, with its figures and what stands below it."""

    member: GroupMember
    held: Held
    owed_cents: int
    below: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Payer:
    """An account that pays for others of its group, and its latest bills."""

    customer: "Customer"
    pays_for: list["Customer"]
    bills: list["Bill"]


def group(request: PersonRequest, customer: "Customer") -> dict[str, Any]:
    """Return what the pane of the group of an account shows."""
    found = customers.group_of(customer, request.reach)
    nodes, sums = _nodes(found, today())
    context: dict[str, Any] = {
        "group": found,
        "own": found.member(customer.pk),
        "nodes": nodes,
        "sums": sums,
        "payers": _payers(found, today()),
        "frameworks": products.frameworks_of(found.ids),
        "former": customers.former_places(customer, request.reach),
        "reach": request.reach,
        "today": today(),
    }
    if request.reach.may(Permission.VIEW_STAFF):
        branches = customers.branches_of(found, request.reach)
        acting = {b.pk for b in branches if customers.may_act_for(b, found, request.reach)}
        duties = customers.duties_of(branches)
        context |= {"branches": branches, "duties": duties, "acting": acting}
    context["tree"] = tree_of(nodes, context.get("branches", ()), here=customer.pk)
    return context


def _nodes(group: Group, day: date) -> tuple[list[Node], Mapping[str, int]]:
    """Return the tops of the tree, and the sums over all that the reader sees."""
    since = months.shift(months.first_of(day), -12)
    held = products.held_by_accounts(group.ids, since=since)
    owed = customers.arrears_by_account(group.ids, today=day)
    tops: list[Node] = []
    way: list[Node] = []
    sums: dict[str, int] = defaultdict(int)
    for member in group.members:
        pk = member.customer.pk
        node = Node(member=member, held=held.get(pk, NOTHING), owed_cents=owed.get(pk, 0))
        way = way[: member.depth]
        (way[-1].below if way else tops).append(node)
        way.append(node)
        sums["fee_cents"] += member.customer.monthly_fee_cents
        sums["owed_cents"] += node.owed_cents
        sums["held"] += node.held.held_count
        sums["lost"] += node.held.lost_count
        sums["gained"] += node.held.gained_count
    return tops, sums


def _payers(group: Group, day: date) -> list[Payer]:
    pays_for: dict[int, list[Customer]] = defaultdict(list)
    payers: dict[int, Customer] = {}
    for member in group.members:
        if member.payer is not None:
            payers[member.payer.pk] = member.payer
            pays_for[member.payer.pk].append(member.customer)
    from_month = months.shift(months.first_of(day), -3)
    bills: dict[int, list[Bill]] = defaultdict(list)
    for bill in customers.bills_of_accounts(list(payers), from_month=from_month):
        bills[bill.customer_id].append(bill)
    return [
        Payer(customer=payer, pays_for=pays_for[pk], bills=_latest(bills[pk]))
        for pk, payer in payers.items()
    ]


def _latest(bills: Sequence["Bill"]) -> list["Bill"]:
    return list(bills[:3])
