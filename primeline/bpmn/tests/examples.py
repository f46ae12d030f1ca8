"""Files to read in tests, and the shortest way to write one."""

from primeline.bpmn.reading import read
from primeline.bpmn.values import Drawing

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"
 xmlns:pl="https://primeline.org/bpmn/1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
"""
FIELDS = """<extensionElements>
<pl:field name="way" type="text" nameZh="线路" nameEn="Line"><pl:choice code="own"/>
<pl:choice code="leased"/></pl:field>
<pl:field name="note" type="text"/><pl:field name="speed" type="number"/>
<pl:field name="is_urgent" type="boolean"/><pl:field name="due" type="day"/>
</extensionElements>
"""
ANNOTATED = """
<startEvent id="s"/>
<userTask id="t" name="选择线路" pl:nameEn="Choose the line">
 <documentation>Ask the customer first.</documentation>
 <extensionElements><pl:work role="SALES" unitRule="BRANCH" step="LINE">
  <pl:ask field="way" required="true"/><pl:ask field="speed"/><pl:document kind="PLAN"/>
 </pl:work></extensionElements>
 <incoming>a</incoming><outgoing>b</outgoing>
</userTask>
<exclusiveGateway id="g" default="d"/>
<serviceTask id="v">
 <extensionElements><pl:service name="tell"/></extensionElements></serviceTask>
<callActivity id="c" calledElement="CHANGE"/>
<intermediateCatchEvent id="m">
 <messageEventDefinition messageRef="Answer"/></intermediateCatchEvent>
<subProcess id="p"><startEvent id="ps"/><endEvent id="pe"/>
 <sequenceFlow id="pf" sourceRef="ps" targetRef="pe"/></subProcess>
<endEvent id="e"><terminateEventDefinition id="te"/></endEvent>
<textAnnotation id="n"><text>Mind the gap.</text></textAnnotation>
<association id="as" sourceRef="t" targetRef="n"/>
<sequenceFlow id="a" sourceRef="s" targetRef="t"/>
<sequenceFlow id="b" sourceRef="t" targetRef="g"/>
<sequenceFlow id="f" sourceRef="g" targetRef="v" name="租用" pl:nameEn="leased">
 <conditionExpression xsi:type="tFormalExpression">way = "leased"</conditionExpression>
</sequenceFlow>
<sequenceFlow id="d" sourceRef="g" targetRef="c"/>
<sequenceFlow id="h" sourceRef="v" targetRef="m"/>
<sequenceFlow id="i" sourceRef="c" targetRef="m"/>
<sequenceFlow id="j" sourceRef="m" targetRef="p"/>
<sequenceFlow id="k" sourceRef="p" targetRef="e"/>
"""


def file_of(body: str, *, fields: str = FIELDS, around: str = "") -> bytes:
    """Return a file with these elements in its process, and others beside the process."""
    return (
        f'{HEAD}<message id="Answer" name="answer"/>\n<process id="P" name="过程" '
        f'pl:nameEn="Process">{fields}{body}</process>{around}</definitions>'
    ).encode()


def drawing_of(body: str) -> Drawing:
    """Return what is drawn by these elements."""
    return read(file_of(body))


def flows(*pairs: str) -> str:
    """Return flows out of `source>target`, with a condition after a colon or `*` for a default.

    The id of each is the text before the colon.
    """
    return "\n".join(_flow(pair) for pair in pairs)


def _flow(pair: str) -> str:
    ends, _, condition = pair.partition(":")
    source, _, target = ends.partition(">")
    known = f'id="{source}-{target}" sourceRef="{source}" targetRef="{target}"'
    if not condition:
        return f"<sequenceFlow {known}/>"
    written = condition.replace("&", "&amp;").replace("<", "&lt;")
    return (
        f"<sequenceFlow {known}><conditionExpression>{written}</conditionExpression></sequenceFlow>"
    )


def nodes(**named: str) -> str:
    """Return nodes by their ids, `t="userTask"`; `g="exclusiveGateway:g-e"` has a default."""
    return "".join(_node(known, kind) for known, kind in named.items())


def _node(known: str, said: str) -> str:
    kind, _, default = said.partition(":")
    if kind == "terminate":
        return f'<endEvent id="{known}"><terminateEventDefinition/></endEvent>'
    if kind == "message":
        return (
            f'<intermediateCatchEvent id="{known}"><messageEventDefinition messageRef="Answer"/>'
            "</intermediateCatchEvent>"
        )
    if kind == "callActivity":
        return f'<callActivity id="{known}" calledElement="CHANGE"/>'
    return f'<{kind} id="{known}"' + (f' default="{default}"/>' if default else "/>")


def sub(known: str, body: str) -> str:
    """Return a sub-process."""
    return f'<subProcess id="{known}">{body}</subProcess>'
