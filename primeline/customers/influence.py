"""Where the people at a customer stand on the map of key persons: who reports to whom, drawn.

From left to right goes down the line of reporting; who is in no line stands below, side by side.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

ABREAST: Final = 3

Person = tuple[int, int | None]
"""The id of somebody, and of whom they report to."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where somebody stands, in columns and rows of boxes; halves occur."""

    id: int
    column: int
    row: float


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """The places of all, and which are joined: who is above first."""

    places: Mapping[int, Place]
    lines: Sequence[tuple[Place, Place]]

    @property
    def columns(self) -> int:
        return max((place.column + 1 for place in self.places.values()), default=0)

    @property
    def rows(self) -> float:
        return max((place.row + 1 for place in self.places.values()), default=0)


def drawn(people: Iterable[Person]) -> Drawing:
    """Return the drawing of these people. Ties to somebody who is not among them are left out."""
    known = dict(people)
    below: dict[int | None, list[int]] = defaultdict(list)
    for one, above in known.items():
        below[above if above in known else None].append(one)
    places: dict[int, Place] = {}
    heads = [one for one in below[None] if below[one]]
    row = 0
    for head in heads:
        row = _stand(head, below, places, column=0, row=row)
    for place, one in enumerate(one for one in below[None] if not below[one]):
        places[one] = Place(id=one, column=place % ABREAST, row=row + place // ABREAST)
    lines = [
        (places[above], places[one])
        for above, ones in below.items()
        if above is not None
        for one in ones
    ]
    return Drawing(places=places, lines=lines)


def is_above(one: int, other: int, ties: Mapping[int, int | None]) -> bool:
    """Test whether somebody is somewhere above another, or is the same."""
    seen: set[int] = set()
    at: int | None = other
    while at is not None and at not in seen:
        if at == one:
            return True
        seen.add(at)
        at = ties.get(at)
    return False


def _stand(
    one: int,
    below: Mapping[int | None, Sequence[int]],
    places: dict[int, Place],
    *,
    column: int,
    row: int,
) -> int:
    """Place somebody and all below; return the first row that is still free."""
    first = row
    for other in below.get(one, ()):
        row = _stand(other, below, places, column=column + 1, row=row)
    row = max(row, first + 1)
    places[one] = Place(id=one, column=column, row=(first + row - 1) / 2)
    return row
