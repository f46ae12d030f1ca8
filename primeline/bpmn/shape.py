"""Whether what was read hangs together so that tokens can move on it at all."""

from collections.abc import Iterator, Mapping

from primeline.bpmn.errors import Problem, Wrong
from primeline.bpmn.values import CHOOSING, ENDS, GATEWAYS, Drawing, Flow, Kind, Node

Listed = Mapping[tuple[str, str], set[str]]


def problems_of_shape(drawing: Drawing, listed: Listed) -> Iterator[Problem]:
    """Yield what keeps a drawing from being run.

    :param listed: the flows that nodes themselves say come in and go out
    """
    for scope in drawing.scopes:
        yield from _of_scope(drawing, scope)
    for node in drawing.nodes:
        yield from _of_node(drawing, node, listed)
    for flow in drawing.flows:
        yield from _of_flow(drawing, flow)


def _of_scope(drawing: Drawing, scope: str) -> Iterator[Problem]:
    at = drawing.by_id[scope] if scope else drawing
    starts = [node for node in drawing.within(scope) if node.kind is Kind.START]
    known = scope or drawing.key
    if not starts:
        yield Problem(Wrong.NO_START, known, at.line)
    for other in starts[1:]:
        yield Problem(Wrong.SECOND_START, other.id, other.line)
    if not any(node.kind in ENDS for node in drawing.within(scope)):
        yield Problem(Wrong.NO_END, known, at.line)


def _of_node(drawing: Drawing, node: Node, listed: Listed) -> Iterator[Problem]:
    leaving, arriving = drawing.out_of(node.id), drawing.into(node.id)
    if node.kind is Kind.START and arriving:
        yield Problem(Wrong.FLOW_INTO_START, node.id, node.line)
    if node.kind in ENDS and leaving:
        yield Problem(Wrong.FLOW_OUT_OF_END, node.id, node.line)
    if node.kind not in GATEWAYS and len(leaving) > 1:
        yield Problem(Wrong.SPLIT_WITHOUT_GATEWAY, node.id, node.line)
    if node.default and node.default not in {flow.id for flow in leaving}:
        said = {"name": node.kind.value, "attribute": "default", "value": node.default}
        yield Problem(Wrong.UNKNOWN_REFERENCE, node.id, node.line, said)
    for way, flows in (("incoming", arriving), ("outgoing", leaving)):
        drawn = {flow.id for flow in flows}
        for flow_id in sorted(listed.get((node.id, way), drawn) ^ drawn):
            yield Problem(Wrong.FLOW_NOT_LISTED, node.id, node.line, {"flow": flow_id})


def _of_flow(drawing: Drawing, flow: Flow) -> Iterator[Problem]:
    ends = []
    for attribute, end in (("sourceRef", flow.source), ("targetRef", flow.target)):
        if end in drawing.by_id:
            ends.append(drawing.by_id[end])
        else:
            said = {"name": "sequenceFlow", "attribute": attribute, "value": end}
            yield Problem(Wrong.UNKNOWN_REFERENCE, flow.id, flow.line, said)
    if len(ends) == 2 and ends[0].parent != ends[1].parent:
        yield Problem(Wrong.FLOW_LEAVES_SCOPE, flow.id, flow.line)
    if flow.condition and (flow.is_default or (ends and ends[0].kind not in CHOOSING)):
        yield Problem(Wrong.CONDITION_MISPLACED, flow.id, flow.line)
