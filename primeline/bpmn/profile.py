"""The written profile: which elements may stand where, and what they may say."""

from primeline.bpmn.values import OUR_NAMESPACE, Kind

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"

EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent"})
TASKS = frozenset({"userTask", "serviceTask", "callActivity", "subProcess"})
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway"})
NODES = EVENTS | TASKS | GATEWAYS
ARTIFACTS = frozenset({"textAnnotation", "association"})
IN_SCOPES = NODES | ARTIFACTS | {"sequenceFlow"}
ARROWS = frozenset({"incoming", "outgoing"})
ALWAYS = frozenset({"documentation", "extensionElements"})

# What may stand in an element of BPMN, besides documentation and extension elements.
CHILDREN: dict[str, frozenset[str]] = {
    "definitions": frozenset({"process", "message"}),
    "process": IN_SCOPES,
    "subProcess": IN_SCOPES | ARROWS,
    "sequenceFlow": frozenset({"conditionExpression"}),
    "endEvent": ARROWS | {"terminateEventDefinition"},
    "intermediateCatchEvent": ARROWS | {"messageEventDefinition"},
    "textAnnotation": frozenset({"text"}),
    **dict.fromkeys(NODES - {"subProcess", "endEvent", "intermediateCatchEvent"}, ARROWS),
}
ATTRIBUTES: dict[str, frozenset[str]] = {
    "definitions": frozenset({"targetNamespace", "exporter", "exporterVersion"}),
    "process": frozenset({"isExecutable"}),
    "sequenceFlow": frozenset({"sourceRef", "targetRef"}),
    "association": frozenset({"sourceRef", "targetRef", "associationDirection"}),
    "exclusiveGateway": frozenset({"default"}),
    "inclusiveGateway": frozenset({"default"}),
    "callActivity": frozenset({"calledElement"}),
    "messageEventDefinition": frozenset({"messageRef"}),
}
# What a drawing program may write because it is so anyway.
SAYS_NOTHING: dict[str, str] = {
    "isForCompensation": "false", "startQuantity": "1", "completionQuantity": "1",
    "isInterrupting": "true", "parallelMultiple": "false", "isClosed": "false",
    "processType": "None", "triggeredByEvent": "false", "gatewayDirection": "Unspecified",
    "textFormat": "text/plain", "implementation": "##unspecified", "isImmediate": "true",
}  # fmt: skip
BILINGUAL = frozenset({"process", "sequenceFlow"}) | NODES

# Our own elements: (what each stands in, its attributes, those of them that must be there).
OURS: dict[str, tuple[frozenset[str], frozenset[str], frozenset[str]]] = {
    "field": (
        frozenset({"process"}),
        frozenset({"name", "type", "nameZh", "nameEn"}),
        frozenset({"name", "type"}),
    ),
    "choice": (
        frozenset({"field"}), frozenset({"code", "nameZh", "nameEn"}), frozenset({"code"}),
    ),
    "work": (
        frozenset({"userTask"}), frozenset({"role", "unitRule", "step"}), frozenset({"role"}),
    ),
    "ask": (frozenset({"work"}), frozenset({"field", "required"}), frozenset({"field"})),
    "document": (frozenset({"work"}), frozenset({"kind"}), frozenset({"kind"})),
    "service": (frozenset({"serviceTask"}), frozenset({"name"}), frozenset({"name"})),
}  # fmt: skip
KINDS: dict[str, Kind] = {kind.value: kind for kind in Kind if kind is not Kind.TERMINATE}

__all__ = [
    "ALWAYS", "ARROWS", "ATTRIBUTES", "BILINGUAL", "BPMN", "CHILDREN", "DIAGRAM", "KINDS", "NODES",
    "OURS", "OUR_NAMESPACE", "SAYS_NOTHING", "SCHEMA_INSTANCE",
]  # fmt: skip
