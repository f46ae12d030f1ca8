"""How far along its drawing something is: the how manieth step of at most how many."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from primeline.bpmn.values import Drawing, Kind

Ways = Mapping[str, list[str]]


@dataclass(frozen=True)
class Place:
    """A step among those that people do, on the longest way through it that goes nowhere twice."""

    number: int
    count: int

    def share_of(self, parts: int) -> int:
        """Return how many of so many equal parts have begun with this step."""
        return -(-parts * self.number // self.count)


def places_on(drawing: Drawing) -> dict[str, Place]:
    """Return for each step that people do where on its way it lies."""
    ways: defaultdict[str, list[str]] = defaultdict(list)
    for source, target in _arrows(drawing):
        ways[source].append(target)
    order = _forward(drawing.start_of("").id, ways)
    steps = {node.id for node in drawing.nodes if node.kind is Kind.USER_TASK}
    rank = {node: place for place, node in enumerate(order)}
    before = {node: int(node in steps) for node in order}
    after = dict.fromkeys(order, 0)
    for node in order:
        for target in _ahead(node, ways, rank):
            before[target] = max(before[target], before[node] + (target in steps))
    for node in reversed(order):
        for target in _ahead(node, ways, rank):
            after[node] = max(after[node], after[target] + (target in steps))
    return {
        node: Place(number=before[node], count=before[node] + after[node])
        for node in order
        if node in steps
    }


def _arrows(drawing: Drawing) -> Iterator[tuple[str, str]]:
    """Yield what follows what; into a sub-process by its start, and on from its ends."""
    for node in drawing.nodes:
        if node.kind is Kind.SUB_PROCESS:
            yield node.id, drawing.start_of(node.id).id
            ends = [one.id for one in drawing.within(node.id) if not drawing.out_of(one.id)]
        else:
            ends = [node.id]
        for flow in drawing.out_of(node.id):
            for source in ends:
                yield source, flow.target


def _forward(start: str, ways: Ways) -> list[str]:
    """Return what can be reached so that all that follows comes later, arrows back left out."""
    found: list[str] = []
    seen = {start}
    open_ = [(start, iter(ways.get(start, ())))]
    while open_:
        node, rest = open_[-1]
        target = next((one for one in rest if one not in seen), None)
        if target is None:
            found.append(node)
            open_.pop()
        else:
            seen.add(target)
            open_.append((target, iter(ways.get(target, ()))))
    return found[::-1]


def _ahead(node: str, ways: Ways, rank: Mapping[str, int]) -> Iterator[str]:
    return (one for one in ways.get(node, ()) if rank[one] > rank[node])
