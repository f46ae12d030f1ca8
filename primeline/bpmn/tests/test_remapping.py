"""Cases go on by another drawing only to where they can end, whichever way it goes from there."""

from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from primeline.bpmn.checks import problems_of
from primeline.bpmn.errors import Wrong
from primeline.bpmn.moving import begin, finish, wake
from primeline.bpmn.reading import read
from primeline.bpmn.remapping import STAYS, Remapping, Stays, leads_straight
from primeline.bpmn.state import State, Waits
from primeline.bpmn.tests.examples import drawing_of
from primeline.bpmn.tests.sketches import SPLITS, Sketch, as_file, broken, sketch_of
from primeline.bpmn.values import Drawing, Value

pytestmark = [pytest.mark.engine("sqlite"), pytest.mark.row("F1")]
UNTOLD = {Wrong.NOT_DRAWN, Wrong.NAME_MISSING}


def flows(*arrows: str) -> str:
    made = ""
    for number, arrow in enumerate(arrows):
        source, target = arrow.split(">")
        made += f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}"/>'
    return made


def tasks(*known: str) -> str:
    return "".join(f'<userTask id="{one}"/>' for one in known)


ENDS = '<startEvent id="s"/><endEvent id="e"/>'
LINE = drawing_of(ENDS + tasks("a", "b") + flows("s>a", "a>b", "b>e"))
BOTH = drawing_of(
    f'{ENDS}<parallelGateway id="g"/><parallelGateway id="j"/>{tasks("a", "b", "c")}'
    + flows("s>g", "g>a", "g>b", "a>j", "b>j", "j>c", "c>e")
)
SINGLE = drawing_of(
    f'{ENDS}<parallelGateway id="g"/><parallelGateway id="j"/>{tasks("a", "b", "c")}'
    + '<sequenceFlow id="f0" sourceRef="s" targetRef="b"/>'
    '<sequenceFlow id="f1" sourceRef="b" targetRef="g"/>'
    '<sequenceFlow id="f3" sourceRef="g" targetRef="a"/>'
    '<sequenceFlow id="f4" sourceRef="a" targetRef="j"/>'
    '<sequenceFlow id="f5" sourceRef="j" targetRef="c"/>'
    '<sequenceFlow id="f6" sourceRef="c" targetRef="e"/>'
)


def stands(drawing: Drawing, *done: str) -> State:
    """Return where a case stands after some steps are done."""
    state = begin(drawing, {}).state
    for node in done:
        number = next(one.number for one in state.tokens if one.node == node)
        state = finish(drawing, state, number, {}).state
    return state


def test_a_case_stands_at_the_same_id_with_the_same_number() -> None:
    longer = drawing_of(ENDS + tasks("a", "new", "b") + flows("s>a", "a>new", "new>b", "b>e"))
    state = stands(LINE, "a")
    fate = Remapping(LINE, longer).fate_of(state)
    assert fate.why is None
    assert fate.state is not None
    assert [(one.number, one.node) for one in fate.state.tokens] == [
        (one.number, "b") for one in state.tokens
    ]


def test_what_is_not_drawn_any_more_stays_unless_somebody_says_where_it_goes() -> None:
    renamed = drawing_of(ENDS + tasks("a", "z") + flows("s>a", "a>z", "z>e"))
    state = stands(LINE, "a")
    assert Remapping(LINE, renamed).fate_of(state).why is Stays.GONE
    sent = Remapping(LINE, renamed, {"b": "z"}).fate_of(state)
    assert sent.state is not None
    assert [one.node for one in sent.state.tokens] == ["z"]
    assert Remapping(LINE, renamed, {"b": STAYS}).fate_of(state).why is Stays.WANTED
    assert {one.id for one in Remapping(LINE, renamed).choices_for("b")} == {"a", "z"}


def test_a_place_goes_to_nothing_of_another_kind_or_in_another_sub_process() -> None:
    inside = drawing_of(
        f'{ENDS}{tasks("a")}<subProcess id="p"><startEvent id="ps"/>{tasks("b")}<endEvent id="pe"/>'
        '<sequenceFlow id="i" sourceRef="ps" targetRef="b"/>'
        '<sequenceFlow id="k" sourceRef="b" targetRef="pe"/></subProcess>'
        + flows("s>a", "a>p", "p>e")
    )
    assert Remapping(LINE, inside).fate_of(stands(LINE, "a")).why is Stays.OTHER_SCOPE
    assert Remapping(inside, LINE).fate_of(stands(inside, "a")).why is Stays.GONE
    called = drawing_of(
        f'{ENDS}{tasks("a")}<callActivity id="b" calledElement="X"/>' + flows("s>a", "a>b", "b>e")
    )
    assert Remapping(LINE, called).fate_of(stands(LINE, "a")).why is Stays.OTHER_KIND
    other = drawing_of(
        f'{ENDS}{tasks("a")}<callActivity id="b" calledElement="Y"/>' + flows("s>a", "a>b", "b>e")
    )
    assert Remapping(called, other).fate_of(stands(called, "a")).why is Stays.OTHER_CALL


def test_a_join_that_would_wait_for_somebody_who_was_never_sent_keeps_the_case() -> None:
    fate = Remapping(LINE, BOTH).fate_of(stands(LINE))
    assert (fate.why, fate.node) == (Stays.NEVER_ENDS, "a")


def test_a_join_at_which_nobody_is_missing_any_more_goes_on_at_once() -> None:
    waiting = stands(BOTH, "a")
    # The arm of b is gone; b stands before it now, so whoever waits there would meet nobody.
    alone = Remapping(BOTH, SINGLE).fate_of(
        State.of([one for one in waiting.tokens if one.waits is Waits.JOIN], waiting.next_number)
    )
    assert alone.state is not None
    move = wake(SINGLE, alone.state, {})
    assert [one.node for one in move.state.tokens] == ["c"]


def test_what_cannot_be_tried_to_its_end_stays() -> None:
    assert Remapping(BOTH, BOTH, max_steps=1).fate_of(stands(BOTH)).why is Stays.NOT_TRIED


def test_one_step_leads_to_the_next_only_past_what_waits_for_nobody() -> None:
    assert leads_straight(LINE, "a", "b")
    assert not leads_straight(LINE, "b", "a")
    assert not leads_straight(BOTH, "a", "gone")
    assert not leads_straight(drawing_of(
        ENDS + tasks("a", "new", "b") + flows("s>a", "a>new", "new>b", "b>e")), "a", "b"
    )  # fmt: skip


def changed(sketch: Sketch, random: Random) -> Sketch:
    """Return the next version: a step more, a step less, or ways that are taken otherwise."""
    made = Sketch(dict(sketch.nodes), list(sketch.arrows))
    match random.randrange(4):
        case 0:
            place = random.randrange(len(made.arrows))
            source, target = made.arrows[place]
            step = made.add("userTask", made.nodes[source][1])
            made.arrows[place] = source, step
            made.link(step, target)
        case 1:
            steps = [known for known, (kind, _) in made.nodes.items() if kind == "userTask"]
            if not steps:
                return made
            gone = random.choice(steps)
            after = next(target for source, target in made.arrows if source == gone)
            made.arrows = [
                (source, after if target == gone else target)
                for source, target in made.arrows
                if source != gone
            ]
            del made.nodes[gone]
        case 2:
            _decides_otherwise(made, random)
        case _:
            return broken(sketch, random)
    return made


def _decides_otherwise(made: Sketch, random: Random) -> None:
    """Give a split and the join that belongs to it, drawn right after it, another kind."""
    drawn = list(made.nodes)
    pairs = [
        pair
        for pair in pairwise(drawn)
        if made.nodes[pair[0]][0] in SPLITS and made.nodes[pair[0]] == made.nodes[pair[1]]
    ]
    if pairs:
        kind = random.choice(SPLITS)
        for known in random.choice(pairs):
            made.nodes[known] = kind, made.nodes[known][1]


def sound(drawing: Drawing) -> bool:
    return not {problem.wrong for problem in problems_of(drawing)} - UNTOLD


def some(random: Random) -> dict[str, Value]:
    return {"a": random.random() < 0.5, "b": random.random() < 0.5}


def played(drawing: Drawing, state: State, random: Random, steps: int) -> State:
    """Go on by chance; nobody ever meets at one place, or waits where nobody moves."""
    for _ in range(steps):
        if not state.tokens:
            break
        assert not state.is_stuck
        met = Counter((one.node, one.scope, one.via) for one in state.tokens)
        assert max(met.values()) == 1
        token = random.choice([one for one in state.tokens if one.waits is Waits.USER])
        state = finish(drawing, state, token.number, some(random)).state
    return state


def test_whatever_goes_over_can_end_and_nobody_meets_twice() -> None:
    kept: Counter[str] = Counter()
    for seed in range(600):
        random = Random(seed)  # noqa: S311 - the same each time
        sketch = sketch_of(random, random.randint(3, 14))
        old = read(as_file(sketch, random))
        try:
            new = read(as_file(changed(sketch, random), random))
        except ValueError:
            continue
        if not (sound(old) and sound(new)):
            continue
        state = played(old, begin(old, some(random)).state, random, random.randint(0, 6))
        if not state.tokens:
            continue
        fate = Remapping(old, new).fate_of(state)
        kept[fate.why.name if fate.why else "goes"] += 1
        if fate.state is not None:
            moved = wake(new, fate.state, some(random)).state
            for again in range(3):
                played(new, moved, Random(again), 40)  # noqa: S311
    # Both outcomes have to have been seen, or this says nothing.
    assert kept["goes"] > 40
    assert kept["NEVER_ENDS"] > 3
