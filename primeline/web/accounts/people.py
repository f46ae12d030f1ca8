"""The people at an account: the map of key persons, and what is on file about each."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from primeline.customers import queries as customers
from primeline.customers.queries import Dossier
from primeline.web.pages import today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer

BOX, BOX_HIGH, GAP, GAP_HIGH, EDGE = 184, 64, 40, 14, 4
LONGEST = 11


@dataclass(frozen=True, kw_only=True)
class Box:
    """A person as the map draws them."""

    x: float
    y: float
    name: str
    title: str
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
    return {"people": found, "map": _map(found) if found.here else None}


def _map(found: customers.People) -> Map:
    drawing = found.drawing
    boxes = []
    for one in found.here:
        place = drawing.places[one.card.id]
        boxes.append(
            Box(
                x=_x(place.column),
                y=_y(place.row),
                name=_cut(one.card.name),
                title=_cut(one.card.job_title),
                dossier=one,
            )
        )
    return Map(
        width=round(_x(drawing.columns) - GAP + EDGE),
        height=round(_y(drawing.rows) - GAP_HIGH + EDGE),
        boxes=boxes,
        lines=[
            _line(above.column, above.row, below.column, below.row)
            for above, below in drawing.lines
        ],
    )


def _x(column: float) -> float:
    return EDGE + column * (BOX + GAP)


def _y(row: float) -> float:
    return EDGE + row * (BOX_HIGH + GAP_HIGH)


def _line(column: int, row: float, below_column: int, below_row: float) -> str:
    start, end = _x(column) + BOX, _x(below_column)
    high, low = _y(row) + BOX_HIGH / 2, _y(below_row) + BOX_HIGH / 2
    middle = (start + end) / 2
    return f"M{start:g} {high:g}C{middle:g} {high:g} {middle:g} {low:g} {end:g} {low:g}"


def _cut(text: str) -> str:
    """Return a text that fits into a box: Latin letters take half the room of characters."""
    room, kept = LONGEST * 2, ""
    for sign in text:
        room -= 2 if ord(sign) > 0x2E7F else 1
        if room < 0:
            return f"{kept}…"
        kept += sign
    return kept
