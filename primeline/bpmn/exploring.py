"""Plays every way a process or sub-process can go, without looking at conditions.

Each scope is played alone, with its sub-processes as tasks: what is sound within and without is
sound together.
"""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from primeline.bpmn.errors import RunsInCircles
from primeline.bpmn.state import Move, State, Token, Waits
from primeline.bpmn.steps import Steps
from primeline.bpmn.values import Drawing
from primeline.bpmn.ways import branches, scripted

MAX_STEPS = 30_000

Key = tuple[tuple[str, str], ...]


@dataclass
class Found:
    """What has come to light."""

    twice: set[str] = field(default_factory=set)
    """Where a token came to another one."""
    forever: set[str] = field(default_factory=set)
    """Joins at which tokens wait when nobody else can move."""
    endless: set[str] = field(default_factory=set)
    """Where tokens stand that can go on but never to an end."""
    circles: set[str] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)
    states: int = 0
    steps: int = 0
    """What playing it took."""
    is_whole: bool = True
    """Whether everything was played before the limit."""


def explore(
    drawing: Drawing, scope: str, *, max_steps: int = MAX_STEPS, begun: State | None = None
) -> Found:
    """Return what happens in a scope, whichever way its gateways decide.

    :param begun: where it stands already, if not at its start
    """
    return _Play(drawing, scope, max_steps, begun).whole()


class _Play:
    def __init__(self, drawing: Drawing, scope: str, max_steps: int, begun: State | None) -> None:
        self.drawing, self.scope, self.begun = drawing, scope, begun
        self.most = self.left = max_steps
        self.found = Found()
        self.seen: dict[Key, State] = {}
        self.open: deque[Key] = deque()
        self.before: defaultdict[Key, set[Key]] = defaultdict(set)
        self.settled: set[Key] = set()

    def whole(self) -> Found:
        for move in self._moves(self.begun or State(), None):
            self._meet(move.state)
        while self.open and self.found.is_whole:
            key = self.open.popleft()
            state = self.seen[key]
            for token in state.tokens:
                if token.waits is not Waits.JOIN:
                    for move in self._moves(state, token):
                        self.before[self._meet(move.state)].add(key)
        self.found.states, self.found.steps = len(self.seen), self.most - self.left
        if self.found.is_whole and not self.found.circles:
            self._look_for_ends()
        return self.found

    def _meet(self, state: State) -> Key:
        key = _key(state)
        if key in self.seen:
            return key
        places = [token.node for token in state.tokens]
        self.found.passed.update(places)
        self.seen[key] = State.of(
            (Token(n, node, "", via, waits) for n, (node, via, waits) in enumerate(_sorted(state))),
            len(state.tokens),
        )
        twice = {node for place, (node, _) in enumerate(key) if key[place] in key[:place]}
        waits_for_nobody = all(token.waits is Waits.JOIN for token in state.tokens)
        if twice:
            self.found.twice |= twice
        elif state.tokens and waits_for_nobody:
            self.found.forever.update(places)
        elif state.tokens:
            self.open.append(key)
            return key
        self.settled.add(key)
        return key

    def _moves(self, state: State, token: Token | None) -> Iterator[Move]:
        """Yield a move for every way in which gateways can decide."""
        # An inclusive gateway with many arrows has more ways than memory holds: one after another.
        ways: list[Iterator[tuple[int, ...]]] = [iter([()])]
        while ways:
            script = next(ways[-1], None)
            if script is None:
                ways.pop()
                continue
            if self.left <= 0:
                self.found.is_whole = False
                return
            counts: list[int] = []
            steps = Steps(self.drawing, state, scripted(script, counts), enters=False)
            if token is not None:
                steps.leave(token)
            elif self.begun is not None:
                steps.wake()
            else:
                steps.start(self.drawing.start_of(self.scope))
            try:
                move = steps.run()
            except RunsInCircles as endless:
                self.found.circles.add(endless.node)
                continue
            finally:
                # Deciding among many arrows is work too.
                self.left -= steps.steps + 1 + sum(map(int.bit_length, counts)) // 8
            self.found.passed.update(move.passed)
            ways.extend(branches(script, counts))
            yield move

    def _look_for_ends(self) -> None:
        open_ = list(self.settled)
        while open_:
            for key in self.before[open_.pop()] - self.settled:
                self.settled.add(key)
                open_.append(key)
        if unsettled := [key for key in self.seen if key not in self.settled]:
            self.found.endless.update(node for node, _ in min(unsettled, key=len))


def _sorted(state: State) -> list[tuple[str, str, Waits]]:
    return sorted(
        (token.node, token.via if token.waits is Waits.JOIN else "", token.waits)
        for token in state.tokens
    )


def _key(state: State) -> Key:
    return tuple((node, via) for node, via, _ in _sorted(state))
