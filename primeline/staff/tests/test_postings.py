"""Giving roles, taking them back, standing in for somebody, and how far all that reaches."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from primeline.customers.queries import visible_to
from primeline.kit import deeds
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.kit.models import EventRow
from primeline.staff import actions, queries
from primeline.staff.choices import Permission, Role
from primeline.staff.models import Cover, Person, Posting, Unit
from primeline.staff.values import EVERYTHING, Bounds, Period
from primeline.testing import cast
from primeline.testing.cast import CASTING, TUESDAY_10AM

pytestmark = [pytest.mark.django_db, pytest.mark.empty_archive]

TODAY = TUESDAY_10AM.date()
TOMORROW = TODAY + timedelta(days=1)


class TestGivePosting:
    def test_lets_somebody_do_what_the_role_says_there_and_below(self) -> None:
        gus = cast.a_person("gus", "顾斯", "Gus", cast.harbor_branch())

        a_posting(gus, cast.east_province(), Role.PROVINCE_SUPERVISOR)

        reach = queries.reach_of(gus, at=TUESDAY_10AM)
        assert reach.paths_for(Permission.EDIT_CUSTOMERS) == (cast.east_province().path,)
        assert not reach.may(Permission.EDIT_STAFF)

    def test_is_told_to_others_and_ends_sessions(self) -> None:
        gus = cast.a_person("gus", "顾斯", "Gus", cast.harbor_branch())

        posting = a_posting(gus, cast.harbor_branch(), Role.SALES)

        event = EventRow.objects.filter(name="staff.PostingGiven").latest("id")
        assert event.payload["posting_id"] == posting.pk
        assert Person.objects.get(pk=gus.pk).session_epoch == gus.session_epoch + 1

    def test_nobody_gives_themselves_a_role(self) -> None:
        ada = cast.ada()

        with pytest.raises(Refused):
            actions.give_posting(
                person=ada,
                unit=cast.headquarters(),
                role=Role.AUDITOR,
                period=Period(TODAY),
                by=ada,
                at=TUESDAY_10AM,
            )

    def test_an_administrator_does_not_become_an_auditor(self) -> None:
        with pytest.raises(Refused) as refusal:
            a_posting(cast.eve(), cast.headquarters(), Role.AUDITOR)

        assert refusal.value.field == "role"

    def test_the_same_role_is_held_once(self) -> None:
        with pytest.raises(Refused):
            a_posting(cast.lin(), cast.harbor_branch(), Role.ACCOUNT_MANAGER)

    def test_the_database_refuses_it_twice_too(self) -> None:
        lin = cast.lin()

        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            deeds.act(kind="test", by=CASTING, at=TUESDAY_10AM),
        ):
            Posting.objects.create(
                person=lin, unit=lin.home_unit, role=Role.ACCOUNT_MANAGER, active_from=TODAY
            )

    @pytest.mark.parametrize("closed", ["person", "unit"])
    def test_refuses_who_or_what_is_not_active(self, closed: str) -> None:
        gus, team = cast.a_person("gus", "顾斯", "Gus", cast.harbor_branch()), cast.quay_team()
        if closed == "person":
            gus = actions.deactivate_person(person=gus, version=1, by=cast.ada(), at=TUESDAY_10AM)
        else:
            team = actions.close_unit(
                unit=team, version=1, accounts_count=0, by=cast.ada(), at=TUESDAY_10AM
            )

        with pytest.raises(Refused) as refusal:
            a_posting(gus, team, Role.TECHNICIAN)

        assert refusal.value.field == closed

    def test_holds_from_its_first_day_up_to_its_last(self) -> None:
        gus = cast.a_person("gus", "顾斯", "Gus", cast.harbor_branch())
        actions.give_posting(
            person=gus,
            unit=cast.harbor_branch(),
            role=Role.SALES,
            period=Period(TOMORROW, TOMORROW + timedelta(days=2)),
            by=cast.ada(),
            at=TUESDAY_10AM,
        )

        held = [
            bool(queries.reach_of(gus, at=TUESDAY_10AM + timedelta(days=day)).bounds)
            for day in range(4)
        ]

        assert held == [False, True, True, False]


class TestEndPosting:
    def test_takes_effect_at_once_and_stays_on_record(self) -> None:
        lin = cast.lin()

        ended = an_end(lin)

        assert ended.active_to == TODAY
        assert queries.reach_of(lin, at=TUESDAY_10AM).bounds == ()
        assert list(queries.postings_of(lin)) == [ended]
        assert EventRow.objects.filter(name="staff.PostingEnded").count() == 1

    def test_what_has_not_begun_is_withdrawn_and_can_be_given_again(self) -> None:
        gus = cast.a_person("gus", "顾斯", "Gus", cast.harbor_branch())
        for _ in range(2):
            actions.give_posting(
                person=gus,
                unit=cast.harbor_branch(),
                role=Role.SALES,
                period=Period(TOMORROW),
                by=cast.ada(),
                at=TUESDAY_10AM,
            )
            withdrawn = an_end(gus)

        assert withdrawn.active_to == withdrawn.active_from
        assert not queries.reach_of(gus, at=TUESDAY_10AM + timedelta(days=3)).bounds

    def test_refuses_what_has_ended(self) -> None:
        lin = cast.lin()
        an_end(lin)

        with pytest.raises(Refused):
            an_end(lin)

    def test_nobody_ends_their_own_role(self) -> None:
        ada = cast.ada()

        with pytest.raises(Refused):
            actions.end_posting(posting=ada.postings.get(), version=1, by=ada, at=TUESDAY_10AM)

    def test_the_last_administrator_stays(self) -> None:
        eve, ada = cast.eve(), cast.ada()

        with pytest.raises(Refused):
            actions.end_posting(posting=ada.postings.get(), version=1, by=eve, at=TUESDAY_10AM)

        a_posting(eve, cast.headquarters(), Role.ADMINISTRATOR)
        actions.end_posting(posting=ada.postings.get(), version=1, by=eve, at=TUESDAY_10AM)

        assert not queries.reach_of(ada, at=TUESDAY_10AM).may(Permission.EDIT_STAFF)

    def test_refuses_whoever_saw_an_older_version(self) -> None:
        posting = cast.lin().postings.get()

        with pytest.raises(ChangedMeanwhile):
            actions.end_posting(posting=posting, version=7, by=cast.ada(), at=TUESDAY_10AM)

    def test_is_found_only_within_reach(self) -> None:
        posting = cast.lin().postings.get()
        edit = Permission.EDIT_STAFF

        eve = queries.reach_of(cast.eve(), at=TUESDAY_10AM)
        assert queries.get_posting(eve, posting.pk, today=TODAY, permission=edit) == posting

        for stranger in (cast.mira(), cast.walt(), cast.greta()):
            reach = queries.reach_of(stranger, at=TUESDAY_10AM)
            with pytest.raises(NotFound):
                queries.get_posting(reach, posting.pk, today=TODAY, permission=edit)


class TestCover:
    @pytest.mark.row("A5")
    def test_lends_the_named_accounts_while_it_lasts(self) -> None:
        bank, nora = cast.harbor_bank(), cast.nora()
        assert bank not in visible_to(queries.reach_of(nora, at=TUESDAY_10AM))

        a_cover(cast.lin(), nora)

        seen = [
            bank in visible_to(queries.reach_of(nora, at=TUESDAY_10AM + timedelta(days=day)))
            for day in (0, 6, 7)
        ]
        assert seen == [True, True, False]

    def test_lends_no_rank(self) -> None:
        cast.harbor_bank()

        a_cover(cast.greta(), cast.mira())

        mira = queries.reach_of(cast.mira(), at=TUESDAY_10AM)
        assert not visible_to(mira).exists()
        assert not mira.may(Permission.ASSIGN_MANAGERS)

    def test_ends_at_once(self) -> None:
        bank, nora = cast.harbor_bank(), cast.nora()
        cover = a_cover(cast.lin(), nora)

        actions.end_cover(cover=cover, version=1, by=cast.greta(), at=TUESDAY_10AM)

        assert bank not in visible_to(queries.reach_of(nora, at=TUESDAY_10AM))
        names = list(EventRow.objects.order_by("id").values_list("name", flat=True))
        assert names[-2:] == ["staff.CoverSet", "staff.CoverEnded"]

    def test_an_absence_may_stand_without_cover(self) -> None:
        cover = a_cover(cast.lin(), None)

        assert cover.covered_by is None

    def test_refuses_a_second_absence_at_the_same_time(self) -> None:
        a_cover(cast.lin(), cast.nora())

        with pytest.raises(Refused) as refusal:
            a_cover(cast.lin(), None)

        assert refusal.value.field == "active_from"

    def test_refuses_somebody_who_is_away_too_or_is_the_same(self) -> None:
        lin, nora = cast.lin(), cast.nora()
        a_cover(nora, None)

        for person in (nora, lin):
            with pytest.raises(Refused) as refusal:
                a_cover(lin, person)
            assert refusal.value.field == "covered_by"

    def test_refuses_an_open_end(self) -> None:
        with pytest.raises(Refused):
            actions.set_cover(
                absent=cast.lin(),
                covered_by=None,
                period=Period(TODAY),
                by=cast.greta(),
                at=TUESDAY_10AM,
            )

    def test_the_database_refuses_a_person_as_their_own_cover(self) -> None:
        lin = cast.lin()

        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            deeds.act(kind="test", by=CASTING, at=TUESDAY_10AM),
        ):
            Cover.objects.create(absent=lin, covered_by=lin, active_from=TODAY, active_to=TOMORROW)

    def test_is_listed_within_reach(self) -> None:
        cover = a_cover(cast.lin(), cast.nora())

        def seen_by(person: Person) -> list[Cover]:
            reach = queries.reach_of(person, at=TUESDAY_10AM)
            return list(queries.covers_within(reach, today=TODAY))

        assert seen_by(cast.greta()) == [cover]
        assert seen_by(cast.mira()) == []


class TestReachOf:
    @pytest.mark.row("A1")
    def test_asks_one_query(self, django_assert_num_queries: object) -> None:
        lin = cast.lin()
        a_posting(lin, cast.hill_branch(), Role.SALES, Bounds(industries=frozenset({"FINANCE"})))
        a_cover(cast.nora(), lin)

        with django_assert_num_queries(1):  # type: ignore[operator]
            reach = queries.reach_of(lin, at=TUESDAY_10AM)

        assert reach.roles == {Role.ACCOUNT_MANAGER, Role.SALES}
        assert reach.named_ids == {lin.pk, cast.nora().pk}
        bounds = {bound.unit_name_en: bound.industries for bound in reach.bounds}
        assert bounds == {"Harbor branch": frozenset(), "Hill branch": {"FINANCE"}}

    def test_days_begin_where_the_person_is(self) -> None:
        lin = cast.lin()
        actions.change_preferences(
            person=lin, language="en", time_zone="Pacific/Kiritimati", by=lin, at=TUESDAY_10AM
        )
        a_cover(cast.nora(), lin, period=Period(TOMORROW, TOMORROW + timedelta(days=1)))

        # Ten in the evening in Shanghai is tomorrow already in the middle of the Pacific.
        evening = TUESDAY_10AM + timedelta(hours=12)
        reach = queries.reach_of(Person.objects.get(pk=lin.pk), at=evening)

        assert cast.nora().pk in reach.named_ids

    def test_a_closed_unit_lends_nothing(self) -> None:
        gus = cast.a_person("gus", "顾斯", "Gus", cast.quay_team(), Role.TECHNICIAN)

        with deeds.act(kind="test", by=CASTING, at=TUESDAY_10AM):
            Unit.objects.filter(pk=gus.home_unit_id).update(is_active=False)

        assert queries.reach_of(gus, at=TUESDAY_10AM).bounds == ()


def a_posting(person: Person, unit: Unit, role: Role, bounds: Bounds = EVERYTHING) -> Posting:
    return actions.give_posting(
        person=person,
        unit=unit,
        role=role,
        period=Period(date(2026, 1, 1)),
        bounds=bounds,
        by=cast.ada(),
        at=TUESDAY_10AM,
    )


def an_end(person: Person) -> Posting:
    posting = queries.postings_of(person)[0]
    return actions.end_posting(
        posting=posting, version=posting.version, by=cast.ada(), at=TUESDAY_10AM
    )


def a_cover(absent: Person, covered_by: Person | None, *, period: Period | None = None) -> Cover:
    return actions.set_cover(
        absent=absent,
        covered_by=covered_by,
        period=period or Period(TODAY, TODAY + timedelta(days=7)),
        by=cast.greta(),
        at=TUESDAY_10AM,
    )
