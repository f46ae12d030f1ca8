"""How tokens go from node to node until every one waits, as in BPMN 2.0.2, chapter 13."""

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from primeline.bpmn.errors import RunsInCircles
from primeline.bpmn.state import Ending, Move, State, Token, Waits
from primeline.bpmn.values import CHOOSING, Drawing, Flow, Kind, Node

MAX_STEPS = 2_000
WAITS = {
    Kind.USER_TASK: Waits.USER,
    Kind.SERVICE_TASK: Waits.SERVICE,
    Kind.CALL: Waits.CALL,
    Kind.MESSAGE: Waits.MESSAGE,
    Kind.SUB_PROCESS: Waits.SCOPE,
}
JOINING = frozenset({Kind.PARALLEL, Kind.INCLUSIVE})
Choose = Callable[[Node, tuple[Flow, ...]], tuple[Flow, ...]]


class Arrival(NamedTuple):
    """A token on its way into a node."""

    node: str
    via: str
    scope: str


class Steps:
    """One move of one case.

    :param choose: says which flows to take out of an exclusive or inclusive gateway
    :param enters: whether sub-processes are entered, or wait like tasks
    """

    def __init__(
        self, drawing: Drawing, state: State, choose: Choose, *, enters: bool = True
    ) -> None:
        self.drawing, self.choose, self.enters = drawing, choose, enters
        self.before = {token.number for token in state.tokens}
        self.tokens = {token.number: token for token in state.tokens}
        self.next_number = state.next_number
        self.arrivals: deque[Arrival] = deque()
        self.consumed: list[int] = []
        self.withdrawn: list[int] = []
        self.passed: list[str] = []
        self.ending: Ending | None = None
        self.steps = 0

    def start(self, node: Node, scope: str = "") -> None:
        """Let a token begin."""
        self.arrivals.append(Arrival(node.id, "", scope))

    def leave(self, token: Token) -> None:
        """Let a token that has waited go on."""
        self._take(token)
        self._go_on(self.drawing.by_id[token.node], token.scope)
        self._close(token.scope)

    def wake(self) -> None:
        """Let joins go on at which nobody is missing: a case that has come from elsewhere."""
        for token in list(self.tokens.values()):
            node = self.drawing.by_id[token.node]
            if token.number in self.tokens and node.kind is Kind.PARALLEL:
                self._fire_parallel(node, token.scope)

    def withdraw(self, scope: str) -> None:
        """Take away everything in a scope, with the sub-processes in it."""
        for token in list(self.tokens.values()):
            if _lies_in(token.scope, scope):
                del self.tokens[token.number]
                self.withdrawn.append(token.number)
        self.arrivals = deque(a for a in self.arrivals if not _lies_in(a.scope, scope))

    def run(self) -> Move:
        """Go on until every token waits, and return what has changed.

        :raises RunsInCircles: if that never happens
        """
        while self.arrivals or self._fire_inclusive():
            if self.arrivals:
                arrival = self.arrivals.popleft()
                self._arrive(arrival)
                self._close(arrival.scope)
        if not self.tokens and self.ending is None:
            self.ending = Ending.FINISHED
        state = State.of(self.tokens.values(), self.next_number)
        return Move(
            state=state,
            consumed=tuple(number for number in self.consumed if number in self.before),
            withdrawn=tuple(number for number in self.withdrawn if number in self.before),
            created=tuple(t for t in state.tokens if t.number not in self.before),
            passed=tuple(self.passed),
            ending=self.ending,
        )

    def _arrive(self, arrival: Arrival) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise RunsInCircles(arrival.node)
        node = self.drawing.by_id[arrival.node]
        if node.kind in WAITS:
            token = self._put(arrival, WAITS[node.kind])
            if node.kind is Kind.SUB_PROCESS and self.enters:
                self.start(self.drawing.start_of(node.id), token.inner)
        elif node.kind in JOINING and len(self.drawing.into(node.id)) > 1:
            self._put(arrival, Waits.JOIN)
            if node.kind is Kind.PARALLEL:
                self._fire_parallel(node, arrival.scope)
        elif node.kind is Kind.TERMINATE:
            self.passed.append(node.id)
            self.withdraw(arrival.scope)
            if not arrival.scope:
                self.ending = Ending.TERMINATED
        else:
            self._go_on(node, arrival.scope)

    def _put(self, arrival: Arrival, waits: Waits) -> Token:
        token = Token(self.next_number, arrival.node, arrival.scope, arrival.via, waits)
        self.tokens[token.number] = token
        self.next_number += 1
        return token

    def _take(self, token: Token) -> None:
        del self.tokens[token.number]
        self.consumed.append(token.number)

    def _go_on(self, node: Node, scope: str) -> None:
        self.passed.append(node.id)
        flows = self.drawing.out_of(node.id)
        if node.kind in CHOOSING:
            flows = self.choose(node, flows)
        for flow in flows:
            self.passed.append(flow.id)
            self.arrivals.append(Arrival(flow.target, flow.id, scope))

    def _close(self, scope: str) -> None:
        """Let a sub-process end in which nothing is left."""
        if not scope or any(_lies_in(arrival.scope, scope) for arrival in self.arrivals):
            return
        if any(_lies_in(token.scope, scope) for token in self.tokens.values()):
            return
        if token := self.tokens.get(int(scope.rpartition("/")[2])):
            self.leave(token)

    def _waiting(self, node: str, scope: str) -> dict[str, Token]:
        """Return the oldest token on each way into a gateway."""
        waiting: dict[str, Token] = {}
        for token in self.tokens.values():
            if (token.node, token.scope) == (node, scope):
                waiting.setdefault(token.via, token)
        return waiting

    def _fire_parallel(self, node: Node, scope: str) -> None:
        waiting = self._waiting(node.id, scope)
        if len(waiting) == len(self.drawing.into(node.id)):
            self._fire(node, scope, waiting)

    def _fire(self, node: Node, scope: str, waiting: dict[str, Token]) -> None:
        for token in waiting.values():
            self._take(token)
        self._go_on(node, scope)
        self._close(scope)

    def _fire_inclusive(self) -> bool:
        """Let the longest waiting inclusive gateway go on for which nobody else can come."""
        for token in self.tokens.values():
            node = self.drawing.by_id[token.node]
            if node.kind is Kind.INCLUSIVE:
                waiting = self._waiting(node.id, token.scope)
                if not self._may_come(node, token.scope, set(waiting)):
                    self._fire(node, token.scope, waiting)
                    return True
        return False

    def _may_come(self, gateway: Node, scope: str, filled: set[str]) -> bool:
        """Test whether a token can still come by an empty way, and by none that has one already."""
        for token in self.tokens.values():
            if token.scope == scope and token.node != gateway.id:
                ways = self.drawing.ways_from(token.node, gateway.id)
                if ways - filled and not ways & filled:
                    return True
        return False


def _lies_in(inner: str, outer: str) -> bool:
    return not outer or inner == outer or inner.startswith(f"{outer}/")
