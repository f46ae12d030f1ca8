"""What is found before a drawing is put in force, each with its element."""

import pytest

from primeline.bpmn.checks import Known, problems_of
from primeline.bpmn.errors import Wrong
from primeline.bpmn.exploring import explore
from primeline.bpmn.tests.examples import drawing_of, flows, nodes, sub

pytestmark = pytest.mark.engine("sqlite")

TASK, AND, OR, XOR = "userTask", "parallelGateway", "inclusiveGateway", "exclusiveGateway"
NAMES = {Wrong.NAME_MISSING, Wrong.NOT_DRAWN}
Found = list[tuple[Wrong, str]]


def found(body: str, *, but: set[Wrong] = NAMES, max_steps: int = 10_000) -> Found:
    problems = problems_of(drawing_of(body), max_steps=max_steps)
    return [(problem.wrong, problem.element) for problem in problems if problem.wrong not in but]


def between(split: str, join: str, *more: str) -> str:
    return nodes(
        s="startEvent", f=split, a=TASK, b=TASK, j=join, c=TASK, e="endEvent"
    ) + flows("s>f", "a>j", "b>j", "j>c", "c>e", *more)  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        nodes(s="startEvent", e="endEvent") + flows("s>e"),
        between(AND, AND, "f>a", "f>b"),
        between(f"{XOR}:f-b", XOR, "f>a:is_urgent", "f>b"),
        between(f"{OR}:f-b", OR, "f>a:is_urgent", "f>b"),
        between(AND, OR, "f>a", "f>b"),
        nodes(s="startEvent", f=AND, a=TASK, b=TASK, k="terminate", e="endEvent")
        + flows("s>f", "f>a", "f>b", "a>k", "b>e"),
        nodes(s="startEvent", a=TASK, x=f"{XOR}:x-e", e="endEvent")
        + flows("s>a", "a>x", "x>a:is_urgent", "x>e"),
        nodes(s="startEvent", e="endEvent") + flows("s>p", "p>e")
        + sub("p", nodes(i="startEvent", t="message", k="endEvent") + flows("i>t", "t>k")),
    ],
)  # fmt: skip
def test_sound_drawings_pass(body: str) -> None:
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (between(f"{XOR}:f-b", AND, "f>a:is_urgent", "f>b"), [(Wrong.WAITS_FOREVER, "j")]),
        (between(f"{OR}:f-b", AND, "f>a:is_urgent", "f>b"), [(Wrong.WAITS_FOREVER, "j")]),
        (between(AND, XOR, "f>a", "f>b"), [(Wrong.COMES_TWICE, "c")]),
        (nodes(s="startEvent", f=AND, a=TASK, b=TASK, x=f"{XOR}:x-a", e="endEvent")
         + flows("s>f", "f>a", "f>b", "a>x", "b>e", "x>a", "x>e:is_urgent"), []),
        (nodes(s="startEvent", f=AND, a=TASK, b=TASK, e="endEvent")
         + flows("s>f", "f>a", "f>b", "a>a2", "a2>a", "b>e") + nodes(a2=TASK),
         [(Wrong.NEVER_ENDS, "a")]),
        (nodes(s="startEvent", g=f"{XOR}:g-h", h=XOR, e="endEvent")
         + flows("s>h", "h>g", "g>h", "g>e:is_urgent"),
         [(Wrong.RUNS_IN_CIRCLES, "g"), (Wrong.RUNS_IN_CIRCLES, "h")]),
        (nodes(s="startEvent", e="endEvent") + flows("s>p", "p>e")
         + sub("p", between(f"{XOR}:f-b", AND, "f>a:is_urgent", "f>b")
               .replace('"s"', '"i"').replace('"s-f"', '"i-f"').replace('"e"', '"k"')),
         [(Wrong.WAITS_FOREVER, "j")]),
        (nodes(s="startEvent", h=XOR, g=f"{XOR}:g-e", e="endEvent")
         + sub("p", nodes(i="startEvent", k="endEvent") + flows("i>k"))
         + flows("s>h", "h>p", "p>g", "g>h:is_urgent", "g>e"),
         [(Wrong.RUNS_IN_CIRCLES, known) for known in ("h", "g", "p")]),
        # Two inclusive joins that wait for each other.
        (nodes(s="startEvent", f=AND, j1=OR, j2=OR, a=TASK, b=TASK, g1=f"{XOR}:g1-e",
               g2=f"{XOR}:g2-e", e="endEvent")
         + flows("s>f", "f>j1", "f>j2", "j1>a", "j2>b", "a>g1", "b>g2", "g1>e", "g2>e",
                 "g1>j2:is_urgent", "g2>j1:is_urgent"),
         [(Wrong.WAITS_FOREVER, "j1"), (Wrong.WAITS_FOREVER, "j2")]),
    ],
)  # fmt: skip
def test_what_goes_wrong_as_it_runs_is_found(body: str, wanted: Found) -> None:
    assert found(body) == wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (between(XOR, XOR, "f>a:is_urgent", "f>b:speed > 1"), [(Wrong.NO_DEFAULT, "f")]),
        (between(f"{XOR}:f-a", XOR, "f>a", "f>b"), [(Wrong.CONDITION_MISSING, "f-b")]),
        (nodes(s="startEvent", a=TASK, b=TASK, e="endEvent") + flows("s>a", "b>e"),
         [(Wrong.NO_WAY_OUT, "a"), (Wrong.UNREACHABLE, "b"), (Wrong.UNREACHABLE, "e")]),
        (nodes(s="startEvent", x=XOR, e="endEvent") + flows("s>x", "x>e:is_urgent"),
         [(Wrong.NO_DEFAULT, "x")]),
    ],
)  # fmt: skip
def test_what_does_not_hang_together_is_found(body: str, wanted: Found) -> None:
    assert sorted(found(body), key=lambda one: one[1]) == sorted(wanted, key=lambda one: one[1])


def test_names_that_nobody_knows_are_found() -> None:
    body = (
        nodes(s="startEvent", e="endEvent", t="callActivity") + flows("s>u", "u>v", "v>t", "t>e")
        + '<userTask id="u" name="u"><extensionElements>'
        '<pl:work role="KING" unitRule="MOON" step="X">'
        '<pl:document kind="SCROLL"/></pl:work></extensionElements></userTask>'
        '<serviceTask id="v" name="v"><extensionElements><pl:service name="explode"/>'
        "</extensionElements></serviceTask>"
    )  # fmt: skip
    none = frozenset[str]()
    known = Known(
        roles=none, unit_rules=none, steps=none, services=none, documents=none, called=none
    )
    problems = problems_of(drawing_of(body), known)
    said = {
        (p.element, p.parameters["attribute"]) for p in problems if p.wrong is Wrong.UNKNOWN_NAME
    }
    assert said == {
        ("u", "role"), ("u", "unitRule"), ("u", "step"), ("u", "document"), ("v", "service"),
        ("t", "calledElement"),
    }  # fmt: skip
    assert not [p for p in problems_of(drawing_of(body)) if p.wrong is Wrong.UNKNOWN_NAME]


def test_tasks_without_names_roles_and_services_are_found() -> None:
    body = nodes(s="startEvent", u=TASK, v="serviceTask", e="endEvent")
    problems = problems_of(drawing_of(body + flows("s>u", "u>v", "v>e")))
    said = {
        (p.element, p.parameters["attribute"]) for p in problems if p.wrong is Wrong.NAME_MISSING
    }
    assert said == {("u", "name"), ("u", "role"), ("v", "name"), ("v", "service")}


def test_what_nobody_would_see_is_found() -> None:
    problems = problems_of(drawing_of(nodes(s="startEvent", e="endEvent") + flows("s>e")))
    assert [(p.wrong, p.element) for p in problems] == [
        (Wrong.NOT_DRAWN, known) for known in ("s", "e", "s-e")
    ]


def wide(branches: int) -> str:
    tasks = {f"t{n}": TASK for n in range(branches)}
    arrows = [arrow for t in tasks for arrow in (f"f>{t}", f"{t}>j")]
    return nodes(s="startEvent", f=AND, j=AND, e="endEvent", **tasks) + flows("s>f", *arrows, "j>e")


def test_what_is_too_much_to_play_is_said_and_does_not_refuse() -> None:
    assert explore(drawing_of(wide(5)), "").states == 2**5
    (problem,) = (
        p for p in problems_of(drawing_of(wide(12)), max_steps=500) if p.wrong not in NAMES
    )
    assert problem.wrong is Wrong.TOO_MANY_STATES
    assert problem.is_warning


def test_drawings_that_multiply_tokens_are_not_played_for_long() -> None:
    gates = {f"{kind[0]}{n}": kind for n in range(40) for kind in (AND, XOR)}
    arrows = [f"p{n}>e{n}" for n in range(40) for _ in "12"] + [f"e{n}>p{n + 1}" for n in range(39)]
    body = nodes(s="startEvent", z="endEvent", **gates) + flows("s>p0", *arrows, "e39>z")
    assert Wrong.RUNS_IN_CIRCLES in {wrong for wrong, _ in found(_numbered(body))}


def _numbered(body: str) -> str:
    """Give arrows that run beside each other ids of their own."""
    parts = body.split('<sequenceFlow id="')
    return parts[0] + "".join(f'<sequenceFlow id="n{n}-{rest}' for n, rest in enumerate(parts[1:]))


def test_gateways_with_more_ways_than_memory_holds_are_given_up() -> None:
    arrows = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="g" targetRef="t"><conditionExpression>1 = 1'
        "</conditionExpression></sequenceFlow>"
        for n in range(60)
    )
    gate = '<inclusiveGateway id="g" default="g-t" />'
    body = nodes(s="startEvent", t=TASK, e="endEvent") + gate + flows("s>g", "g>t", "t>e") + arrows
    assert Wrong.TOO_MANY_STATES in {wrong for wrong, _ in found(body)}


def test_sub_processes_share_what_playing_may_take() -> None:
    drawn = drawing_of(wide(4))
    alone = explore(drawn, "").steps
    assert explore(drawn, "", max_steps=alone).is_whole
    inside = wide(4)
    both = (
        nodes(s0="startEvent", e0="endEvent")
        + "".join(
            f'<subProcess id="p{n}" name="p">{_named(inside, n)}</subProcess>' for n in range(3)
        )
        + flows("s0>p0", "p0>p1", "p1>p2", "p2>e0")
    )
    problems = problems_of(drawing_of(both), max_steps=alone * 2)
    assert Wrong.TOO_MANY_STATES in {problem.wrong for problem in problems}


def _named(body: str, number: int) -> str:
    """Give everything in a body ids of its own."""
    for name in ("id", "sourceRef", "targetRef"):
        body = body.replace(f'{name}="', f'{name}="n{number}-')
    return body
