"""Units as figures are shown by: which ones may be chosen, and which lie under which."""

from collections.abc import Sequence
from dataclasses import dataclass

from primeline.kit.errors import NotFound
from primeline.kit.words import in_language
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach


@dataclass(frozen=True, kw_only=True)
class Place:
    """A unit, as a choice or a line of a table."""

    id: int
    code: str
    path: str
    name_zh: str
    name_en: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(zh=self.name_zh, en=self.name_en)

    @property
    def depth(self) -> int:
        return self.path.count("/") - 2


@dataclass(frozen=True, kw_only=True)
class Places:
    """The units within reach, each followed by those under it."""

    all: Sequence[Place]
    # Whoever only reaches named accounts chooses no unit.
    is_by_rank: bool

    @property
    def top_depth(self) -> int:
        return min((place.depth for place in self.all), default=0)

    def get(self, code: str) -> Place:
        """Return the unit with this code.

        :raises NotFound: if there is none within reach
        """
        for place in self.all:
            if place.code == code and self.is_by_rank:
                return place
        raise NotFound

    def root(self, chosen: Place | None) -> Place | None:
        """Return the unit whose parts are compared: the one chosen, or the only one on top."""
        tops = [place for place in self.all if place.depth == self.top_depth]
        if chosen is not None or not self.is_by_rank:
            return chosen
        return tops[0] if len(tops) == 1 else None

    def parts(self, chosen: Place | None) -> dict[int, Place]:
        """Return for each unit id the part of the whole that it is shown under."""
        root = self.root(chosen)
        found: dict[int, Place] = {}
        if root is None:
            return {place.id: place for place in self.all}
        under = [place for place in self.all if place.path.startswith(root.path)]
        children = [place for place in under if place.depth == root.depth + 1]
        for place in under:
            part = next((c for c in children if place.path.startswith(c.path)), root)
            found[place.id] = part
        return found

    def ids_under(self, place: Place) -> frozenset[int]:
        """Return the ids of a unit and all below it."""
        return frozenset(p.id for p in self.all if p.path.startswith(place.path))


def places_of(reach: Reach) -> Places:
    """Return the units whose figures this person may see. One query."""
    units = sorted(
        staff.units_within(reach, Permission.VIEW_FIGURES),
        key=lambda unit: [int(part) for part in unit.path.split("/") if part],
    )
    return Places(
        all=[
            Place(
                id=unit.pk,
                code=unit.code,
                path=unit.path,
                name_zh=unit.name_zh,
                name_en=unit.name_en,
            )
            for unit in units
        ],
        is_by_rank=bool(reach.paths_for(Permission.VIEW_FIGURES)),
    )
