"""Token replay: figures that can be found in books, worked by hand, and of our own engine."""

from random import Random

import pytest

from primeline.bpmn.errors import RunsInCircles
from primeline.bpmn.moving import begin, finish
from primeline.bpmn.reading import read
from primeline.bpmn.replaying import REPLAYED, Counts, Deviates, Stay, replay
from primeline.bpmn.state import Waits
from primeline.bpmn.tests.examples import drawing_of, flows, nodes, sub
from primeline.bpmn.tests.sketches import as_file, sketch_of
from primeline.bpmn.values import Drawing, Value

pytestmark = pytest.mark.engine("sqlite")

TASK, AND, XOR = "userTask", "parallelGateway", "exclusiveGateway"
# The log of chapter 8 of "Process Mining" (van der Aalst, 2nd edition, 2016), table 8.1.
BOOK = {
    "acdeh": 455, "abdeg": 191, "adceh": 177, "abdeh": 144, "acdeg": 111, "adceg": 82, "adbeh": 56,
    "acdefdbeh": 47, "adbeg": 38, "acdefbdeh": 33, "acdefbdeg": 14, "acdefdbeg": 11, "adcefcdeh": 9,
    "adcefdbeh": 8, "adcefbdeg": 5, "acdefbdefdbeg": 3, "adcefdbeg": 2, "adcefbdefbdeg": 2,
    "adcefdbefbdeh": 1, "adbefbdefdbeg": 1, "adcefdbefcdefdbeg": 1,
}  # fmt: skip


def letters(*names: str) -> str:
    return nodes(**dict.fromkeys(names, TASK))


def book_n1() -> Drawing:
    """Return the first net of the book: b or c, and d beside them; f goes round again."""
    return drawing_of(
        nodes(s="startEvent", t="endEvent", again=XOR, split=AND, one=XOR, of=XOR, join=AND)
        + nodes(then=XOR, last=XOR)
        + letters(*"abcdefgh")
        + flows(
            "s>a", "a>again", "again>split", "split>one", "split>d", "one>b", "one>c", "b>of",
            "c>of", "of>join", "d>join", "join>e", "e>then", "then>f", "f>again", "then>g",
            "then>h", "g>last", "h>last", "last>t",
        )
    )  # fmt: skip


def book_n2() -> Drawing:
    """Return the second net of the book: d always after b or c."""
    return drawing_of(
        nodes(s="startEvent", t="endEvent", one=XOR, of=XOR, then=XOR, last=XOR)
        + letters(*"abcdefgh")
        + flows(
            "s>a", "a>one", "one>b", "one>c", "b>of", "c>of", "of>d", "d>e", "e>then", "then>f",
            "f>one", "then>g", "then>h", "g>last", "h>last", "last>t",
        )
    )  # fmt: skip


def of_log(drawing: Drawing) -> Counts:
    told = set("abcdefgh")
    found = Counts()
    for trace, count in BOOK.items():
        found += replay(drawing, trace, told).counts.times(count)
    return found


def line() -> Drawing:
    return drawing_of(
        nodes(s="startEvent", e="endEvent") + letters(*"abc") + flows("s>a", "a>b", "b>c", "c>e")
    )


def test_a_trace_that_fits_has_seven_tokens_as_in_the_book() -> None:
    found = replay(book_n1(), "acdeh", "abcdefgh")
    assert found.counts == Counts(7, 7, 0, 0)
    assert found.fits


def test_the_swapped_trace_of_the_book_misses_one_token_and_leaves_one() -> None:
    found = replay(book_n2(), "adceh", "abcdefgh")
    assert found.counts == Counts(6, 6, 1, 1)
    assert found.counts.fitness == pytest.approx(0.8333, abs=0.0001)
    assert found.deviations == {(Deviates.TOO_EARLY, "d"): 1}


def test_the_whole_log_of_the_book_fits_as_the_book_says() -> None:
    assert sum(BOOK.values()) == 1391
    assert of_log(book_n1()).fitness == 1
    assert of_log(book_n2()).fitness == pytest.approx(0.9504, abs=0.0001)


@pytest.mark.parametrize(
    ("trace", "counts", "deviations"),
    [
        ("abc", Counts(4, 4, 0, 0), {}),
        ("ac", Counts(3, 3, 1, 1), {(Deviates.LEFT, "b"): 1, (Deviates.NOT_DUE, "c"): 1}),
        ("acb", Counts(4, 4, 1, 1), {(Deviates.TOO_EARLY, "c"): 1}),
        ("abbc", Counts(5, 5, 1, 1), {(Deviates.NOT_DUE, "b"): 1, (Deviates.LEFT, "c"): 1}),
        ("ab", Counts(3, 3, 1, 1), {(Deviates.NOT_ENDED, "b"): 1}),
        ("", Counts(1, 1, 1, 1), {(Deviates.NOT_ENDED, ""): 1}),
    ],
)
def test_worked_by_hand_on_a_line(
    trace: str, counts: Counts, deviations: dict[tuple[Deviates, str], int]
) -> None:
    found = replay(line(), trace, "abc")
    assert found.counts == counts
    assert found.deviations == deviations
    assert found.fits == (not deviations)


def test_what_is_not_drawn_is_counted_and_passed_over() -> None:
    found = replay(line(), ["a", "", "b", "c", ""], "abc")
    assert found.counts == Counts(4, 4, 0, 0)
    assert found.deviations == {(Deviates.UNKNOWN, ""): 2}
    assert not found.fits


def test_steps_that_the_log_does_not_tell_of_go_on_by_themselves() -> None:
    found = replay(line(), "ac", "ac")
    assert found.counts == Counts(4, 4, 0, 0)
    # It took no time: c has waited since a was done.
    assert found.stays == (Stay("a", -1, 0), Stay("c", 0, 1))


def test_of_ways_that_fit_alike_the_default_one_is_told() -> None:
    drawing = drawing_of(
        nodes(s="startEvent", t="endEvent", last=XOR, one=f"{XOR}:one-c") + letters(*"abcz")
        + flows("s>a", "a>one", "one>b", "one>c", "b>last", "c>last", "last>z", "z>t")
    )  # fmt: skip
    found = replay(drawing, "az", "abcz")
    assert found.deviations == {(Deviates.LEFT, "c"): 1, (Deviates.NOT_DUE, "z"): 1}


def test_waiting_is_counted_from_what_a_step_waited_for_not_from_what_came_before() -> None:
    found = replay(book_n1(), "adceh", "abcdefgh")
    assert found.stays == (
        Stay("a", -1, 0), Stay("d", 0, 1), Stay("c", 0, 2), Stay("e", 2, 3), Stay("h", 3, 4),
    )  # fmt: skip


def test_a_step_of_a_sub_process_that_was_never_entered_misses_both() -> None:
    drawing = drawing_of(
        nodes(s="startEvent", e="endEvent") + letters("a")
        + sub("u", nodes(i="startEvent", o="endEvent") + letters("b") + flows("i>b", "b>o"))
        + flows("s>a", "a>u", "u>e")
    )  # fmt: skip
    assert replay(drawing, "ab", "ab").fits
    found = replay(drawing, "b", "ab")
    assert found.counts.missing == 2
    assert found.deviations == {(Deviates.NOT_DUE, "b"): 1, (Deviates.LEFT, "a"): 1}


def test_what_our_own_engine_does_fits_throughout() -> None:
    tried = 0
    for seed in range(200):
        random = Random(seed)  # noqa: S311 no secret
        drawing = read(as_file(sketch_of(random, random.randint(1, 4)), random))
        try:
            trace = played(drawing, random)
        except RunsInCircles:
            continue
        if trace is None:
            continue
        tried += 1
        found = replay(drawing, trace, {node.id for node in drawing.nodes if node.kind in REPLAYED})
        if found.is_whole:
            assert found.fits, (seed, trace, found)
        # One step less and it fits no more, or was one that may be left out: never more tokens.
        counts = replay(drawing, trace[1:], set(trace)).counts
        assert counts.produced + counts.missing == counts.consumed + counts.remaining
    assert tried > 50


def played(drawing: Drawing, random: Random) -> list[str] | None:
    """Return what was done in a case until it ended; nothing if it did not."""
    values: dict[str, Value] = {"a": random.random() < 0.5, "b": random.random() < 0.5}
    move, trace = begin(drawing, values), list[str]()
    for _ in range(30):
        open_ = [t for t in move.state.tokens if t.waits not in (Waits.JOIN, Waits.SCOPE)]
        if move.is_ended:
            return trace
        if not open_:
            return None
        token = random.choice(open_)
        trace.append(token.node)
        move = finish(drawing, move.state, token.number, values)
    return None


def test_a_drawing_that_goes_in_circles_is_refused() -> None:
    drawing = drawing_of(
        nodes(s="startEvent", e="endEvent", x=XOR, y=XOR) + letters("a")
        + flows("s>x", "x>y", "y>x", "a>e")
    )  # fmt: skip
    with pytest.raises(RunsInCircles):
        replay(drawing, "a", "a")
