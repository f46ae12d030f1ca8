"""Where a case stands when it goes on by another drawing, or why it has to stay with its own.

Places go where the same id is drawn, or where somebody says; always to the same kind of thing in
the same sub-process. A case only goes if it could end from there whichever way it went.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from primeline.bpmn.exploring import explore
from primeline.bpmn.state import State, Token, Waits
from primeline.bpmn.values import ENDS, Drawing, Flow, Kind, Node

# What a step does not lead through on its way to the next one; services are passed at once.
WAITING = frozenset({Kind.USER_TASK, Kind.CALL, Kind.MESSAGE, Kind.SUB_PROCESS})
MAX_STEPS = 10_000
STAYS = ""
"""What a place is sent to that is to stay with its drawing."""


class Stays(StrEnum):
    """Why a case stays with the drawing that it has."""

    WANTED = "WANTED"
    GONE = "GONE"
    OTHER_KIND = "OTHER_KIND"
    OTHER_SCOPE = "OTHER_SCOPE"
    OTHER_CALL = "OTHER_CALL"
    OTHER_MESSAGE = "OTHER_MESSAGE"
    NO_ARROW = "NO_ARROW"
    NEVER_ENDS = "NEVER_ENDS"
    NOT_TRIED = "NOT_TRIED"
    OTHER_ANSWER = "OTHER_ANSWER"
    """What was said under a name does not fit the new field; whoever keeps cases finds out."""


@dataclass(frozen=True)
class Fate:
    """Where a case would stand, or why it stays, and at which node of its own drawing."""

    state: State | None = None
    why: Stays | None = None
    node: str = ""


class Remapping:
    """From one drawing to another: by the same id, but for what a mapping of ids says."""

    def __init__(
        self,
        old: Drawing,
        new: Drawing,
        mapping: Mapping[str, str] | None = None,
        *,
        max_steps: int = MAX_STEPS,
    ) -> None:
        self.old, self.new, self.mapping = old, new, dict(mapping or {})
        self.max_steps = max_steps
        self._tried: dict[tuple[str, tuple[Token, ...]], Stays | None] = {}

    def target_of(self, node: str) -> str:
        """Return the id of the node that a place goes to; empty where it is to stay."""
        return self.mapping.get(node, node)

    def obstacle_at(self, node: str) -> Stays | None:
        """Return why nothing that stands at a node can go, if that is so."""
        target = self.target_of(node)
        if target == STAYS:
            return Stays.WANTED
        if target not in self.new.by_id:
            return Stays.GONE
        return _obstacle(self.old.by_id[node], self.new.by_id[target], self._scope_of(node))

    def choices_for(self, node: str) -> tuple[Node, ...]:
        """Return the nodes of the new drawing that a place can be sent to."""
        old, scope = self.old.by_id[node], self._scope_of(node)
        return tuple(one for one in self.new.nodes if _obstacle(old, one, scope) is None)

    def fate_of(self, state: State) -> Fate:
        """Return where a case would stand by the new drawing, or why it stays."""
        moved: list[Token] = []
        for token in state.tokens:
            if why := self.obstacle_at(token.node):
                return Fate(why=why, node=token.node)
            target = self.target_of(token.node)
            arrow = self._arrow(token, target)
            if arrow is None and token.waits is Waits.JOIN:
                return Fate(why=Stays.NO_ARROW, node=token.node)
            moved.append(replace(token, node=target, via=arrow.id if arrow else ""))
        for scope, within in _scopes(moved):
            if why := self._obstacle_within(scope, within):
                back = {one.number: one.node for one in state.tokens}
                return Fate(why=why, node=back[within[0].number])
        return Fate(state=State.of(moved, state.next_number))

    def _scope_of(self, node: str) -> str:
        parent = self.old.by_id[node].parent
        return self.target_of(parent) if parent else ""

    def _arrow(self, token: Token, target: str) -> Flow | None:
        """Return the arrow by which a place came: the same one, or from where its source went."""
        came = self.old.flow_by_id.get(token.via)
        if came is None:
            return None
        into = self.new.into(target)
        source = self.target_of(came.source)
        same = next((one for one in into if one.id == came.id), None)
        return same or next((one for one in into if one.source == source), None)

    def _obstacle_within(self, scope: str, tokens: tuple[Token, ...]) -> Stays | None:
        """Play on from these places, with the sub-processes among them as tasks."""
        places = sorted((replace(one, number=0, scope="") for one in tokens), key=_order)
        key = scope, tuple(places)
        if key not in self._tried:
            numbered = [replace(one, number=count) for count, one in enumerate(places)]
            begun = State.of(numbered, len(numbered))
            found = explore(self.new, scope, max_steps=self.max_steps, begun=begun)
            wrong = found.twice or found.forever or found.endless or found.circles
            given_up = None if found.is_whole else Stays.NOT_TRIED
            self._tried[key] = Stays.NEVER_ENDS if wrong else given_up
        return self._tried[key]


def leads_straight(drawing: Drawing, first: str, then: str) -> bool:
    """Test whether one step can lead to another with nothing but services between them."""
    seen: set[str] = set()
    open_ = [first] if first in drawing.by_id and then in drawing.by_id else []
    while open_:
        for flow in drawing.out_of(open_.pop()):
            if flow.target == then:
                return True
            is_passed = drawing.by_id[flow.target].kind not in WAITING
            if flow.target not in seen and is_passed:
                seen.add(flow.target)
                open_.append(flow.target)
    return False


def reached_from(drawing: Drawing, nodes: Iterable[str], beside: str = "") -> set[str]:
    """Return all nodes that something standing at these may come to, without passing `beside`."""
    seen: set[str] = set()
    open_ = [drawing.by_id[one] for one in nodes if one in drawing.by_id]
    while open_:
        for one in _following(drawing, open_.pop(), seen):
            if one not in seen and one != beside:
                seen.add(one)
                open_.append(drawing.by_id[one])
    return seen


def _following(drawing: Drawing, node: Node, entered: set[str]) -> list[str]:
    """Return what comes after a node; a sub-process is left by its ends alone."""
    if node.kind is Kind.SUB_PROCESS:
        # What stands in one already has places of its own within it.
        return [drawing.start_of(node.id).id] if node.id in entered else []
    left = node.parent if node.kind in ENDS and node.parent else node.id
    return [flow.target for flow in drawing.out_of(left)]


def can_end_without(drawing: Drawing, nodes: Iterable[str], beside: str) -> bool:
    """Test whether something standing at these nodes may come to the end past a node."""
    reached = reached_from(drawing, nodes, beside)
    return any(drawing.by_id[one].kind in ENDS and not drawing.by_id[one].parent for one in reached)


def _obstacle(old: Node, new: Node, scope: str) -> Stays | None:
    if new.kind is not old.kind:
        return Stays.OTHER_KIND
    if new.parent != scope:
        return Stays.OTHER_SCOPE
    if new.called != old.called:
        return Stays.OTHER_CALL
    return Stays.OTHER_MESSAGE if new.message != old.message else None


def _scopes(tokens: list[Token]) -> Iterator[tuple[str, tuple[Token, ...]]]:
    """Yield what stands in each sub-process that was entered, by the place of it."""
    groups: defaultdict[str, list[Token]] = defaultdict(list)
    for token in tokens:
        groups[token.scope].append(token)
    by_number = {token.number: token for token in tokens}
    for scope, within in groups.items():
        inside = by_number[int(scope.rpartition("/")[2])].node if scope else ""
        yield inside, tuple(within)


def _order(token: Token) -> tuple[str, str]:
    return token.node, token.via
