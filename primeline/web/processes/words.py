"""What is wrong with a drawing, in words: one text for each kind of fault."""

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from primeline.bpmn.errors import Problem, Wrong
from primeline.bpmn.remapping import Stays
from primeline.bpmn.values import Drawing
from primeline.kit.words import in_language
from primeline.processes.choices import EditionStatus, SwitchStatus
from primeline.web.cases.words import field_name, name_of, node_name

if TYPE_CHECKING:
    from primeline.processes.queries import Plan
    from primeline.processes.queries.switching import Left

TONES: Final = {
    EditionStatus.DRAFT: "plain",
    EditionStatus.CHECKED: "wait",
    EditionStatus.APPROVED: "good",
    EditionStatus.REFUSED: "bad",
    EditionStatus.DROPPED: "plain",
}


SWITCH_TONES: Final = {
    SwitchStatus.PROPOSED: "wait",
    SwitchStatus.APPROVED: "plain",
    SwitchStatus.DONE: "good",
    SwitchStatus.REFUSED: "bad",
    SwitchStatus.WITHDRAWN: "plain",
}
WHY_STAYS: Final = {
    Stays.WANTED: _("“%(at)s”: it was chosen that these stay."),
    Stays.GONE: _("“%(at)s” is not drawn any more. Say where these go."),
    Stays.OTHER_KIND: _("“%(at)s” is something else in the new version. Say where these go."),
    Stays.OTHER_SCOPE: _("“%(at)s” lies in another sub-process by now. Say where these go."),
    Stays.OTHER_CALL: _("“%(at)s” calls another process by now; these wait for the old one."),
    Stays.OTHER_MESSAGE: _("“%(at)s” waits for another message by now."),
    Stays.NO_ARROW: _("No arrow leads to “%(at)s” from where these came."),
    Stays.NEVER_ENDS: _("From “%(at)s” these could never end: somebody would be waited for who "
                        "was never sent, or would come twice."),
    Stays.NOT_TRIED: _("From “%(at)s” there are more ways than could be tried."),
    Stays.OTHER_ANSWER: _("What was said under “%(at)s” does not fit the new version."),
}  # fmt: skip


def element_name(drawing: Drawing, element: str) -> str:
    """Return what an element is called: by its own name, or by those that an arrow leads between.

    Empty where nothing about it has a name.
    """
    if element == drawing.key:
        return in_language(zh=drawing.name, en=drawing.name_en)
    if node := drawing.by_id.get(element):
        return in_language(zh=node.name, en=node.name_en)
    flow = drawing.flow_by_id.get(element)
    if flow is None:
        return ""
    named = in_language(zh=flow.name, en=flow.name_en)
    return named or f"{name_of(drawing, flow.source)} → {name_of(drawing, flow.target)}"


def place_name(drawing: Drawing, name: str) -> str:
    """Return what a place or a fact is called in the language of the reader."""
    return field_name(drawing, name) if name in drawing.fields else name_of(drawing, name)


def left_words(drawing: Drawing, left: "Left") -> str:
    """Return why some cases stay, and at what."""
    named = field_name if left.why is Stays.OTHER_ANSWER else name_of
    return str(WHY_STAYS[left.why]) % {"at": named(drawing, left.at)}


def plan_rows(plan: "Plan") -> list[dict[str, Any]]:
    """Return where cases stand and where they go, with what may be chosen there."""
    return [
        {
            "id": one.node.id,
            "name": node_name(one.node),
            "count": one.count,
            "target": one.target if one.why is None else "",
            "choices": [(to.id, node_name(to)) for to in one.choices],
            "is_asked_otherwise": one.is_asked_otherwise and one.why is None,
        }
        for one in plan.stops
    ]


def fault_words(problem: Problem) -> str:
    """Return what is wrong, and at what."""
    return str(FAULTS[problem.wrong]) % problem.parameters


FAULTS: Final = {
    Wrong.TOO_LARGE: _(
        "The file is larger than %(limit)s bytes. Draw it in parts that call each other."
    ),
    Wrong.TOO_DEEP: _("Elements lie in each other more than %(limit)s deep."),
    Wrong.TOO_MANY_ELEMENTS: _(
        "There are more than %(limit)s elements. Draw it in parts that call each other."
    ),
    Wrong.NOT_XML: _("This is no XML: %(reason)s. Save the drawing anew."),
    Wrong.FORBIDDEN_XML: _(
        "A document type or an entity stands in it (%(what)s). Save the drawing without it."
    ),
    Wrong.NOT_BPMN: _("This is no drawing in BPMN 2.0: its first element is “%(name)s”."),
    Wrong.NO_PROCESS: _("There is no process on the drawing."),
    Wrong.SECOND_PROCESS: _("There is a second process on the drawing. One file holds one."),
    Wrong.OUTSIDE_PROFILE: _(
        "“%(name)s” in “%(within)s” is not run here. Draw it with the elements of the profile."
    ),
    Wrong.ATTRIBUTE_OUTSIDE_PROFILE: _("“%(attribute)s” of “%(name)s” is not run here: %(value)s."),
    Wrong.ATTRIBUTE_MISSING: _("“%(name)s” lacks its “%(attribute)s”."),
    Wrong.BAD_VALUE: _("“%(attribute)s” of “%(name)s” cannot be “%(value)s”."),
    Wrong.TWICE: _("“%(attribute)s” of “%(name)s” is there twice: %(value)s."),
    Wrong.TEXT_OUTSIDE_PROFILE: _("Text stands in “%(name)s” where none belongs: %(text)s."),
    Wrong.UNKNOWN_REFERENCE: _(
        "“%(attribute)s” of “%(name)s” names “%(value)s”, which is not there."
    ),
    Wrong.NO_START: _("Nothing says where it starts. Draw one start."),
    Wrong.SECOND_START: _("There is a second start. Draw one."),
    Wrong.NO_END: _("Nothing says where it ends. Draw an end."),
    Wrong.FLOW_LEAVES_SCOPE: _("An arrow leads out of its sub-process, or into one."),
    Wrong.FLOW_INTO_START: _("An arrow leads into a start."),
    Wrong.FLOW_OUT_OF_END: _("An arrow leads out of an end."),
    Wrong.FLOW_NOT_LISTED: _("The arrow “%(flow)s” is not named where it begins or ends."),
    Wrong.SPLIT_WITHOUT_GATEWAY: _(
        "Several arrows leave it. Draw a gateway that says which to take."
    ),
    Wrong.CONDITION_MISPLACED: _("A condition stands on an arrow that is not chosen by a gateway."),
    Wrong.CONDITION_UNREADABLE: _("The condition cannot be read at sign %(position)s: %(found)s."),
    Wrong.CONDITION_TOO_LONG: _("The condition has more than %(limit)s signs."),
    Wrong.UNKNOWN_FIELD: _(
        "The condition asks for “%(field)s”, which the drawing does not name as a field."
    ),
    Wrong.TYPES_DIFFER: _("The condition compares %(left)s with %(right)s."),
    Wrong.NOT_ORDERED: _("What the condition compares is in no order: %(type)s."),
    Wrong.NOT_A_QUESTION: _("“%(field)s” alone is no question of yes or no."),
    Wrong.UNKNOWN_CHOICE: _("“%(value)s” is no answer that “%(field)s” can have."),
    Wrong.NOT_DRAWN: _("It has no place on the sheet. Draw it where people see it."),
    Wrong.NO_WAY_OUT: _("No arrow leaves it, and it is no end."),
    Wrong.UNREACHABLE: _("No arrow leads to it from the start."),
    Wrong.CONDITION_MISSING: _("An arrow that a gateway chooses says no condition."),
    Wrong.NO_DEFAULT: _("The gateway has no default: where no condition holds, nothing goes on."),
    Wrong.UNKNOWN_NAME: _("“%(attribute)s” names “%(value)s”, which is not known here."),
    Wrong.NAME_MISSING: _("It says no “%(attribute)s”."),
    Wrong.WAITS_FOREVER: _(
        "It can wait for something that never comes. Join what was split in the same way."
    ),
    Wrong.COMES_TWICE: _("The same case can come here twice at once. Join what was split before."),
    Wrong.NEVER_ENDS: _("From here it can never come to an end."),
    Wrong.NEVER_REACHED: _("No case can ever come here."),
    Wrong.RUNS_IN_CIRCLES: _("It can go in circles without waiting for anybody."),
    Wrong.TOO_MANY_STATES: _("It has more than %(limit)s states, so not all of them were tried."),
}
