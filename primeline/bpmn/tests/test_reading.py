"""What is read of a file, and what strangers may not bring."""

from dataclasses import replace

import pytest

from primeline.bpmn import markup
from primeline.bpmn.errors import Problem, UnreadableDrawing, Wrong
from primeline.bpmn.reading import read
from primeline.bpmn.tests.examples import ANNOTATED, FIELDS, HEAD, drawing_of, file_of, flows
from primeline.bpmn.values import Asked, Choice, Field, Kind, Type

pytestmark = pytest.mark.engine("sqlite")

SMALL = '<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>' + flows("s>t", "t>e")


def refused(data: bytes) -> tuple[Problem, ...]:
    with pytest.raises(UnreadableDrawing) as caught:
        read(data)
    return caught.value.problems


def wrongs(body: str, **more: str) -> set[tuple[Wrong, str]]:
    return {(problem.wrong, problem.element) for problem in refused(file_of(body, **more))}


def test_everything_in_the_profile_is_read() -> None:
    drawing = drawing_of(ANNOTATED)
    task = drawing.by_id["t"]
    assert (drawing.key, drawing.name, drawing.name_en) == ("P", "过程", "Process")
    assert (task.name, task.name_en) == ("选择线路", "Choose the line")
    assert (task.role, task.unit_rule, task.step) == ("SALES", "BRANCH", "LINE")
    assert task.form == (Asked("way", is_required=True), Asked("speed"))
    assert task.documents == ("PLAN",)
    assert task.help_text == "Ask the customer first."
    assert drawing.by_id["v"].service == "tell"
    assert drawing.by_id["c"].called == "CHANGE"
    assert drawing.by_id["m"].message == "answer"
    assert drawing.by_id["pe"].parent == "p"
    assert drawing.by_id["e"].kind is Kind.TERMINATE
    assert drawing.start_of("p").id == "ps"
    assert [flow.id for flow in drawing.out_of("g")] == ["f", "d"]
    assert drawing.flow_by_id["d"].is_default
    assert drawing.flow_by_id["f"].name_en == "leased"
    way = Field("way", Type.TEXT, "线路", "Line", (Choice("own"), Choice("leased")))
    assert drawing.fields["way"] == way


def test_the_order_of_elements_says_nothing_but_for_flows_out_of_one_gateway() -> None:
    lines = SMALL.replace("><", ">\n<").splitlines()
    turned = drawing_of("\n".join(reversed(lines)))
    assert {replace(node, line=0) for node in turned.nodes} == {
        replace(node, line=0) for node in drawing_of(SMALL).nodes
    }


@pytest.mark.parametrize(
    ("element", "name"),
    [
        ('<timerEventDefinition id="x"/>', "timerEventDefinition"),
        ('<scriptTask id="x"/>', "scriptTask"),
        ('<boundaryEvent id="x" attachedToRef="t"/>', "boundaryEvent"),
        ('<laneSet id="x"/>', "laneSet"),
        ('<dataObject id="x"/>', "dataObject"),
        ('<x:userTask xmlns:x="https://example.org" id="x"/>', "userTask"),
        ('<intermediateCatchEvent id="x"><timerEventDefinition/></intermediateCatchEvent>',
         "timerEventDefinition"),
        ('<userTask id="x"><multiInstanceLoopCharacteristics/></userTask>',
         "multiInstanceLoopCharacteristics"),
        ('<startEvent id="x"><messageEventDefinition messageRef="Answer"/></startEvent>',
         "messageEventDefinition"),
        ('<userTask id="x"><extensionElements><pl:guess/></extensionElements></userTask>', "guess"),
        ('<endEvent id="x"><extensionElements><pl:work role="a"/></extensionElements></endEvent>',
         "work"),
        ('<userTask id="x"><extensionElements><work role="a"/></extensionElements></userTask>',
         "work"),
    ],
)  # fmt: skip
def test_what_lies_outside_the_profile_is_named_with_its_line(element: str, name: str) -> None:
    (problem,) = refused(file_of(f"{SMALL}\n\n{element}"))
    before = file_of(f"{SMALL}\n\n").decode().partition("</process>")[0].count("\n")
    assert problem.wrong is Wrong.OUTSIDE_PROFILE
    assert problem.parameters["name"] == name
    assert problem.line == before + 1


@pytest.mark.parametrize(
    ("element", "attribute"),
    [
        ('<userTask id="x" camunda="a"/>', "camunda"),
        ('<subProcess id="x" triggeredByEvent="true"/>', "triggeredByEvent"),
        ('<userTask id="x" isForCompensation="true"/>', "isForCompensation"),
        ('<userTask id="x" xmlns:c="https://example.org" c:assignee="a"/>', "assignee"),
        ('<userTask id="x" default="a"/>', "default"),
        ('<textAnnotation id="x" pl:nameEn="a"/>', "nameEn"),
        ('<userTask id="x"><extensionElements><pl:work role="a" rank="1"/></extensionElements>'
         "</userTask>", "rank"),
    ],
)  # fmt: skip
def test_attributes_outside_the_profile_are_named(element: str, attribute: str) -> None:
    (problem,) = refused(file_of(SMALL + element))
    assert problem.wrong is Wrong.ATTRIBUTE_OUTSIDE_PROFILE
    assert problem.parameters["attribute"] == attribute


@pytest.mark.parametrize(
    ("body", "wrong", "element"),
    [
        (SMALL.replace('<startEvent id="s"/>', ""), Wrong.NO_START, "P"),
        (SMALL + '<startEvent id="s2"/>', Wrong.SECOND_START, "s2"),
        (SMALL + '<subProcess id="p"/>', Wrong.NO_START, "p"),
        (SMALL + '<subProcess id="p"><startEvent id="ps"/></subProcess>', Wrong.NO_END, "p"),
        (SMALL + flows("t>s"), Wrong.FLOW_INTO_START, "s"),
        (SMALL + flows("e>t"), Wrong.FLOW_OUT_OF_END, "e"),
        (SMALL + '<endEvent id="e2"/>' + flows("t>e2"), Wrong.SPLIT_WITHOUT_GATEWAY, "t"),
        (SMALL + flows("t>nobody"), Wrong.UNKNOWN_REFERENCE, "t-nobody"),
        (SMALL.replace('id="e"', 'id="t"'), Wrong.TWICE, "t"),
        (SMALL + "<userTask/>", Wrong.ATTRIBUTE_MISSING, ""),
        (SMALL + '<userTask id="1 x"/>', Wrong.BAD_VALUE, "1 x"),
        (SMALL + '<exclusiveGateway id="g" default="s-t"/>', Wrong.UNKNOWN_REFERENCE, "g"),
        (SMALL + '<association id="a" sourceRef="t" targetRef="n"/>', Wrong.UNKNOWN_REFERENCE, "a"),
        (SMALL + '<callActivity id="c"/>', Wrong.ATTRIBUTE_MISSING, "c"),
        (SMALL + '<intermediateCatchEvent id="m"/>', Wrong.ATTRIBUTE_MISSING, "m"),
        (SMALL + '<userTask id="x">words</userTask>', Wrong.TEXT_OUTSIDE_PROFILE, "x"),
        (SMALL.replace('"t"/>', '"t"><incoming>z</incoming></userTask>', 1),
         Wrong.FLOW_NOT_LISTED, "t"),
        ('<startEvent id="s"/><endEvent id="e"/>' + flows("s>e:speed > 1"),
         Wrong.CONDITION_MISPLACED, "s-e"),
        (SMALL + '<subProcess id="p"><startEvent id="ps"/><endEvent id="pe"/>'
         + flows("ps>e") + "</subProcess>", Wrong.FLOW_LEAVES_SCOPE, "ps-e"),
    ],
)  # fmt: skip
def test_drawings_that_do_not_hang_together_are_refused(
    body: str, wrong: Wrong, element: str
) -> None:
    assert (wrong, element) in wrongs(body)


@pytest.mark.parametrize(
    ("condition", "wrong"),
    [
        ("speed >", Wrong.CONDITION_UNREADABLE),
        ("spead > 1", Wrong.UNKNOWN_FIELD),
        ('speed > "1"', Wrong.TYPES_DIFFER),
        ('way = "lent"', Wrong.UNKNOWN_CHOICE),
        ("x" * 2000, Wrong.CONDITION_TOO_LONG),
    ],
)
def test_conditions_are_checked_as_they_are_read(condition: str, wrong: Wrong) -> None:
    body = SMALL + '<exclusiveGateway id="g"/>' + flows(f"g>e:{condition}")
    assert (wrong, "g-e") in wrongs(body)


@pytest.mark.parametrize(
    "field",
    [
        '<pl:field name="And" type="text"/>',
        '<pl:field name="not" type="text"/>',
        '<pl:field name="a" type="money"/>',
        '<pl:field name="a" type="number"><pl:choice code="1"/></pl:field>',
        '<pl:field name="a" type="text"><pl:choice code="one two"/></pl:field>',
    ],
)
def test_fields_that_conditions_could_not_name_are_refused(field: str) -> None:
    fields = f"<extensionElements>{field}</extensionElements>"
    assert {wrong for wrong, _ in wrongs(SMALL, fields=fields)} == {Wrong.BAD_VALUE}


def test_all_problems_are_told_at_once() -> None:
    assert len(wrongs(SMALL + '<scriptTask id="x"/><userTask id="y" odd="1"/>')) == 2


def test_one_process_a_file() -> None:
    assert (Wrong.SECOND_PROCESS, "Q") in wrongs(SMALL, around='<process id="Q"/>')
    assert refused(f"{HEAD}</definitions>".encode())[0].wrong is Wrong.NO_PROCESS


def test_where_things_stand_is_left_alone_but_known() -> None:
    plane = (
        '<di:BPMNDiagram><di:BPMNPlane bpmnElement="P"><di:BPMNShape bpmnElement="t">'
        '<odd:Bounds xmlns:odd="https://example.org" color="red"/></di:BPMNShape>'
        "</di:BPMNPlane></di:BPMNDiagram>"
    )
    assert read(file_of(SMALL, around=plane)).shown == {"t"}


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
FETCH = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>', Wrong.FORBIDDEN_XML),
        (f"{FETCH}<a>&x;</a>", Wrong.FORBIDDEN_XML),
        ('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>', Wrong.FORBIDDEN_XML),
        ('<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]><a/>', Wrong.FORBIDDEN_XML),
        ("<a>&undefined;</a>", Wrong.NOT_XML),
        ("", Wrong.NOT_XML),
        ("<a", Wrong.NOT_XML),
        ("<a/><a/>", Wrong.NOT_XML),
        ('<?xml version="1.0" encoding="none"?><a/>', Wrong.NOT_XML),
        ("<a>\x00</a>", Wrong.NOT_XML),
        ("<html/>", Wrong.NOT_BPMN),
        ("<definitions/>", Wrong.NOT_BPMN),
        ("<a>" * (markup.MAX_DEPTH + 1), Wrong.TOO_DEEP),
        (f"<a>{'<b/>' * markup.MAX_ELEMENTS}</a>", Wrong.TOO_MANY_ELEMENTS),
        ("<a>" + " " * markup.MAX_BYTES + "</a>", Wrong.TOO_LARGE),
    ],
    ids=lambda value: str(value)[:20],
)
def test_files_of_strangers_do_no_harm(data: str, wrong: Wrong) -> None:
    (problem,) = refused(data.encode())
    assert problem.wrong is wrong


def test_bytes_that_are_no_text_are_refused() -> None:
    for data in (b"\xff\xfe<a/>", bytes(range(256)), b"PK\x03\x04", file_of(SMALL)[:-20]):
        assert refused(data)[0].wrong is Wrong.NOT_XML
    assert read(file_of(SMALL).decode().replace("UTF-8", "UTF-16").encode("utf-16"))


def test_a_large_drawing_within_the_limits_is_read() -> None:
    tasks = "".join(f'<userTask id="t{n}"/>' for n in range(1500))
    arrows = flows("s>t0", *(f"t{n}>t{n + 1}" for n in range(1499)), "t1499>e")
    data = file_of('<startEvent id="s"/><endEvent id="e"/>' + tasks + arrows, fields=FIELDS)
    assert len(read(data).nodes) == 1502
