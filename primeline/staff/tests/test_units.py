"""The tree: opening, moving without loss, renaming, closing."""

import pytest

from primeline.audit.models import Act, HistoryRow
from primeline.customers.queries import visible_to
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.kit.models import EventRow
from primeline.staff import actions, queries
from primeline.staff.choices import Permission, UnitKind
from primeline.staff.models import Unit
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

pytestmark = [pytest.mark.django_db, pytest.mark.empty_archive]

TODAY = TUESDAY_10AM.date()


class TestCreateUnit:
    def test_puts_it_under_its_parent_and_on_record(self) -> None:
        branch = cast.harbor_branch()

        unit = actions.create_unit(
            code="DOCK",
            kind=UnitKind.TEAM,
            name_zh="船坞班组",
            name_en="Dock team",
            parent=branch,
            by=cast.ada(),
            at=TUESDAY_10AM,
        )

        assert unit.path == f"{branch.path}{unit.pk}/"
        act = Act.objects.get(kind="staff.create_unit", actor=cast.ada())
        stored = HistoryRow.objects.filter(act=act, table="staff_unit").order_by("id").last()
        assert stored is not None
        assert stored.after["path"] == unit.path

    def test_there_is_one_headquarters(self) -> None:
        cast.headquarters()

        with pytest.raises(Refused) as refusal:
            a_unit("HQ2", UnitKind.HEADQUARTERS, None)

        assert refusal.value.field == "parent"

    @pytest.mark.parametrize("code", ["HARBOR", "harbor", "  "])
    def test_refuses_a_code_that_is_taken_or_missing(self, code: str) -> None:
        cast.harbor_branch()

        with pytest.raises(Refused) as refusal:
            a_unit(code, UnitKind.BRANCH, cast.east_province())

        assert refusal.value.field == "code"

    def test_refuses_a_closed_parent(self) -> None:
        team = cast.quay_team()
        actions.close_unit(
            unit=team, version=team.version, accounts_count=0, by=cast.ada(), at=TUESDAY_10AM
        )

        with pytest.raises(Refused):
            a_unit("DOCK", UnitKind.TEAM, team)

    def test_leaves_nothing_behind_when_refused(self) -> None:
        branch = cast.harbor_branch()

        with pytest.raises(Refused):
            a_unit("DEEP", UnitKind.PROVINCE, branch)

        assert not Unit.objects.filter(code="DEEP").exists()


class TestMoveUnit:
    def test_takes_everything_under_it_along(self) -> None:
        team, branch, west = cast.quay_team(), cast.harbor_branch(), cast.west_province()

        moved = actions.move_unit(
            unit=branch, version=branch.version, to=west, by=cast.ada(), at=TUESDAY_10AM
        )

        team.refresh_from_db()
        assert moved.path == f"{west.path}{branch.pk}/"
        assert team.path == f"{moved.path}{team.pk}/"
        assert moved.parent == west

    def test_history_keeps_both_places_and_others_hear_of_it(self) -> None:
        branch, west = cast.harbor_branch(), cast.west_province()
        before = branch.path

        actions.move_unit(unit=branch, version=1, to=west, by=cast.ada(), at=TUESDAY_10AM)

        rows = HistoryRow.objects.filter(
            table="staff_unit", row_id=str(branch.pk), act__kind="staff.move_unit"
        ).order_by("id")
        assert rows[0].before is not None
        assert rows[0].before["path"] == before
        assert rows[len(rows) - 1].after["path"] == f"{west.path}{branch.pk}/"
        event = EventRow.objects.get(name="staff.UnitMoved")
        assert event.payload["from_path"] == before

    def test_refuses_a_circle(self) -> None:
        branch, team = cast.harbor_branch(), cast.quay_team()
        below = a_unit("DEEP", UnitKind.TEAM, team)

        for place in (team, below):
            with pytest.raises(Refused):
                actions.move_unit(
                    unit=team, version=team.version, to=place, by=cast.ada(), at=TUESDAY_10AM
                )
        assert Unit.objects.get(pk=team.pk).parent == branch

    def test_refuses_a_place_too_far_down(self) -> None:
        with pytest.raises(Refused):
            actions.move_unit(
                unit=cast.east_province(),
                version=1,
                to=cast.lake_branch(),
                by=cast.ada(),
                at=TUESDAY_10AM,
            )

    def test_refuses_whoever_saw_an_older_version(self) -> None:
        branch, west = cast.harbor_branch(), cast.west_province()
        a_new_name(branch, "Port branch")

        with pytest.raises(ChangedMeanwhile):
            actions.move_unit(unit=branch, version=1, to=west, by=cast.ada(), at=TUESDAY_10AM)

        assert Unit.objects.get(pk=branch.pk).path == branch.path

    def test_accounts_come_along(self) -> None:
        bank, branch = cast.harbor_bank(), cast.harbor_branch()
        walt = queries.reach_of(cast.walt(), at=TUESDAY_10AM)
        assert bank not in visible_to(walt)

        actions.move_unit(
            unit=branch, version=1, to=cast.west_province(), by=cast.ada(), at=TUESDAY_10AM
        )

        assert bank in visible_to(walt)
        paul = queries.reach_of(cast.paul(), at=TUESDAY_10AM)
        assert bank not in visible_to(paul)


class TestRenameUnit:
    def test_keeps_the_old_name_in_history(self) -> None:
        branch = a_new_name(cast.harbor_branch(), "Port branch")

        assert branch.name_en == "Port branch"
        row = HistoryRow.objects.get(act__kind="staff.rename_unit")
        assert row.before is not None
        assert row.before["name_en"] == "Harbor branch"

    def test_refuses_the_code_of_another(self) -> None:
        branch = cast.harbor_branch()
        cast.hill_branch()

        with pytest.raises(Refused) as refusal:
            actions.rename_unit(
                unit=branch,
                version=1,
                code="hill",
                name_zh=branch.name_zh,
                name_en="",
                by=cast.ada(),
                at=TUESDAY_10AM,
            )

        assert refusal.value.field == "code"

    def test_shows_what_differs_to_whoever_comes_second(self) -> None:
        branch = cast.harbor_branch()
        a_new_name(branch, "Port branch")

        with pytest.raises(ChangedMeanwhile) as clash:
            a_new_name(branch, "Bay branch")

        assert clash.value.differences["name_en"] == ("Bay branch", "Port branch")


class TestCloseUnit:
    def test_closes_an_empty_one_and_opens_it_again(self) -> None:
        team = cast.quay_team()

        closed = actions.close_unit(
            unit=team, version=1, accounts_count=0, by=cast.ada(), at=TUESDAY_10AM
        )
        assert not closed.is_active
        assert EventRow.objects.filter(name="staff.UnitClosed").count() == 1

        opened = actions.reopen_unit(unit=team, version=2, by=cast.ada(), at=TUESDAY_10AM)
        assert opened.is_active

    def test_refuses_while_people_belong_there(self) -> None:
        tina = cast.tina()

        with pytest.raises(Refused) as refusal:
            actions.close_unit(
                unit=tina.home_unit, version=1, accounts_count=0, by=cast.ada(), at=TUESDAY_10AM
            )

        assert "1" in str(refusal.value.message)
        assert Unit.objects.get(pk=tina.home_unit_id).is_active

    def test_refuses_while_units_lie_under_it(self) -> None:
        branch = cast.quay_team().parent
        assert branch is not None

        with pytest.raises(Refused):
            actions.close_unit(
                unit=branch, version=1, accounts_count=0, by=cast.ada(), at=TUESDAY_10AM
            )

    def test_refuses_while_accounts_belong_to_it(self) -> None:
        with pytest.raises(Refused):
            actions.close_unit(
                unit=cast.quay_team(),
                version=1,
                accounts_count=3,
                by=cast.ada(),
                at=TUESDAY_10AM,
            )

    def test_never_closes_the_headquarters(self) -> None:
        with pytest.raises(Refused):
            actions.close_unit(
                unit=cast.headquarters(),
                version=1,
                accounts_count=0,
                by=cast.ada(),
                at=TUESDAY_10AM,
            )

    def test_refuses_to_reopen_under_a_closed_one(self) -> None:
        team = cast.quay_team()
        branch = cast.harbor_branch()
        for unit in (team, branch):
            actions.close_unit(
                unit=unit, version=1, accounts_count=0, by=cast.ada(), at=TUESDAY_10AM
            )

        with pytest.raises(Refused):
            actions.reopen_unit(unit=team, version=2, by=cast.ada(), at=TUESDAY_10AM)


class TestUnitTree:
    @pytest.mark.row("A1")
    def test_counts_who_is_there_and_below(self, django_assert_num_queries: object) -> None:
        for person in (cast.greta, cast.lin, cast.tina, cast.hugo, cast.mira, cast.ada):
            person()
        reach = queries.reach_of(cast.ada(), at=TUESDAY_10AM)

        with django_assert_num_queries(3):  # type: ignore[operator]
            tree = queries.unit_tree(reach, today=TODAY)

        shown = {node.unit.code: (node.level, node.people_count, node.whole_count) for node in tree}
        assert shown["HQ"] == (0, 1, 6)
        assert shown["EAST"] == (1, 0, 4)
        assert shown["HARBOR"] == (2, 2, 3)
        assert shown["QUAY"] == (3, 1, 1)
        assert [node.unit.code for node in tree] == [
            "HQ",
            "EAST",
            "HARBOR",
            "QUAY",
            "HILL",
            "WEST",
            "LAKE",
        ]

    def test_begins_where_reach_begins(self) -> None:
        cast.mira()
        cast.tina()
        reach = queries.reach_of(cast.eve(), at=TUESDAY_10AM)

        codes = {node.unit.code for node in queries.unit_tree(reach, today=TODAY)}

        assert codes == {"EAST", "HARBOR", "QUAY"}


class TestGetUnit:
    def test_hides_what_is_out_of_reach(self) -> None:
        reach = queries.reach_of(cast.eve(), at=TUESDAY_10AM)

        assert queries.get_unit(reach, cast.harbor_branch().pk) == cast.harbor_branch()
        for stranger in (cast.lake_branch().pk, cast.headquarters().pk, 999_999):
            with pytest.raises(NotFound):
                queries.get_unit(reach, stranger)

    def test_whoever_only_looks_changes_nothing(self) -> None:
        reach = queries.reach_of(cast.greta(), at=TUESDAY_10AM)

        queries.get_unit(reach, cast.harbor_branch().pk)
        with pytest.raises(NotFound):
            queries.get_unit(reach, cast.harbor_branch().pk, permission=Permission.EDIT_STAFF)


def a_unit(code: str, kind: UnitKind, parent: Unit | None) -> Unit:
    return actions.create_unit(
        code=code, kind=kind, name_zh="新单位", parent=parent, by=cast.ada(), at=TUESDAY_10AM
    )


def a_new_name(unit: Unit, name_en: str) -> Unit:
    return actions.rename_unit(
        unit=unit,
        version=unit.version,
        code=unit.code,
        name_zh=unit.name_zh,
        name_en=name_en,
        by=cast.ada(),
        at=TUESDAY_10AM,
    )
