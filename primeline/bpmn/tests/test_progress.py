"""How far along a step is: by the longest way, past every branch, and not misled by ways back."""

import pytest

from primeline.bpmn.progress import Place, places_on
from primeline.bpmn.tests.examples import drawing_of, flows, nodes
from primeline.bpmn.tests.test_shipped import drawn
from primeline.bpmn.values import Kind

pytestmark = pytest.mark.engine("sqlite")

TASK, XOR = "userTask", "exclusiveGateway"


def places(body: str) -> dict[str, tuple[int, int]]:
    found = places_on(drawing_of(body))
    return {node: (place.number, place.count) for node, place in found.items()}


def test_a_step_counts_those_before_it_and_the_most_that_may_follow() -> None:
    assert places(
        nodes(s="startEvent", a=TASK, x=f"{XOR}:x-b", b=TASK, c=TASK, d=TASK, e="endEvent")
        + flows("s>a", "a>x", "x>b", "x>c:is_urgent", "c>d", "d>e", "b>e")
    ) == {"a": (1, 3), "b": (2, 2), "c": (2, 3), "d": (3, 3)}


def test_a_way_back_makes_nothing_longer() -> None:
    assert places(
        nodes(s="startEvent", a=TASK, b=TASK, x=f"{XOR}:x-c", c=TASK, e="endEvent")
        + flows("s>a", "a>b", "b>x", "x>a:is_urgent", "x>c", "c>e")
    ) == {"a": (1, 3), "b": (2, 3), "c": (3, 3)}


def test_the_steps_of_a_sub_process_lie_on_the_way() -> None:
    found = places_on(drawn("OPENING"))
    assert (found["need_taken"].number, found["hand_over"].number) == (1, found["hand_over"].count)
    assert found["lease_order"].number + 1 == found["lease_confirm"].number
    assert found["dispatch_check"].number < found["addresses"].number < found["build"].number
    # Every step of every drawing that we ship is somewhere on its way.
    for code in ("OPENING", "CHANGE", "COMPLAINT", "FAULT"):
        steps = {node.id for node in drawn(code).nodes if node.kind is Kind.USER_TASK}
        assert set(places_on(drawn(code))) == steps


@pytest.mark.parametrize(
    ("number", "count", "dots"), [(1, 16, 1), (4, 16, 2), (16, 16, 6), (1, 1, 6)]
)
def test_the_way_is_told_in_equal_parts(number: int, count: int, dots: int) -> None:
    assert Place(number, count).share_of(6) == dots
