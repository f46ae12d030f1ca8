"""Whose records are looked at: those of a unit, of a manager, or all within reach."""

from dataclasses import dataclass

from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.web.figures.places import Place, Places, places_of
from primeline.web.requests import PersonRequest

MOST = 10**12


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A unit and a manager as an address names them. The manager 0 is nobody."""

    places: Places | None = None
    unit: Place | None = None
    # Whether only what the unit itself owns is meant, without the units below it.
    is_own_only: bool = False
    manager_id: int | None = None

    @property
    def own_unit_id(self) -> int | None:
        return self.unit.id if self.unit and self.is_own_only else None

    @property
    def is_part(self) -> bool:
        return self.unit is not None or self.manager_id is not None

    @property
    def unit_path(self) -> str:
        return self.unit.path if self.unit else ""


def read(request: PersonRequest, *, with_places: bool = False) -> Chosen:
    """Return what the address asks for; the units to choose from are read where needed.

    :raises NotFound: if it names what there is not, or what is out of reach
    """
    unit, manager = request.GET.get("unit", ""), request.GET.get("manager", "")
    manager_id = whole_number(manager, most=MOST) if manager else None
    if manager and manager_id is None:
        raise NotFound
    places = places_of(request.reach) if unit or with_places else None
    return Chosen(
        places=places,
        unit=places.get(unit) if places and unit else None,
        is_own_only=request.GET.get("own") == "1",
        manager_id=manager_id,
    )
