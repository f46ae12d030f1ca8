"""How cases go on: what each node does, told by small drawings."""

from decimal import Decimal

import pytest

from primeline.bpmn.errors import NobodyWaits, NoWayOut, RunsInCircles
from primeline.bpmn.moving import begin, cancel, finish, receive
from primeline.bpmn.state import Ending, Move, State, Waits
from primeline.bpmn.tests.examples import drawing_of, flows, nodes, sub
from primeline.bpmn.values import Drawing, Value

pytestmark = pytest.mark.engine("sqlite")

TASK, AND, OR, XOR = "userTask", "parallelGateway", "inclusiveGateway", "exclusiveGateway"


class Case:
    """A case that goes on by the ids of nodes; every state goes through JSON on its way."""

    def __init__(self, drawing: Drawing, **values: Value) -> None:
        self.drawing, self.values = drawing, values
        self.keep(begin(drawing, values))

    def keep(self, move: Move) -> Move:
        self.move = move
        self.state = State.from_json(move.state.as_json())
        assert self.state == move.state
        return move

    def done(self, *ids: str, **values: Value) -> "Case":
        self.values |= values
        for known in ids:
            number = next(t.number for t in self.state.tokens if t.node == known)
            self.keep(finish(self.drawing, self.state, number, self.values))
        return self

    @property
    def waits(self) -> list[Waits]:
        return [token.waits for token in self.state.tokens]

    @property
    def stands(self) -> list[str]:
        return sorted(token.node for token in self.state.tokens)


def a_line() -> Drawing:
    return drawing_of(
        nodes(s="startEvent", a=TASK, b="serviceTask", c="callActivity", m="message", e="endEvent")
        + flows("s>a", "a>b", "b>c", "c>m", "m>e")
    )


def test_a_case_goes_from_one_to_the_next() -> None:
    case = Case(a_line())
    (token,) = case.move.created
    assert (token.number, token.node, token.via, token.waits) == (1, "a", "s-a", Waits.USER)
    assert case.move.passed == ("s", "s-a")
    case.done("a")
    assert case.move.consumed == (1,)
    assert case.move.passed == ("a", "a-b")
    assert case.waits == [Waits.SERVICE]
    case.done("b")
    assert case.waits == [Waits.CALL]
    case.done("c")
    assert case.waits == [Waits.MESSAGE]
    case.keep(receive(case.drawing, case.state, "answer", {}))
    assert case.move.ending is Ending.FINISHED
    assert case.state.tokens == ()


def test_who_comes_second_finds_nobody() -> None:
    case = Case(a_line())
    later = case.state
    case.done("a")
    with pytest.raises(NobodyWaits):
        finish(case.drawing, case.state, later.tokens[0].number, {})
    with pytest.raises(NobodyWaits):
        receive(case.drawing, case.state, "answer", {})
    case.done("b", "c")
    with pytest.raises(NobodyWaits):
        case.done("m")
    with pytest.raises(NobodyWaits):
        receive(case.drawing, case.state, "another", {})
    over = cancel(case.state)
    assert (over.ending, over.withdrawn) == (Ending.CANCELLED, (4,))
    with pytest.raises(NobodyWaits):
        cancel(over.state)


def fork(kind: str, *more: str) -> Drawing:
    join = kind.partition(":")[0]
    return drawing_of(
        nodes(s="startEvent", f=kind, a=TASK, b=TASK, j=join, c=TASK, e="endEvent")
        + flows("s>f", "a>j", "b>j", "j>c", "c>e", *more)
    )  # fmt: skip


def test_a_parallel_gateway_waits_for_all() -> None:
    case = Case(fork(AND, "f>a", "f>b"))
    assert case.stands == ["a", "b"]
    case.done("b")
    assert case.stands == ["a", "j"]
    assert case.move.created[0].waits is Waits.JOIN
    case.done("a")
    assert case.stands == ["c"]
    assert len(case.move.consumed) == 2


def test_an_exclusive_gateway_takes_the_first_true_way_in_the_file() -> None:
    drawing = fork(f"{XOR}:f-b", "f>a:speed > 10", "f>c:speed > 5", "f>b")
    assert Case(drawing, speed=Decimal(11)).stands == ["a"]
    assert Case(drawing, speed=Decimal(6)).stands == ["c"]
    assert Case(drawing, speed=Decimal(5)).stands == ["b"]
    assert Case(drawing).stands == ["b"]
    assert Case(drawing).done("b").stands == ["c"]


def test_an_inclusive_gateway_takes_every_true_way_and_waits_for_those_that_can_come() -> None:
    drawing = fork(f"{OR}:f-b", "f>a:is_urgent", "f>c:speed > 5", "f>b")
    assert Case(drawing, is_urgent=True, speed=Decimal(6)).stands == ["a", "c"]
    assert Case(drawing).stands == ["b"]
    assert Case(drawing, is_urgent=True).done("a").stands == ["c"]
    both = fork(f"{OR}:f-e", "f>a:is_urgent", "f>b:speed > 5", "f>e")
    case = Case(both, is_urgent=True, speed=Decimal(6)).done("a")
    assert case.stands == ["b", "j"]
    assert case.done("b").stands == ["c"]
    assert Case(both).move.is_ended


def test_an_inclusive_gateway_waits_over_a_loop_that_leads_back() -> None:
    drawing = drawing_of(
        nodes(s="startEvent", f=AND, a=TASK, b=TASK, x=f"{XOR}:x-j", j=OR, e="endEvent")
        + flows("s>f", "f>a", "f>b", "a>x", "x>a:is_urgent", "x>j", "b>j", "j>e")
    )
    case = Case(drawing, is_urgent=True).done("b", "a")
    assert case.stands == ["a", "j"]
    case.done("a", is_urgent=False)
    assert case.move.is_ended


def test_who_can_come_by_a_way_that_has_one_already_is_not_waited_for() -> None:
    # BPMN 2.0.2, 13.4.3: one on its way to `j` by `a-j`, which is filled, or by `b-j`.
    drawing = drawing_of(
        nodes(s="startEvent", f=AND, a=TASK, t=TASK, x=f"{XOR}:x-a", b=TASK, j=OR, e="endEvent")
        + flows("s>f", "f>a", "f>t", "t>x", "x>a", "x>b:is_urgent", "a>j", "b>j", "j>e")
    )
    case = Case(drawing).done("a")
    assert case.stands == ["t"]


def test_a_sub_process_ends_when_nothing_is_left_in_it() -> None:
    inner = nodes(i="startEvent", f=AND, a=TASK, b=TASK, k="endEvent") + flows(
        "i>f", "f>a", "f>b", "a>k", "b>k"
    )
    drawing = drawing_of(
        nodes(s="startEvent", c=TASK, e="endEvent") + sub("p", inner) + flows("s>p", "p>c", "c>e")
    )
    case = Case(drawing)
    scope = next(token for token in case.state.tokens if token.node == "p")
    assert scope.waits is Waits.SCOPE
    assert {t.scope for t in case.state.tokens if t.node in "ab"} == {str(scope.number)}
    with pytest.raises(NobodyWaits):
        finish(drawing, case.state, scope.number, {})
    assert case.done("a").stands == ["b", "p"]
    assert case.done("b").stands == ["c"]


@pytest.mark.parametrize(("end", "stands"), [("endEvent", ["b", "p"]), ("terminate", ["c"])])
def test_a_terminate_end_ends_its_own_scope_alone(end: str, stands: list[str]) -> None:
    deep = sub("q", nodes(qi="startEvent", b=TASK, qe="endEvent") + flows("qi>b", "b>qe"))
    inner = nodes(i="startEvent", f=AND, a=TASK, k=end, z="endEvent") + deep
    inner += flows("i>f", "f>a", "f>q", "a>k", "q>z")
    drawing = drawing_of(
        nodes(s="startEvent", c=TASK, e="endEvent") + sub("p", inner) + flows("s>p", "p>c", "c>e")
    )
    case = Case(drawing).done("a")
    assert [known for known in case.stands if known != "q"] == stands
    assert len(case.move.withdrawn) == (2 if end == "terminate" else 0)
    assert case.move.ending is None


def test_a_terminate_end_of_the_process_ends_the_case() -> None:
    drawing = drawing_of(
        nodes(s="startEvent", f=AND, a=TASK, b=TASK, k="terminate", e="endEvent")
        + flows("s>f", "f>a", "f>b", "a>k", "b>e")
    )
    case = Case(drawing).done("a")
    assert (case.move.ending, case.move.withdrawn) == (Ending.TERMINATED, (2,))


def test_a_task_that_two_enter_is_done_twice() -> None:
    drawing = drawing_of(
        nodes(s="startEvent", f=AND, a=TASK, b=TASK, c=TASK, e="endEvent")
        + flows("s>f", "f>a", "f>b", "a>c", "b>c", "c>e")
    )
    case = Case(drawing).done("a", "b")
    assert case.stands == ["c", "c"]
    assert case.done("c", "c").move.is_ended


def test_sub_processes_run_beside_themselves_without_mixing() -> None:
    inner = nodes(i="startEvent", f2=AND, x=TASK, y=TASK, j=AND, k="endEvent")
    inner += flows("i>f2", "f2>x", "f2>y", "x>j", "y>j", "j>k")
    drawing = drawing_of(
        nodes(s="startEvent", f=AND, a=TASK, b=TASK, e="endEvent") + sub("p", inner)
        + flows("s>f", "f>a", "f>b", "a>p", "b>p", "p>e")
    )  # fmt: skip
    case = Case(drawing).done("a", "b")
    first, second = (token for token in case.state.tokens if token.node == "p")
    x_first = next(t for t in case.state.tokens if t.node == "x" and t.scope == first.inner)
    y_second = next(t for t in case.state.tokens if t.node == "y" and t.scope == second.inner)
    for token in (x_first, y_second):
        case.keep(finish(drawing, case.state, token.number, {}))
    assert case.stands == ["j", "j", "p", "p", "x", "y"]


def test_without_a_default_and_a_true_condition_nothing_moves() -> None:
    drawing = fork(XOR, "f>a:speed > 10", "f>b:speed > 5")
    with pytest.raises(NoWayOut, match="f"):
        begin(drawing, {})


def test_a_drawing_that_never_waits_is_stopped() -> None:
    drawing = drawing_of(
        nodes(s="startEvent", g=XOR, h=XOR, e="endEvent") + flows("s>g", "g>h", "h>g")
    )
    with pytest.raises(RunsInCircles):
        begin(drawing, {})


def test_a_join_that_cannot_be_completed_is_seen() -> None:
    drawing = drawing_of(
        nodes(s="startEvent", f=f"{XOR}:f-b", a=TASK, b=TASK, j=AND, e="endEvent")
        + flows("s>f", "f>a:is_urgent", "f>b", "a>j", "b>j", "j>e")
    )
    case = Case(drawing)
    assert not case.state.is_stuck
    assert case.done("b").state.is_stuck
    assert not case.move.is_ended
