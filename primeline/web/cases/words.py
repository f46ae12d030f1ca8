"""How what stands on a drawing is called, and what is shown of where a case stands on it."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from primeline.bpmn.values import Drawing, Kind, Node, Type
from primeline.kit.words import in_language
from primeline.processes.choices import ItemStatus
from primeline.web import formats

if TYPE_CHECKING:
    from datetime import datetime

    from primeline.processes.models import Case, WorkItem


def name_of(drawing: Drawing, node_id: str) -> str:
    """Return what a place on a drawing is called; one that is not there any more by its id."""
    node = drawing.by_id.get(node_id)
    return node_name(node) if node is not None else node_id


def node_name(node: Node) -> str:
    """Return what a place is called in the language of the reader."""
    return in_language(zh=node.name, en=node.name_en) or node.id


def field_name(drawing: Drawing, name: str) -> str:
    """Return what a fact of a case is called in the language of the reader."""
    field = drawing.fields.get(name)
    return (in_language(zh=field.name_zh, en=field.name_en) if field else "") or name


def said_words(drawing: Drawing, facts: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return what was said in a case, in words: what, and the answer."""
    found = []
    for name, field in drawing.fields.items():
        said = facts.get(name)
        if not said:
            continue
        if field.type is Type.BOOLEAN:
            said = _("yes") if said == "true" else _("no")
        elif field.type is Type.DAY:
            said = formats.stored_day(said)
        elif field.type is Type.MOMENT:
            said = formats.stored_moment(said)
        elif field.codes:
            choice = next((one for one in field.choices if one.code == said), None)
            said = (in_language(zh=choice.name_zh, en=choice.name_en) if choice else "") or said
        found.append((field_name(drawing, name), said))
    return found


def marks_of(
    drawing: Drawing, case: "Case", items: "list[WorkItem]", here: list[str], at: "datetime"
) -> dict[str, str]:
    """Return how each element of a drawing is to be shown: done, here, late, not taken."""
    late = {one.node for one in items if one.is_late(at)}
    marks = dict.fromkeys(case.passed, "done")
    if not case.is_running:
        for element in (*drawing.by_id, *drawing.flow_by_id):
            marks.setdefault(element, "not-taken")
    for node in here:
        marks[node] = "late" if node in late else "here"
    return marks


def tone_of(status: str) -> str:
    """Return the color of what became of a step."""
    return {
        ItemStatus.OPEN: "plain",
        ItemStatus.DONE: "good",
        ItemStatus.SENT_BACK: "warn",
        ItemStatus.DROPPED: "wait",
    }[ItemStatus(status)]


def steps_of(drawing: Drawing) -> list[Node]:
    """Return the steps that people do, in the order of the drawing."""
    return [node for node in drawing.nodes if node.kind is Kind.USER_TASK]
