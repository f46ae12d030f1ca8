"""Questions about the tree of units."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission
from primeline.staff.models import Person, Posting, Unit, UnitQuerySet
from primeline.staff.reach import Reach, outermost


@dataclass(frozen=True, kw_only=True)
class UnitNode:
    """A unit in the tree, with who is there.

    `people_count` are those who belong to it, `whole_count` those who belong to it or below;
    `roles_count` are the roles held at it; `level` counts from the top of what is shown.
    """

    unit: Unit
    level: int
    units_count: int
    people_count: int
    whole_count: int
    roles_count: int


def units_within(reach: Reach, permission: Permission = Permission.VIEW_STAFF) -> UnitQuerySet:
    """Return the units within reach, open and closed. Every list of units starts here."""
    return Unit.objects.under(*outermost(bound.path for bound in reach.bounds_for(permission)))


def units_in_order(
    reach: Reach, permission: Permission = Permission.VIEW_STAFF, *, only_open: bool = False
) -> list[Unit]:
    """Return the units within reach, each followed by those under it, for choices on pages."""
    units = units_within(reach, permission)
    return _in_order(units.filter(is_active=True) if only_open else units)


def units_to_name() -> list[Unit]:
    """Return the open units of the whole organization, whoever asks: for naming who serves what.

    What units are called and where they lie is no secret; who works there and what they own is.
    """
    return _in_order(Unit.objects.filter(is_active=True))


def get_unit(reach: Reach, unit_id: int, *, permission: Permission = Permission.VIEW_STAFF) -> Unit:
    """Return one unit.

    :raises NotFound: if there is none, or it is out of reach
    """
    unit = units_within(reach, permission).filter(pk=unit_id).select_related("parent").first()
    if unit is None:
        raise NotFound
    return unit


def unit_tree(reach: Reach, *, today: date) -> list[UnitNode]:
    """Return the units within reach, each followed by those under it. Three queries."""
    units = _in_order(units_within(reach))
    people = _people_by_unit()
    roles = _roles_by_unit(today)
    below: Counter[str] = Counter()
    under: Counter[int | None] = Counter(unit.parent_id for unit in units)
    for unit in units:
        for path in _paths_down_to(unit.path):
            below[path] += people[unit.pk]
    top = min((unit.depth for unit in units), default=0)
    return [
        UnitNode(
            unit=unit,
            level=unit.depth - top,
            units_count=under[unit.pk],
            people_count=people[unit.pk],
            whole_count=below[unit.path],
            roles_count=roles[unit.pk],
        )
        for unit in units
    ]


def _in_order(units: Iterable[Unit]) -> list[Unit]:
    # Ids in a path are numbers: as text, "/1/10/" would come before "/1/9/".
    return sorted(units, key=lambda unit: [int(part) for part in unit.path.split("/") if part])


def _paths_down_to(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[: end + 1]) + "/" for end in range(len(parts))]


def _people_by_unit() -> Counter[int]:
    rows = (
        Person.objects.filter(is_active=True)
        .order_by()
        .values_list("home_unit")
        .annotate(people_count=Count("id"))
    )
    return Counter(dict(rows))


def _roles_by_unit(today: date) -> Counter[int]:
    rows = (
        Posting.objects.filter(active_from__lte=today, person__is_active=True)
        .filter(Q(active_to=None) | Q(active_to__gt=today))
        .order_by()
        .values_list("unit")
        .annotate(roles_count=Count("id"))
    )
    return Counter(dict(rows))
