"""The people at an account: the map of key persons, and what is on file about each."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from primeline.customers import queries as customers
from primeline.customers.choices import Attitude, DecisionRole
from primeline.customers.queries import Dossier
from primeline.customers.values import ContactCard
from primeline.rights import queries as rights
from primeline.staff.choices import Permission
from primeline.web.drawings import cut, left_of, line_between, size_of, top_of
from primeline.web.pages import today
from primeline.web.requests import PersonRequest

# What fits below a name, where letters are smaller.
SMALL_LONGEST = 12

if TYPE_CHECKING:
    from primeline.customers.models import Customer


@dataclass(frozen=True, kw_only=True)
class Box:
    """A person as the map draws them."""

    x: float
    y: float
    name: str
    title: str
    attitude: str
    role: str
    standing: str
    dossier: Dossier


@dataclass(frozen=True, kw_only=True)
class Map:
    """The map of key persons, in the units of the drawing."""

    width: int
    height: int
    boxes: list[Box]
    lines: list[str]


def people(request: PersonRequest, customer: "Customer") -> dict[str, Any]:
    """Return what the pane of the people at an account shows."""
    found = customers.people_of(customer, request.reach, today=today())
    return {
        "people": found,
        "map": _map(found) if found.here else None,
        "restricted_by": rights.restrictions_at(customer)
        if request.reach.may(Permission.DECIDE_RIGHTS)
        else {},
        "with_people": customers.includes_contacts(customer, request.reach),
    }


def _standing(card: ContactCard) -> str:
    """Return in a few words how somebody stands towards us, and what they do in decisions."""
    words = [_label(Attitude, card.attitude), _label(DecisionRole, card.decision_role)]
    return " · ".join(filter(None, words))


def _label(choices: type[Attitude] | type[DecisionRole], value: str) -> str:
    return str(choices(value).label) if value else ""


def _map(found: customers.People) -> Map:
    drawing = found.drawing
    boxes = []
    for one in found.here:
        place = drawing.places[one.card.id]
        boxes.append(
            Box(
                x=left_of(place.column),
                y=top_of(place.row),
                name=cut(one.card.name),
                title=cut(one.card.job_title),
                attitude=cut(_label(Attitude, one.card.attitude), SMALL_LONGEST),
                role=cut(_label(DecisionRole, one.card.decision_role), SMALL_LONGEST),
                standing=_standing(one.card),
                dossier=one,
            )
        )
    width, height = size_of(drawing)
    lines = [line_between(above, below) for above, below in drawing.lines]
    return Map(width=width, height=height, boxes=boxes, lines=lines)
