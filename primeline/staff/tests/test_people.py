"""Entering people, changing what is known of them, letting them go."""

import pytest
from django.db import IntegrityError, transaction

from primeline.audit.models import Act, HistoryRow
from primeline.kit import deeds
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.kit.models import EventRow
from primeline.staff import actions, queries
from primeline.staff.choices import Permission, Role
from primeline.staff.models import Person, Posting
from primeline.staff.values import Identity, Period
from primeline.testing import cast
from primeline.testing.cast import CASTING, TUESDAY_10AM

pytestmark = pytest.mark.django_db

TODAY = TUESDAY_10AM.date()
GUS = Identity(username="gus", name_zh="顾斯", name_en="Gus", email="gus@hengqiao.test")


class TestCreatePerson:
    def test_enters_somebody_who_cannot_sign_in_yet(self) -> None:
        gus = an_entry(GUS)

        assert not gus.has_usable_password()
        assert gus.home_unit == cast.harbor_branch()
        assert queries.reach_of(gus, at=TUESDAY_10AM).bounds == ()
        assert Act.objects.filter(kind="staff.create_person", actor=cast.ada()).count() == 1

    @pytest.mark.parametrize("username", ["lin", "LIN", "with space", ""])
    def test_refuses_a_user_name_that_is_taken_or_no_name(self, username: str) -> None:
        cast.lin()

        with pytest.raises(Refused) as refusal:
            an_entry(Identity(username=username, name_zh="林二"))

        assert refusal.value.field == "username"

    def test_refuses_a_person_without_a_name(self) -> None:
        with pytest.raises(Refused) as refusal:
            an_entry(Identity(username="gus", name_zh=" "))

        assert refusal.value.field == "name_zh"

    def test_the_database_refuses_one_name_in_two_spellings(self) -> None:
        lin = cast.lin()

        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            deeds.act(kind="test", by=CASTING, at=TUESDAY_10AM),
        ):
            Person.objects.create(username="Lin", name_zh="林", home_unit=lin.home_unit)


class TestChangePerson:
    def test_history_keeps_what_was(self) -> None:
        gus = an_entry(GUS)

        changed = actions.change_person(
            person=gus,
            version=1,
            identity=Identity(username="gus", name_zh="顾思", name_en="Gus"),
            by=cast.ada(),
            at=TUESDAY_10AM,
        )

        assert changed.name_zh == "顾思"
        row = HistoryRow.objects.get(act__kind="staff.change_person")
        assert row.before is not None
        assert (row.before["name_zh"], row.after["name_zh"]) == ("顾斯", "顾思")

    def test_history_never_holds_a_password(self) -> None:
        gus = actions.choose_password(
            person=an_entry(GUS),
            password="quiet lamp under seven rivers",
            by=CASTING,
            at=TUESDAY_10AM,
        )

        rows = HistoryRow.objects.filter(table="staff_person", row_id=str(gus.pk))

        assert rows.count() >= 2
        assert all("argon2" not in str([row.before, row.after]) for row in rows)

    def test_refuses_whoever_saw_an_older_version(self) -> None:
        gus = an_entry(GUS)
        actions.change_person(person=gus, version=1, identity=GUS, by=cast.ada(), at=TUESDAY_10AM)

        with pytest.raises(ChangedMeanwhile):
            actions.change_person(
                person=gus, version=1, identity=GUS, by=cast.ada(), at=TUESDAY_10AM
            )


class TestMovePerson:
    def test_changes_where_they_belong_and_nothing_else(self) -> None:
        lin = cast.lin()

        moved = actions.move_person(
            person=lin, version=1, to=cast.hill_branch(), by=cast.ada(), at=TUESDAY_10AM
        )

        assert moved.home_unit == cast.hill_branch()
        assert queries.reach_of(moved, at=TUESDAY_10AM).bounds[0].unit_id == lin.home_unit_id

    def test_nobody_moves_themselves(self) -> None:
        ada = cast.ada()

        with pytest.raises(Refused):
            actions.move_person(
                person=ada, version=1, to=cast.hill_branch(), by=ada, at=TUESDAY_10AM
            )


class TestDeactivatePerson:
    def test_takes_all_reach_at_once(self) -> None:
        lin = cast.lin()

        gone = actions.deactivate_person(
            person=lin, version=lin.version, by=cast.ada(), at=TUESDAY_10AM
        )

        reach = queries.reach_of(gone, at=TUESDAY_10AM)
        assert reach.bounds == ()
        assert not reach.may(Permission.VIEW_CUSTOMERS)
        assert gone.session_epoch == lin.session_epoch + 1
        assert EventRow.objects.filter(name="staff.PersonDeactivated").count() == 1

    def test_nobody_locks_themselves_out(self) -> None:
        ada = cast.ada()

        with pytest.raises(Refused):
            actions.deactivate_person(person=ada, version=1, by=ada, at=TUESDAY_10AM)

    def test_the_last_administrator_stays(self) -> None:
        ada = cast.ada()

        with pytest.raises(Refused):
            actions.deactivate_person(person=ada, version=1, by=CASTING, at=TUESDAY_10AM)

        assert Person.objects.get(pk=ada.pk).is_active

    def test_they_come_back_with_the_roles_they_held(self) -> None:
        lin = cast.lin()
        gone = actions.deactivate_person(person=lin, version=1, by=cast.ada(), at=TUESDAY_10AM)

        back = actions.reactivate_person(
            person=gone, version=gone.version, by=cast.ada(), at=TUESDAY_10AM
        )

        assert queries.reach_of(back, at=TUESDAY_10AM).may(Permission.VIEW_CUSTOMERS)


class TestCredentials:
    @pytest.mark.parametrize(
        "password", ["short", "password123", "Primeline-Lin", "harborbranch-lin", "wangchaolinxiao"]
    )
    def test_refuses_what_others_would_guess(self, password: str) -> None:
        cast.harbor_branch()

        with pytest.raises(Refused) as refusal:
            actions.choose_password(
                person=cast.lin(), password=password, by=CASTING, at=TUESDAY_10AM
            )

        assert refusal.value.field == "password"

    @pytest.mark.parametrize(
        "password",
        ["quiet lamp under seven rivers", "lin likes green umbrellas", "七条大河下的一盏安静灯火"],
    )
    def test_takes_what_is_long_and_nobodys_name(self, password: str) -> None:
        lin = actions.choose_password(
            person=cast.lin(), password=password, by=CASTING, at=TUESDAY_10AM
        )

        assert lin.check_password(password)

    def test_an_issued_password_is_marked(self) -> None:
        lin = actions.issue_password(
            person=cast.lin(), password="eleven grey umbrellas", by=cast.ada(), at=TUESDAY_10AM
        )

        assert lin.is_password_initial

    def test_nobody_resets_their_own_second_factor_or_issues_their_own_password(self) -> None:
        ada = cast.ada()

        with pytest.raises(Refused):
            actions.reset_second_factor(person=ada, by=ada, at=TUESDAY_10AM)
        with pytest.raises(Refused):
            actions.issue_password(
                person=ada, password="eleven grey umbrellas", by=ada, at=TUESDAY_10AM
            )

    def test_nobody_sets_up_a_second_factor_for_another(self) -> None:
        with pytest.raises(Refused):
            actions.set_second_factor(
                person=cast.lin(), secret="A" * 32, by=cast.ada(), at=TUESDAY_10AM
            )

    def test_a_reset_takes_the_recovery_codes_too(self) -> None:
        lin = cast.lin()
        actions.set_second_factor(person=lin, secret="A" * 32, by=lin, at=TUESDAY_10AM)
        actions.renew_recovery_codes(person=lin, by=lin, at=TUESDAY_10AM)

        reset = actions.reset_second_factor(person=lin, by=cast.ada(), at=TUESDAY_10AM)

        assert not queries.has_second_factor(lin)
        assert queries.recovery_codes_left(lin) == 0
        assert reset.session_epoch > lin.session_epoch


class TestPeopleWithin:
    def test_an_administrator_of_a_province_sees_that_province(self) -> None:
        lin, mira, eve = cast.lin(), cast.mira(), cast.eve()

        seen = queries.people_within(queries.reach_of(eve, at=TUESDAY_10AM), today=TODAY)

        assert lin in seen
        assert mira not in seen

    def test_colleagues_see_each_other(self) -> None:
        lin, nora, hugo = cast.lin(), cast.nora(), cast.hugo()

        seen = queries.people_within(queries.reach_of(lin, at=TUESDAY_10AM), today=TODAY)

        assert nora in seen
        assert hugo not in seen

    def test_mira_does_not_see_lin(self) -> None:
        reach = queries.reach_of(cast.mira(), at=TUESDAY_10AM)

        with pytest.raises(NotFound):
            queries.get_person(reach, cast.lin().pk, today=TODAY)

    def test_a_province_cannot_take_over_a_login_of_the_headquarters(self) -> None:
        lin, eve = cast.lin(), cast.eve()
        reach = queries.reach_of(eve, at=TUESDAY_10AM)
        edit = Permission.EDIT_STAFF
        assert queries.get_person(reach, lin.pk, today=TODAY, permission=edit) == lin

        actions.give_posting(
            person=lin,
            unit=cast.headquarters(),
            role=Role.ANALYST,
            period=Period(TODAY),
            by=cast.ada(),
            at=TUESDAY_10AM,
        )

        queries.get_person(reach, lin.pk, today=TODAY)
        with pytest.raises(NotFound):
            queries.get_person(reach, lin.pk, today=TODAY, permission=edit)

    def test_two_queries_list_people_with_their_roles(
        self, django_assert_num_queries: object
    ) -> None:
        for person in (cast.lin, cast.nora, cast.greta):
            person()
        reach = queries.reach_of(cast.ada(), at=TUESDAY_10AM)

        with django_assert_num_queries(2):  # type: ignore[operator]
            people = queries.with_postings(queries.people_within(reach, today=TODAY), today=TODAY)
            found = {person.username: _current_of(person) for person in people}

        assert found["lin"] == ["HARBOR"]


def _current_of(person: Person) -> list[str]:
    held: list[Posting] = person.current_postings  # type: ignore[attr-defined]
    return [posting.unit.code for posting in held]


def an_entry(identity: Identity) -> Person:
    return actions.create_person(
        identity=identity, home_unit=cast.harbor_branch(), by=cast.ada(), at=TUESDAY_10AM
    )
