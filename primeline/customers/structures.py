"""How the accounts of a group hang together, and what may hang where. Pure answers.

Ties say of each subsidiary which account is right above it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.kit.errors import Refused

MOST_LEVELS: Final = 8

Ties = Mapping[int, int]


def above(one: int, ties: Ties) -> list[int]:
    """Return all accounts above one, the nearest first."""
    found: list[int] = []
    at = ties.get(one)
    while at is not None and at not in found:
        found.append(at)
        at = ties.get(at)
    return found


def below(one: int, ties: Ties) -> set[int]:
    """Return all accounts below one."""
    return {other for other in ties if one in above(other, ties)}


def check_place(child: int, parent: int, ties: Ties) -> None:
    """Do nothing if an account may become the subsidiary of another.

    :raises Refused: if it is the same or lies above the other, or the group would be too deep
    """
    if child == parent:
        raise Refused(_("An account cannot be its own subsidiary."), field="number")
    over = above(parent, ties)
    if child in over:
        raise Refused(
            _(
                "The account that would come below lies above already: "
                "a group cannot go round in circles."
            ),
            field="number",
        )
    height = max((len(above(one, ties)) for one in below(child, ties)), default=0)
    under = max(height - len(above(child, ties)), 0)
    if len(over) + 2 + under > MOST_LEVELS:
        raise Refused(
            _("A group has at most %(most)s levels.") % {"most": MOST_LEVELS}, field="number"
        )


def in_circles(ties: Ties) -> set[int]:
    """Return everyone who would stand above themselves."""
    left = dict(ties)
    under = Counter(left.values())
    # Whoever has nobody below is in no circle; without them others have nobody below.
    free = [one for one in left if not under[one]]
    while free:
        upper = left.pop(free.pop())
        under[upper] -= 1
        if not under[upper] and upper in left:
            free.append(upper)
    return set(left)


def unplaceable(new: Ties, old: Ties) -> dict[int, str]:
    """Return which new ties cannot stand together with the others and the old ones, and why.

    CIRCLE, or DEEP: without these all others can.
    """
    left = dict(new)
    wrong: dict[int, str] = {}
    while found := _in_the_way(left, {**old, **left}):
        wrong |= found
        left = {one: upper for one, upper in left.items() if one not in found}
    return wrong


def heads(ties: Ties) -> dict[int, int]:
    """Return who stands at the very top above each, where nobody stands above themselves."""
    return {one: tops[-1] for one, tops in _all_above(ties).items()}


def _in_the_way(new: Ties, ties: Ties) -> dict[int, str]:
    round_and_round = in_circles(ties)
    if found := {one: "CIRCLE" for one in new if one in round_and_round}:
        return found
    deep = [
        next((step for step in (one, *tops) if step in new), None)
        for one, tops in _all_above(ties).items()
        if len(tops) >= MOST_LEVELS
    ]
    return {one: "DEEP" for one in deep if one is not None}


def _all_above(ties: Ties) -> dict[int, list[int]]:
    """Return some of the accounts above each: as many as there may be, and the top."""
    known: dict[int, list[int]] = {}
    for one in ties:
        path = [one]
        while path[-1] in ties and path[-1] not in known:
            path.append(ties[path[-1]])
        while len(path) > 1:
            upper = path.pop()
            tops = [upper, *known.get(upper, ())]
            known.setdefault(path[-1], [*tops[:MOST_LEVELS], *tops[MOST_LEVELS:][-1:]])
    return known


def shown(ties: Ties, visible: Collection[int]) -> Ties:
    """Return the ties among the accounts that somebody sees.

    What lies between two of them is passed over, so that nothing tells that it is there.
    """
    seen = frozenset(visible)
    nearest = {
        one: next((upper for upper in above(one, ties) if upper in seen), None) for one in seen
    }
    return {one: upper for one, upper in nearest.items() if upper is not None}


def in_order(ones: Collection[int], ties: Ties) -> Iterator[tuple[int, int]]:
    """Return each account with its depth, each followed by those below it, in the order given."""
    under: dict[int | None, list[int]] = defaultdict(list)
    for one in ones:
        under[ties.get(one)].append(one)
    waiting = [(one, 0) for one in reversed(under[None])]
    while waiting:
        one, depth = waiting.pop()
        yield one, depth
        waiting.extend((other, depth + 1) for other in reversed(under[one]))
