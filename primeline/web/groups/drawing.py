"""The tree of a group as a drawing: who stands under whom, and which branches host or assist."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from primeline.customers import influence
from primeline.customers.choices import BranchPart
from primeline.web.drawings import cut, left_of, line_between, size_of, top_of

if TYPE_CHECKING:
    from primeline.customers.models import GroupBranch
    from primeline.web.groups.pane import Node

# More boxes than this are no picture any more; the list below says the same.
MOST_DRAWN = 60


@dataclass(frozen=True, kw_only=True)
class Box:
    """An account, or a branch of ours, as the drawing shows it."""

    x: float
    y: float
    name: str
    under: str
    whole: str
    tier: str = ""
    part: str = ""
    is_here: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line from one box to another; those to branches are broken."""

    path: str
    is_branch: bool


@dataclass(frozen=True, kw_only=True)
class Tree:
    """The drawing, in its own units, and the number of levels of accounts."""

    width: int
    height: int
    boxes: list[Box]
    lines: list[Line]
    levels: int


def tree_of(
    nodes: Sequence["Node"], branches: Iterable["GroupBranch"], *, here: int
) -> Tree | None:
    """Return the drawing of a group as far as the reader sees it; None if there is nothing in it.

    A branch whose account the reader does not see is in the list alone.
    """
    accounts = {node.member.customer.pk: (node, above) for node, above in _all(nodes, None)}
    named = [one for one in branches if one.customer_id in accounts]
    if not 1 < len(accounts) + len(named) <= MOST_DRAWN:
        return None
    ties = _ties(accounts, named)
    drawing = influence.drawn(ties)
    width, height = size_of(drawing)
    places = drawing.places
    boxes = [_account(places[pk], node, here) for pk, (node, _above) in accounts.items()]
    boxes += [_branch(places[-one.pk], one) for one in named]
    lines = [
        Line(path=line_between(above, below), is_branch=below.id < 0)
        for above, below in drawing.lines
    ]
    levels = 1 + max(node.member.depth for node, _above in accounts.values())
    return Tree(width=width, height=height, boxes=boxes, lines=lines, levels=levels)


def _all(nodes: Sequence["Node"], above: int | None) -> Iterator[tuple["Node", int | None]]:
    for node in nodes:
        yield node, above
        yield from _all(node.below, node.member.customer.pk)


def _ties(
    accounts: Mapping[int, tuple["Node", int | None]], branches: Iterable["GroupBranch"]
) -> list[influence.Person]:
    """Return who stands under whom; branches have negative ids and come before subsidiaries."""
    of_account: dict[int, list[influence.Person]] = defaultdict(list)
    for one in branches:
        of_account[one.customer_id].append((-one.pk, one.customer_id))
    ties: list[influence.Person] = []
    for pk, (_node, above) in accounts.items():
        ties.append((pk, above))
        ties.extend(of_account[pk])
    return ties


def _account(place: influence.Place, node: "Node", here: int) -> Box:
    customer = node.member.customer
    return Box(
        x=left_of(place.column),
        y=top_of(place.row),
        name=cut(customer.display_name),
        under=cut(customer.owner_unit.name, 13),
        whole=f"{customer.display_name}, {customer.owner_unit.name}",
        tier=customer.tier,
        is_here=customer.pk == here,
    )


def _branch(place: influence.Place, branch: "GroupBranch") -> Box:
    part = str(BranchPart(branch.part).label)
    return Box(
        x=left_of(place.column),
        y=top_of(place.row),
        name=cut(branch.unit.name),
        under=cut(part, 13),
        whole=f"{branch.unit.name}, {part}",
        part=branch.part,
    )
