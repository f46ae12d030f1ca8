"""Drawings out of thin air run alike here and in SpiffWorkflow: the same steps, the same end.

Where the other engine is known to leave BPMN, `Apart` names why, and the comparison ends there.
"""

import logging
from collections import Counter
from enum import Enum
from random import Random

import pytest

from primeline.bpmn.checks import problems_of
from primeline.bpmn.errors import Wrong
from primeline.bpmn.moving import begin, finish
from primeline.bpmn.reading import read
from primeline.bpmn.state import Move, State, Waits
from primeline.bpmn.tests.oracle import Oracle
from primeline.bpmn.tests.sketches import Sketch, as_file, broken, sketch_of
from primeline.bpmn.values import Drawing, Kind

pytestmark = pytest.mark.engine("sqlite")
logging.getLogger("spiff").setLevel(logging.WARNING)
STEPS = 25
UNTOLD = {Wrong.NOT_DRAWN, Wrong.NAME_MISSING}


class Apart(Enum):
    """Why the other engine goes its own way."""

    JOINED_BEFORE = "a join in a loop counts what came in an earlier round"
    TWO_AT_ONE_PLACE = "of two tokens on one flow into a join, one is lost"
    LEADS_TO_ITSELF = "a parallel join waits for nobody who has to come through itself"
    LOOKS_BACK_ONE_WAY = "an inclusive join looks back along the first way alone"
    RECURSES = "a drawing is unfolded without an end"


def wrongs(drawing: Drawing) -> set[Wrong]:
    return {problem.wrong for problem in problems_of(drawing)} - UNTOLD


def compare(file: bytes, random: Random) -> Apart | None:
    """Run a drawing in both engines by the same choices, until it ends or they come apart."""
    drawing = read(file)
    found = wrongs(drawing)
    values = _values(random)
    try:
        oracle = Oracle(file, values)
    except RecursionError:
        return Apart.RECURSES
    move, joined = begin(drawing, values), set[str]()
    for _ in range(STEPS):
        if (apart := _apart(drawing, move, joined, found)) is not None:
            return apart
        mine = sorted(token.node for token in move.state.tokens if token.waits is Waits.USER)
        assert mine == oracle.tasks
        assert move.is_ended == oracle.has_ended
        if not mine:
            assert move.is_ended or (move.state.is_stuck and Wrong.WAITS_FOREVER in found)
            break
        done, values = random.choice(mine), _values(random)
        move = finish(drawing, move.state, _number(move.state, done), values)
        try:
            oracle.finish(done, values)
        except RecursionError:
            return Apart.RECURSES
    return None


def _apart(drawing: Drawing, move: Move, joined: set[str], found: set[Wrong]) -> Apart | None:
    waiting = {token.node for token in move.state.tokens if token.waits is Waits.JOIN}
    again = joined & {*waiting, *move.passed}
    joined |= {known for known in move.passed if _joins(drawing, known)}
    if again:
        return Apart.JOINED_BEFORE
    if Wrong.COMES_TWICE in found:
        return Apart.TWO_AT_ONE_PLACE
    parallel = {known for known in waiting if drawing.by_id[known].kind is Kind.PARALLEL}
    if any(_leads_to_itself(drawing, known) for known in parallel):
        return Apart.LEADS_TO_ITSELF
    if found and any(drawing.by_id[known].kind is Kind.INCLUSIVE for known in waiting):
        return Apart.LOOKS_BACK_ONE_WAY
    return None


def _joins(drawing: Drawing, known: str) -> bool:
    node = drawing.by_id.get(known)
    joining = {Kind.PARALLEL, Kind.INCLUSIVE}
    return node is not None and node.kind in joining and len(drawing.into(known)) > 1


def _leads_to_itself(drawing: Drawing, known: str) -> bool:
    """Test whether a way into a join is reached through that join alone."""
    open_, seen = [drawing.start_of(drawing.by_id[known].parent).id], {known}
    while open_:
        node = open_.pop()
        seen.add(node)
        open_ += {flow.target for flow in drawing.out_of(node)} - seen
    return any(flow.source not in seen - {known} for flow in drawing.into(known))


def _number(state: State, node: str) -> int:
    return next(token.number for token in state.tokens if token.node == node)


def _values(random: Random) -> dict[str, bool]:
    return {"a": random.random() < 0.5, "b": random.random() < 0.5}


def run(seeds: range, *, breaks: bool) -> Counter[Apart | None]:
    counted: Counter[Apart | None] = Counter()
    for seed in seeds:
        random = Random(seed)  # noqa: S311
        sketch: Sketch = sketch_of(random, random.randint(2, 10))
        if breaks:
            sketch = broken(sketch, random)
        file = as_file(sketch, random)
        found = wrongs(read(file))
        assert breaks or not found, f"seed {seed}: a sound drawing is refused: {found}"
        if Wrong.RUNS_IN_CIRCLES in found:
            continue  # refused before it runs, and the other engine would never come back
        try:
            counted[compare(file, random)] += 1
        except AssertionError as differs:
            raise AssertionError(f"seed {seed}: {found} {differs}\n{file.decode()}") from differs
    return counted


def test_sound_drawings_run_alike() -> None:
    counted = run(range(600, 625), breaks=False)
    assert set(counted) <= {None, Apart.JOINED_BEFORE}
    assert counted[None] >= 22


def test_broken_drawings_run_alike_and_are_found() -> None:
    counted = run(range(1000, 1025), breaks=True)
    assert counted[None] >= 17


@pytest.mark.long
def test_many_sound_drawings_run_alike() -> None:
    counted = run(range(500), breaks=False)
    assert set(counted) <= {None, Apart.JOINED_BEFORE}


@pytest.mark.long
def test_many_broken_drawings_run_alike() -> None:
    counted = run(range(20_000, 20_500), breaks=True)
    assert set(counted) == {None, *Apart}, "a reason that never holds has no place here"
