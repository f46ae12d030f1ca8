"""What forms of the organization offer: units and people within the reach of whoever asks."""

from typing import TYPE_CHECKING, Any

from primeline.staff import queries
from primeline.staff.choices import Permission
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.staff.models import Person, Unit


def open_units(
    request: PersonRequest, permission: Permission = Permission.EDIT_STAFF
) -> dict[int, "Unit"]:
    """Return the open units within reach, each followed by those under it."""
    found = queries.units_in_order(request.reach, permission, only_open=True)
    return {unit.pk: unit for unit in found}


def as_choices(units: dict[int, "Unit"]) -> list[tuple[int, str]]:
    """Return units as choices, indented by how deep they lie."""
    top = min((unit.depth for unit in units.values()), default=0)
    return [(pk, f"{'　' * (unit.depth - top)}{unit.name}") for pk, unit in units.items()]


def colleagues(request: PersonRequest, person: "Person", today: Any) -> dict[int, "Person"]:
    """Return who may stand in for somebody: the other active people within reach."""
    people = queries.people_within(request.reach, today=today).filter(is_active=True)
    others = people.exclude(pk=person.pk).select_related("home_unit").order_by("username")
    return {other.pk: other for other in others}
