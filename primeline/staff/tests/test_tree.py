"""Whatever is opened and moved, paths always tell the same as the tree."""

from collections.abc import Mapping, Sequence

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from primeline.kit.errors import Refused
from primeline.staff import actions
from primeline.staff.choices import Permission, Role, UnitKind
from primeline.staff.models import Unit
from primeline.staff.queries import units_within
from primeline.staff.reach import Bound, Reach, outermost
from primeline.testing import cast
from primeline.testing.cast import CASTING, TUESDAY_10AM

# What to do, with which unit, and under which: by position in the list of units so far.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["open", "move"]),
        st.integers(0, 30),
        st.integers(0, 30),
        st.sampled_from([UnitKind.PROVINCE, UnitKind.BRANCH, UnitKind.TEAM]),
    ),
    max_size=14,
)


@pytest.mark.django_db
class TestTree:
    @settings(
        max_examples=40,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(STEPS)
    @pytest.mark.row("A1")
    def test_paths_always_equal_the_tree(
        self, steps: Sequence[tuple[str, int, int, UnitKind]]
    ) -> None:
        with transaction.atomic():
            grow(steps)
            parents = dict(Unit.objects.values_list("pk", "parent_id"))
            paths = dict(Unit.objects.values_list("pk", "path"))

            assert paths == {pk: walked_path(pk, parents) for pk in parents}
            for pk in parents:
                assert reached_by_path(pk, paths[pk]) == reached_by_walking(pk, parents)
            transaction.set_rollback(True)

    @given(st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=4), max_size=6))
    def test_outermost_paths_cover_the_same(self, chains: list[list[int]]) -> None:
        paths = ["/" + "/".join(map(str, chain)) + "/" for chain in chains]

        kept = outermost(paths)

        for path in paths:
            assert sum(path.startswith(above) for above in kept) == 1


def grow(steps: Sequence[tuple[str, int, int, UnitKind]]) -> None:
    """Take the steps that the rules allow; a refused one must change nothing."""
    units = [cast.headquarters().pk]
    for number, (deed, which, where, kind) in enumerate(steps):
        unit = Unit.objects.get(pk=units[which % len(units)])
        under = Unit.objects.get(pk=units[where % len(units)])
        before = set(Unit.objects.values_list("pk", "path", "parent_id"))
        try:
            if deed == "open":
                units.append(a_unit(f"U{number}", kind, under).pk)
            else:
                actions.move_unit(
                    unit=unit, version=unit.version, to=under, by=CASTING, at=TUESDAY_10AM
                )
        except Refused:
            assert set(Unit.objects.values_list("pk", "path", "parent_id")) == before


def a_unit(code: str, kind: UnitKind, parent: Unit) -> Unit:
    return actions.create_unit(
        code=code, kind=kind, name_zh=code, parent=parent, by=CASTING, at=TUESDAY_10AM
    )


def walked_path(pk: int, parents: Mapping[int, int | None]) -> str:
    above = parents[pk]
    return (walked_path(above, parents) if above else "/") + f"{pk}/"


def reached_by_walking(pk: int, parents: Mapping[int, int | None]) -> set[int]:
    below = {pk}
    while more := {unit for unit, above in parents.items() if above in below} - below:
        below |= more
    return below


def reached_by_path(pk: int, path: str) -> set[int]:
    bound = Bound(role=Role.ANALYST, unit_id=pk, path=path)
    reach = Reach(person_id=0, bounds=(bound,), named_ids=frozenset())
    return set(units_within(reach, Permission.VIEW_STAFF).values_list("pk", flat=True))
