"""BPMN 2.0 XML into a `Drawing`. Everything outside the profile is refused, with its line."""

import re
from collections.abc import Iterator
from contextlib import suppress

from primeline.bpmn import conditions, conformity
from primeline.bpmn.errors import Problem, UnreadableDrawing, Wrong
from primeline.bpmn.markup import Element, parse
from primeline.bpmn.profile import BPMN, DIAGRAM, KINDS, NODES, OUR_NAMESPACE
from primeline.bpmn.shape import problems_of_shape
from primeline.bpmn.values import Asked, Choice, Condition, Drawing, Field, Flow, Kind, Node, Type

FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
CODE = re.compile(r"[A-Za-z0-9_.-]{1,40}")
MAX_TEXT = 2000


def read(data: bytes) -> Drawing:
    """Return what is drawn in a file.

    :raises UnreadableDrawing: with every problem found, each with its element and line
    """
    root = parse(data)
    if problems := conformity.problems_of(root):
        raise UnreadableDrawing(problems)
    reader = _Reader(root)
    drawing = reader.drawing()
    listed = reader.listed
    if problems := [*reader.problems, *(problems_of_shape(drawing, listed) if drawing else ())]:
        raise UnreadableDrawing(problems)
    assert drawing is not None  # noqa: S101 - without a drawing there was a problem
    return drawing


class _Reader:
    """Walks over a file that keeps to the profile, and notes what does not fit together."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.listed: dict[tuple[str, str], set[str]] = {}
        self.messages = {
            child.get("id"): child.get("name") for child in _of(root, "message") if child.get("id")
        }
        self.fields: dict[str, Field] = {}

    def drawing(self) -> Drawing | None:
        processes = _of(self.root, "process")
        for other in processes[1:]:
            self.wrong(Wrong.SECOND_PROCESS, other)
        if not processes:
            self.wrong(Wrong.NO_PROCESS, self.root)
            return None
        process = processes[0]
        self.fields = dict(self.fields_of(process))
        inside = list(_in_scopes(process, ""))
        known = {element.get("id") for element, _ in inside}
        for element, _ in inside:
            if element.name == "association":
                self.check_references(element, known)
        nodes = tuple(self.node(element, scope) for element, scope in inside if _is_node(element))
        defaults = {node.default for node in nodes if node.default}
        flows = tuple(
            self.flow(element, defaults) for element, _ in inside if element.name == "sequenceFlow"
        )
        return Drawing(
            key=process.get("id"),
            name=process.get("name"),
            name_en=process.get("nameEn", OUR_NAMESPACE),
            help_text=self.help_text(process),
            line=process.line,
            nodes=nodes,
            flows=flows,
            fields=self.fields,
            shown=frozenset(_shown(self.root)),
        )

    def node(self, element: Element, scope: str) -> Node:
        kind = KINDS[element.name]
        if kind is Kind.END and _of(element, "terminateEventDefinition"):
            kind = Kind.TERMINATE
        work = next(iter(_ours(element, "work")), None)
        service = next(iter(_ours(element, "service")), None)
        for own in [*_ours(element, "work")[1:], *_ours(element, "service")[1:]]:
            self.wrong(Wrong.TWICE, own, name=own.name, attribute="", value="")
        for way in ("incoming", "outgoing"):
            if arrows := {child.text.strip() for child in _of(element, way)}:
                self.listed[element.get("id"), way] = arrows
        return Node(
            id=element.get("id"),
            kind=kind,
            name=element.get("name"),
            name_en=element.get("nameEn", OUR_NAMESPACE),
            parent=scope,
            line=element.line,
            help_text=self.help_text(element),
            role=work.get("role") if work else "",
            unit_rule=work.get("unitRule") if work else "",
            step=work.get("step") if work else "",
            form=tuple(self.form(work)) if work else (),
            documents=tuple(self.documents(work)) if work else (),
            service=service.get("name") if service else "",
            called=element.get("calledElement"),
            message=self.message(element) if kind is Kind.MESSAGE else "",
            default=element.get("default"),
        )

    def flow(self, element: Element, defaults: set[str]) -> Flow:
        return Flow(
            id=element.get("id"),
            source=element.get("sourceRef"),
            target=element.get("targetRef"),
            name=element.get("name"),
            name_en=element.get("nameEn", OUR_NAMESPACE),
            condition=self.condition(element),
            is_default=element.get("id") in defaults,
            line=element.line,
        )

    def condition(self, flow: Element) -> Condition | None:
        written = _of(flow, "conditionExpression")
        for other in written[1:]:
            self.wrong(Wrong.TWICE, other, name=other.name, attribute="", value="")
        if not written:
            return None
        try:
            condition = conditions.read(written[0].text.strip())
            conditions.check(condition, self.fields)
        except conditions.BadCondition as bad:
            line = written[0].line
            self.problems.append(Problem(bad.wrong, flow.get("id"), line, bad.parameters))
            return None
        return condition

    def fields_of(self, process: Element) -> Iterator[tuple[str, Field]]:
        seen: set[str] = set()
        for element in _ours(process, "field"):
            name, type_ = element.get("name"), element.get("type")
            if not FIELD_NAME.fullmatch(name) or name in conditions.WORDS:
                self.bad(element, "name", name)
            elif name in seen:
                self.wrong(Wrong.TWICE, element, name="field", attribute="name", value=name)
            elif type_ not in set(Type):
                self.bad(element, "type", type_)
            else:
                seen.add(name)
                yield name, self.field(element, name, Type(type_))

    def field(self, element: Element, name: str, type_: Type) -> Field:
        choices: dict[str, Choice] = {}
        for child in element.children:
            code = child.get("code")
            if type_ is not Type.TEXT or not CODE.fullmatch(code):
                self.bad(child, "code", code)
            elif code in choices:
                self.wrong(Wrong.TWICE, child, name="choice", attribute="code", value=code)
            choices[code] = Choice(code, child.get("nameZh"), child.get("nameEn"))
        names = element.get("nameZh"), element.get("nameEn")
        return Field(name, type_, *names, tuple(choices.values()))

    def form(self, work: Element) -> Iterator[Asked]:
        seen: set[str] = set()
        for child in (child for child in work.children if child.name == "ask"):
            name, required = child.get("field"), child.get("required") or "false"
            if name not in self.fields:
                self.wrong(
                    Wrong.UNKNOWN_REFERENCE, child, name="ask", attribute="field", value=name
                )
            if name in seen:
                self.wrong(Wrong.TWICE, child, name="ask", attribute="field", value=name)
            if required not in {"true", "false"}:
                self.bad(child, "required", required)
            seen.add(name)
            yield Asked(name, required == "true")

    def documents(self, work: Element) -> Iterator[str]:
        for child in (child for child in work.children if child.name == "document"):
            if not CODE.fullmatch(child.get("kind")):
                self.bad(child, "kind", child.get("kind"))
            yield child.get("kind")

    def message(self, element: Element) -> str:
        definitions = _of(element, "messageEventDefinition")
        if len(definitions) != 1:
            self.wrong(Wrong.ATTRIBUTE_MISSING, element, name=element.name, attribute="messageRef")
            return ""
        wanted = definitions[0].get("messageRef")
        with suppress(KeyError):
            return self.messages[wanted]
        self.wrong(
            Wrong.UNKNOWN_REFERENCE, element, name=element.name, attribute="messageRef",
            value=wanted,
        )  # fmt: skip
        return ""

    def help_text(self, element: Element) -> str:
        text = "\n".join(child.text.strip() for child in _of(element, "documentation"))
        if len(text) > MAX_TEXT:
            self.bad(element, "documentation", text)
        return text

    def check_references(self, element: Element, known: set[str]) -> None:
        for attribute in ("sourceRef", "targetRef"):
            if (value := element.get(attribute)) not in known:
                name = element.name
                self.wrong(
                    Wrong.UNKNOWN_REFERENCE, element, name=name, attribute=attribute, value=value
                )

    def wrong(self, wrong: Wrong, element: Element, **parameters: str) -> None:
        self.problems.append(Problem(wrong, element.get("id"), element.line, parameters))

    def bad(self, element: Element, attribute: str, value: str) -> None:
        self.wrong(
            Wrong.BAD_VALUE, element, name=element.name, attribute=attribute, value=value[:40]
        )


def _of(element: Element, name: str) -> list[Element]:
    return [c for c in element.children if (c.namespace, c.name) == (BPMN, name)]


def _ours(element: Element, name: str) -> list[Element]:
    return [
        own for box in _of(element, "extensionElements") for own in box.children if own.name == name
    ]


def _is_node(element: Element) -> bool:
    return element.namespace == BPMN and element.name in NODES


def _in_scopes(element: Element, scope: str) -> Iterator[tuple[Element, str]]:
    for child in element.children:
        yield child, scope
        if child.name == "subProcess":
            yield from _in_scopes(child, child.get("id"))


def _shown(root: Element) -> Iterator[str]:
    open_ = [child for child in root.children if child.namespace == DIAGRAM]
    while open_:
        element = open_.pop()
        open_.extend(element.children)
        if element.name in {"BPMNShape", "BPMNEdge"} and element.get("bpmnElement"):
            yield element.get("bpmnElement")
