"""Holds every element of a file against the profile: what is outside it is named, never ignored."""

import re
from collections.abc import Iterable, Iterator

from primeline.bpmn.errors import Problem, Wrong
from primeline.bpmn.markup import Element
from primeline.bpmn.profile import (
    ALWAYS,
    ATTRIBUTES,
    BILINGUAL,
    BPMN,
    CHILDREN,
    DIAGRAM,
    NODES,
    OUR_NAMESPACE,
    OURS,
    SAYS_NOTHING,
    SCHEMA_INSTANCE,
)

MAX_NAME = 200
NAMED_BY_ID = NODES | {"process", "sequenceFlow", "message", "textAnnotation", "association"}
WITH_TEXT = frozenset({"documentation", "conditionExpression", "incoming", "outgoing", "text"})
# As long as whoever keeps places of cases keeps their nodes.
ID = re.compile(r"[A-Za-z_][\w.-]{0,58}", re.ASCII)
REQUIRED = {
    "sequenceFlow": ("id", "sourceRef", "targetRef"),
    "association": ("sourceRef", "targetRef"),
    "messageEventDefinition": ("messageRef",),
    "message": ("id", "name"),
    "callActivity": ("id", "calledElement"),
    "process": ("id",),
    **dict.fromkeys(NODES - {"callActivity"}, ("id",)),
}
Key = tuple[str, str]


def problems_of(root: Element) -> list[Problem]:
    """Return everything in a file that the profile has no place for."""
    if (root.namespace, root.name) != (BPMN, "definitions"):
        return [_problem(Wrong.NOT_BPMN, root, name=root.name)]
    return [*_of_bpmn(root), *_repeated(root)]


def _of_bpmn(element: Element) -> Iterator[Problem]:
    yield from _of_attributes(element)
    yield from _of_text(element)
    for child in element.children:
        if child.namespace == DIAGRAM and element.name == "definitions":
            continue
        if child.namespace != BPMN or not _may_stand(child.name, element.name):
            yield _outside(child, element)
        elif child.name == "extensionElements":
            yield from (*_of_attributes(child), *_of_text(child))
            for own in child.children:
                yield from _of_ours(own, element)
        else:
            yield from _of_bpmn(child)


def _may_stand(name: str, within: str) -> bool:
    return name in CHILDREN.get(within, ()) or (name in ALWAYS and within in NAMED_BY_ID)


def _of_ours(element: Element, within: Element) -> Iterator[Problem]:
    places, known, needed = OURS.get(element.name, (frozenset(), frozenset(), frozenset()))
    if element.namespace != OUR_NAMESPACE or within.name not in places:
        yield _outside(element, within)
        return
    for (namespace, name), value in element.attributes.items():
        if namespace or name not in known:
            yield _stray(element, name, value)
        elif len(value) > MAX_NAME:
            yield _bad(element, name, value)
    yield from _missing(element, sorted(needed))
    yield from _of_text(element)
    for child in element.children:
        yield from _of_ours(child, element)


def _missing(element: Element, needed: Iterable[str]) -> Iterator[Problem]:
    for name in needed:
        if not element.get(name):
            yield _problem(Wrong.ATTRIBUTE_MISSING, element, name=element.name, attribute=name)


def _of_text(element: Element) -> Iterator[Problem]:
    if element.text.strip() and element.name not in WITH_TEXT:
        text = element.text.strip()[:40]
        yield _problem(Wrong.TEXT_OUTSIDE_PROFILE, element, name=element.name, text=text)


def _of_attributes(element: Element) -> Iterator[Problem]:
    for key, value in element.attributes.items():
        if not _is_known(element, key, value):
            yield _stray(element, key[1], value)
        elif key == ("", "id") and not ID.fullmatch(value):
            yield _bad(element, "id", value)
        elif key[1] in {"name", "nameEn"} and len(value) > MAX_NAME:
            yield _bad(element, key[1], value)
    yield from _missing(element, REQUIRED.get(element.name, ()))


def _is_known(element: Element, key: Key, value: str) -> bool:
    match key:
        case (space, "nameEn") if space == OUR_NAMESPACE:
            return element.name in BILINGUAL
        case (space, "schemaLocation") if space == SCHEMA_INSTANCE:
            return element.name == "definitions"
        case (space, "type") if space == SCHEMA_INSTANCE:
            is_formal = value.rpartition(":")[2] == "tFormalExpression"
            return element.name == "conditionExpression" and is_formal
        case ("", "id" | "name"):
            return True
        case ("", name):
            return name in ATTRIBUTES.get(element.name, ()) or SAYS_NOTHING.get(name) == value
        case _:
            return False


def _repeated(root: Element) -> Iterator[Problem]:
    seen: set[str] = set()
    for element in _all(root):
        known = element.get("id")
        if known in seen:
            yield _problem(Wrong.TWICE, element, name=element.name, attribute="id", value=known)
        if known:
            seen.add(known)


def _all(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        if child.namespace != DIAGRAM:
            yield from _all(child)


def _problem(wrong: Wrong, element: Element, **parameters: str) -> Problem:
    return Problem(wrong, element.get("id"), element.line, parameters)


def _outside(element: Element, within: Element) -> Problem:
    parameters = {"name": element.name, "within": within.name}
    known = element.get("id") or within.get("id")
    return Problem(Wrong.OUTSIDE_PROFILE, known, element.line, parameters)


def _stray(element: Element, name: str, value: str) -> Problem:
    said = {"name": element.name, "attribute": name, "value": value[:40]}
    return _problem(Wrong.ATTRIBUTE_OUTSIDE_PROFILE, element, **said)


def _bad(element: Element, name: str, value: str) -> Problem:
    said = {"name": element.name, "attribute": name, "value": value[:40]}
    return _problem(Wrong.BAD_VALUE, element, **said)
