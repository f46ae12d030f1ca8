"""Token replay: what a log says was done, done again on a drawing, with what does not fit.

After Rozinat and van der Aalst, "Conformance checking of processes based on monitoring real
behavior", Information Systems 33(1), 2008: where nobody waited for what was done a token is put
there and counted as missing; what waits when all is replayed is remaining. The tokens are those of
our engine: a place at which a case waits. What is not in the log (a gateway's decision, a step that
nothing in the log stands for) is tried in every way, and the way with the fewest missing and
remaining tokens counts; of those that fit alike, the one by the default flows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from primeline.bpmn.errors import RunsInCircles
from primeline.bpmn.state import OUTSIDE, Move, State, Token, Waits
from primeline.bpmn.steps import WAITS, Choose, Steps
from primeline.bpmn.values import ENDS, Drawing, Flow, Kind, Node
from primeline.bpmn.ways import branches, scripted

# What a log can tell of: things that are done, or come, and take their time.
REPLAYED = frozenset({Kind.USER_TASK, Kind.SERVICE_TASK, Kind.CALL, Kind.MESSAGE})
MOST_PATHS = 500
MOST_MOVES = 20_000
START = -1


@dataclass(frozen=True)
class Counts:
    """Tokens of one trace, or of many: produced, consumed, missing, remaining."""

    produced: int = 0
    consumed: int = 0
    missing: int = 0
    remaining: int = 0

    def times(self, count: int) -> "Counts":
        """Return the counts of so many traces that are alike."""
        return Counts(
            self.produced * count,
            self.consumed * count,
            self.missing * count,
            self.remaining * count,
        )

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.produced + other.produced,
            self.consumed + other.consumed,
            self.missing + other.missing,
            self.remaining + other.remaining,
        )

    @property
    def fitness(self) -> float:
        """Return ½ (1 − missing ÷ consumed) + ½ (1 − remaining ÷ produced); 1 fits throughout."""
        missing = self.missing / self.consumed if self.consumed else 0.0
        remaining = self.remaining / self.produced if self.produced else 0.0
        return (1 - missing) / 2 + (1 - remaining) / 2


class Deviates(StrEnum):
    """In which way a trace does not fit a drawing, and at what."""

    UNKNOWN = "UNKNOWN"
    """Done, but nothing on the drawing stands for it; it is passed over."""
    NOT_DUE = "NOT_DUE"
    """Done, though nobody waited for it: out of turn, or once too often."""
    TOO_EARLY = "TOO_EARLY"
    """Done before its turn; when its turn came, it was not done again."""
    LEFT = "LEFT"
    """Waited for, never done: skipped."""
    NOT_ENDED = "NOT_ENDED"
    """The trace is over before an end is reached; this was done last."""


@dataclass(frozen=True)
class Stay:
    """How long a token waited at a node: since which event (START: the beginning), until which."""

    node: str
    since: int
    until: int


@dataclass(frozen=True)
class Replayed:
    """What came of one trace."""

    counts: Counts
    deviations: Mapping[tuple[Deviates, str], int]
    """How often which deviation happened at which node."""
    stays: tuple[Stay, ...]
    is_whole: bool
    """Whether every way was tried; if not, another one may fit better."""

    @property
    def fits(self) -> bool:
        """Test whether the drawing allows the trace as it is."""
        return not self.deviations and not self.counts.missing and not self.counts.remaining


def replay(drawing: Drawing, trace: Sequence[str], told: Iterable[str]) -> Replayed:
    """Return how a trace fits a drawing.

    :param trace: the nodes that were done, in their order; empty where none stands for what was
    :param told: the nodes that the log tells of; all others go on by themselves
    :raises RunsInCircles: if the drawing can go on and on without ever waiting for anybody
    """
    return _Play(drawing, frozenset(told)).whole(trace)


@dataclass(frozen=True)
class _Path:
    """One way in which everything up to here may have happened."""

    state: State
    produced: int = 0
    consumed: int = 0
    missing: int = 0
    is_ended: bool = False
    since: tuple[tuple[int, int], ...] = ()
    """The event with which each token came."""
    stays: tuple[Any, ...] = ()
    """What has waited, the latest first: (stay, those before)."""
    forced: tuple[Any, ...] = ()
    """The nodes where a token was put, the latest first: (node, those before)."""

    @property
    def cost(self) -> tuple[int, int]:
        """Return how badly it fits if all is over now, and how long it is."""
        return self.missing + (not self.is_ended) + len(self.state.tokens), self.produced


class _Play:
    def __init__(self, drawing: Drawing, told: frozenset[str]) -> None:
        self.drawing, self.told = drawing, told
        self.left = MOST_MOVES
        self.is_whole = True

    def whole(self, trace: Sequence[str]) -> Replayed:
        paths = self._best(
            self._moved(_Path(State()), move, None, START) for move in self._moves(State(), None)
        )
        for place, node in enumerate(trace):
            if node:
                paths = self._do(paths, node, place)
        done = [(place, node) for place, node in enumerate(trace) if node]
        last, final = done[-1] if done else (START, "")
        best = min(self._closed(paths), key=lambda path: path.cost)
        counts = Counts(
            best.produced,
            best.consumed + 1,
            best.missing + (not best.is_ended),
            len(best.state.tokens),
        )
        unknown = sum(not node for node in trace)
        deviations = _deviations(best, last)
        if not best.is_ended:
            deviations[Deviates.NOT_ENDED, final] = 1
        if unknown:
            deviations[Deviates.UNKNOWN, ""] = unknown
        return Replayed(counts, deviations, tuple(_unrolled(best.stays)), self.is_whole)

    def _do(self, paths: list[_Path], node: str, place: int) -> list[_Path]:
        """Return the ways to go on with a node done, put there where nobody waits for it."""
        ready = [path for path in self._closed(paths) if _waiting(path.state, node)]
        if not ready:
            ready = [self._forced(path, node, place) for path in paths]
        return self._best(
            self._moved(path, move, token, place)
            for path in ready
            for token in _waiting(path.state, node)
            for move in self._moves(path.state, token)
        )

    def _closed(self, paths: Iterable[_Path]) -> list[_Path]:
        """Return these and all that come of them by steps of which the log does not tell."""
        found = {_key(path): path for path in paths}
        open_ = list(found.values())
        while open_:
            path = open_.pop()
            for token in path.state.tokens:
                if token.waits not in OUTSIDE or token.node in self.told:
                    continue
                since = dict(path.since).get(token.number, START)
                for move in self._moves(path.state, token):
                    after = self._moved(path, move, None, since)
                    key = _key(after)
                    if key in found:
                        continue
                    if len(found) >= MOST_PATHS:
                        self.is_whole = False
                        return list(found.values())
                    found[key] = after
                    open_.append(after)
        return list(found.values())

    def _best(self, paths: Iterable[_Path]) -> list[_Path]:
        """Return the ways with the fewest missing tokens, one for each place to stand."""
        found: dict[Any, _Path] = {}
        for path in paths:
            key = _key(path)
            known = found.get(key)
            if known is None or (path.missing, path.produced) < (known.missing, known.produced):
                found[key] = path
        least = min(path.missing for path in found.values())
        kept = sorted(
            (path for path in found.values() if path.missing == least), key=lambda path: path.cost
        )
        if len(kept) > MOST_PATHS:
            self.is_whole = False
        return kept[:MOST_PATHS]

    def _moves(self, state: State, token: Token | None) -> Iterator[Move]:
        """Yield a move for every way in which gateways can decide; the first one in any case."""
        ways: list[Iterator[tuple[int, ...]]] = [iter([()])]
        circling: RunsInCircles | None = None
        has_moved = False
        while ways:
            script = next(ways[-1], None)
            if script is None:
                ways.pop()
                continue
            if script and self.left <= 0:
                self.is_whole = False
                return
            counts: list[int] = []
            steps = Steps(self.drawing, state, _default_first(scripted(script, counts)))
            if token is None:
                steps.start(self.drawing.start_of(""))
            else:
                steps.leave(token)
            try:
                move = steps.run()
            except RunsInCircles as endless:
                circling = endless
                continue
            finally:
                self.left -= steps.steps + 1
                ways.extend(branches(script, counts))
            has_moved = True
            yield move
        if circling is not None and not has_moved:
            raise circling

    def _moved(self, path: _Path, move: Move, done: Token | None, place: int) -> _Path:
        since = dict(path.since)
        stays = path.stays
        if done is not None and since.get(done.number) is not None:
            stays = (Stay(done.node, since[done.number], place), stays)
        still = {token.number for token in move.state.tokens}
        came = {token.number: place for token in move.created}
        ends = any(self._is_end(element) for element in move.passed) and not path.is_ended
        return replace(
            path,
            state=move.state,
            produced=path.produced + len(move.created) + ends,
            consumed=path.consumed + len(move.consumed) + len(move.withdrawn),
            is_ended=path.is_ended or ends,
            since=tuple((one, at) for one, at in (since | came).items() if one in still),
            stays=stays,
        )

    def _is_end(self, element: str) -> bool:
        node = self.drawing.by_id.get(element)
        return node is not None and node.kind in ENDS and not node.parent

    def _forced(self, path: _Path, node: str, place: int) -> _Path:
        """Put a token where something was done, and the sub-processes around it."""
        tokens, number, scope = list(path.state.tokens), path.state.next_number, ""
        for wanted in self._around(node):
            inside = next((t for t in tokens if (t.node, t.scope) == (wanted, scope)), None)
            if inside is None or wanted == node:
                inside = Token(number, wanted, scope, "", WAITS[self.drawing.by_id[wanted].kind])
                tokens.append(inside)
                number += 1
            scope = inside.inner
        put = number - path.state.next_number
        return replace(
            path,
            state=State.of(tokens, number),
            missing=path.missing + put,
            forced=(node, path.forced),
        )

    def _around(self, node: str) -> list[str]:
        found = [node]
        while parent := self.drawing.by_id[found[0]].parent:
            found.insert(0, parent)
        return found


def _default_first(choose: Choose) -> Choose:
    def chosen(node: Node, flows: tuple[Flow, ...]) -> tuple[Flow, ...]:
        return choose(node, tuple(sorted(flows, key=lambda flow: not flow.is_default)))

    return chosen


def _waiting(state: State, node: str) -> list[Token]:
    """Return the oldest token that waits at a node, in each sub-process run apart."""
    found: dict[str, Token] = {}
    for token in state.tokens:
        if token.node == node and token.waits in OUTSIDE:
            found.setdefault(token.scope, token)
    return list(found.values())


def _deviations(path: _Path, last: int) -> Counter[tuple[Deviates, str]]:
    """Return what was put where nobody waited, and what waits still though others went on."""
    since = dict(path.since)
    forced: Counter[str] = Counter(_unrolled(path.forced))
    left = Counter(
        token.node
        for token in path.state.tokens
        if token.waits in OUTSIDE and (path.is_ended or since.get(token.number) != last)
    )
    early = forced & left
    found: Counter[tuple[Deviates, str]] = Counter()
    for kind, nodes in (
        (Deviates.TOO_EARLY, early),
        (Deviates.NOT_DUE, forced - early),
        (Deviates.LEFT, left - early),
    ):
        for node, count in nodes.items():
            found[kind, node] = count
    return found


def _unrolled(chain: tuple[Any, ...]) -> list[Any]:
    found = []
    while chain:
        one, chain = chain
        found.append(one)
    return found[::-1]


def _key(path: _Path) -> Any:
    """Return where a path stands, whatever the numbers of its tokens are."""
    within: dict[str, list[Token]] = {}
    for token in path.state.tokens:
        within.setdefault(token.scope, []).append(token)

    def of(scope: str) -> tuple[Any, ...]:
        return tuple(
            sorted(
                (
                    token.node,
                    token.via if token.waits is Waits.JOIN else "",
                    of(token.inner) if token.waits is Waits.SCOPE else (),
                )
                for token in within.get(scope, ())
            )
        )

    return path.is_ended, of("")
