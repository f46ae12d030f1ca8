"""Whether a drawing that can be read may be put in force."""

from collections.abc import Iterator
from dataclasses import dataclass

from primeline.bpmn.errors import Problem, Wrong
from primeline.bpmn.exploring import MAX_STEPS, Found, explore
from primeline.bpmn.steps import WAITS
from primeline.bpmn.values import CHOOSING, ENDS, Drawing, Flow, Kind, Node

Names = frozenset[str] | None
MUST_BE_NAMED = frozenset({Kind.USER_TASK, Kind.SERVICE_TASK, Kind.CALL, Kind.SUB_PROCESS})


@dataclass(frozen=True, kw_only=True)
class Known:
    """The names that a drawing may use; `None` where nobody has said."""

    roles: Names = None
    unit_rules: Names = None
    steps: Names = None
    services: Names = None
    documents: Names = None
    called: Names = None


def problems_of(
    drawing: Drawing, known: Known | None = None, *, max_steps: int = MAX_STEPS
) -> list[Problem]:
    """Return what is wrong with a drawing, in the order of the file.

    How it runs is only tried where nothing is wrong with how it hangs together.
    """
    names = known or Known()
    shape = [problem for node in drawing.nodes for problem in _of_shape(drawing, node)]
    shape += [*_unreachable(drawing), *_in_circles(drawing)]
    found = [*shape, *_not_drawn(drawing)]
    for node in drawing.nodes:
        found += _of_names(node, names)
    if not shape:
        left = max_steps
        for scope in drawing.scopes:
            played = explore(drawing, scope, max_steps=left)
            left -= played.steps
            found += _of_behavior(drawing, scope, played, max_steps)
    return sorted(found, key=lambda problem: problem.line)


def _of_shape(drawing: Drawing, node: Node) -> Iterator[Problem]:
    leaving = drawing.out_of(node.id)
    if node.kind not in ENDS and not leaving:
        yield Problem(Wrong.NO_WAY_OUT, node.id, node.line)
    if node.kind not in CHOOSING:
        return
    if not node.default and (len(leaving) > 1 or any(flow.condition for flow in leaving)):
        yield Problem(Wrong.NO_DEFAULT, node.id, node.line)
    if len(leaving) > 1:
        for flow in leaving:
            if not flow.condition and not flow.is_default:
                yield Problem(Wrong.CONDITION_MISSING, flow.id, flow.line)


def _unreachable(drawing: Drawing) -> Iterator[Problem]:
    for scope in drawing.scopes:
        reached: set[str] = set()
        open_ = [drawing.start_of(scope).id]
        while open_:
            node = open_.pop()
            if node not in reached:
                reached.add(node)
                open_.extend(flow.target for flow in drawing.out_of(node))
        for found in drawing.within(scope):
            if found.id not in reached:
                yield Problem(Wrong.UNREACHABLE, found.id, found.line)


def _in_circles(drawing: Drawing) -> Iterator[Problem]:
    """Yield what lies on a way that leads back to itself without ever waiting for anybody."""
    passing = {node.id for node in drawing.nodes if _may_pass(drawing, node)}
    for node in drawing.nodes:
        if node.id in passing and node.id in _passed_from(drawing, node.id, passing):
            yield Problem(Wrong.RUNS_IN_CIRCLES, node.id, node.line)


def _passed_from(drawing: Drawing, node: str, passing: set[str]) -> set[str]:
    reached: set[str] = set()
    open_ = [node]
    while open_:
        for flow in drawing.out_of(open_.pop()):
            if flow.target in passing and flow.target not in reached:
                reached.add(flow.target)
                open_.append(flow.target)
    return reached


def _may_pass(drawing: Drawing, node: Node) -> bool:
    if node.kind is not Kind.SUB_PROCESS:
        return node.kind not in WAITS
    inside = {inner.id for inner in drawing.within(node.id) if _may_pass(drawing, inner)}
    reached = _passed_from(drawing, drawing.start_of(node.id).id, inside)
    return any(drawing.by_id[known].kind in ENDS for known in reached)


def _not_drawn(drawing: Drawing) -> Iterator[Problem]:
    things: tuple[Node | Flow, ...] = (*drawing.nodes, *drawing.flows)
    for thing in things:
        if thing.id not in drawing.shown:
            yield Problem(Wrong.NOT_DRAWN, thing.id, thing.line)


def _of_names(node: Node, known: Known) -> Iterator[Problem]:
    if node.kind in MUST_BE_NAMED and not node.name:
        yield Problem(Wrong.NAME_MISSING, node.id, node.line, {"attribute": "name"})
    if node.kind is Kind.USER_TASK and not node.role:
        yield Problem(Wrong.NAME_MISSING, node.id, node.line, {"attribute": "role"})
    if node.kind is Kind.SERVICE_TASK and not node.service:
        yield Problem(Wrong.NAME_MISSING, node.id, node.line, {"attribute": "service"})
    used: list[tuple[str, str, Names]] = [
        ("role", node.role, known.roles),
        ("unitRule", node.unit_rule, known.unit_rules),
        ("step", node.step, known.steps),
        ("service", node.service, known.services),
        ("calledElement", node.called, known.called),
        *(("document", kind, known.documents) for kind in node.documents),
    ]
    for attribute, value, names in used:
        if value and names is not None and value not in names:
            said = {"attribute": attribute, "value": value}
            yield Problem(Wrong.UNKNOWN_NAME, node.id, node.line, said)


def _of_behavior(drawing: Drawing, scope: str, found: Found, max_steps: int) -> Iterator[Problem]:
    at = drawing.by_id[scope] if scope else drawing
    if not found.is_whole:
        limit = {"limit": str(max_steps)}
        yield Problem(Wrong.TOO_MANY_STATES, scope or drawing.key, at.line, limit)
    wrong = {
        Wrong.WAITS_FOREVER: found.forever,
        Wrong.COMES_TWICE: found.twice,
        Wrong.NEVER_ENDS: found.endless,
        Wrong.RUNS_IN_CIRCLES: found.circles,
    }
    if found.is_whole and not any(wrong.values()):
        wrong[Wrong.NEVER_REACHED] = _never_reached(drawing, scope, found)
    for code, elements in wrong.items():
        for element in sorted(elements):
            yield Problem(code, element, drawing.by_id[element].line)


def _never_reached(drawing: Drawing, scope: str, found: Found) -> set[str]:
    return {node.id for node in drawing.within(scope)} - found.passed
