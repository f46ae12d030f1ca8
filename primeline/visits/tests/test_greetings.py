"""Key persons are wished well once, on the right day, as the cadence asks for it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from primeline.calendars import shipped as calendar
from primeline.calendars.values import DayKind
from primeline.commitments.models import Commitment
from primeline.customers import actions as customers
from primeline.customers.birthdays import birthdays_between
from primeline.customers.choices import Tier
from primeline.kit.errors import Refused
from primeline.standards.models import Step
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from primeline.visits import actions, occasions
from primeline.visits.choices import (
    ActionStatus,
    Manner,
    Occasion,
)
from primeline.visits.models import DayLimit, StandardAction
from primeline.visits.queries import effect_of
from primeline.visits.tests.greeted import (
    BORN,
    DAY,
    STRETCH,
    TODAY,
    birthday,
    change,
    greetings,
    key_person,
)
from primeline.visits.tests.planned import TEST, install, level, plan
from primeline.visits.values import Outcome, Period, Rhythms

pytestmark = [pytest.mark.django_db, pytest.mark.row("D3")]


@pytest.mark.engine("sqlite")
class TestOccasions:
    @pytest.mark.parametrize(
        ("occasion", "name"),
        [
            (Occasion.NEW_YEAR, "元旦"),
            (Occasion.SPRING_FESTIVAL, "春节"),
            (Occasion.LABOR_DAY, "劳动节"),
            (Occasion.DRAGON_BOAT, "端午"),
            (Occasion.MID_AUTUMN, "中秋"),
            (Occasion.NATIONAL_DAY, "国庆节"),
        ],
    )
    def test_fall_on_holidays_of_their_name(self, occasion: Occasion, name: str) -> None:
        # Since 2008 all of them are public days; where two fall together one names the day.
        for year in range(2008, calendar.LAST_YEAR + 1):
            days = {one.day: one for one in calendar.days_of(year)}
            day = occasions.feast_in(occasion, year)
            found = days.get(day)
            if found is None:
                # A Saturday that is free anyway: no day that differs.
                assert (occasion, year, day.weekday()) == (Occasion.DRAGON_BOAT, 2012, 5)
                continue
            both = {
                occasions.feast_in(one, year)
                for one in (Occasion.MID_AUTUMN, Occasion.NATIONAL_DAY)
            }
            assert found.kind is DayKind.HOLIDAY
            assert both == {day} or found.name_zh.startswith(name), f"{found} is not {name}"

    def test_29_february_and_leap_months_are_decided(self) -> None:
        years: dict[str, Any] = {"start": date(2025, 1, 1), "end": date(2029, 1, 1)}
        leap = birthdays_between(solar=date(1980, 2, 29), lunar="", **years)
        assert [str(one)[5:] for one in leap] == ["02-28", "02-28", "02-28", "02-29"]
        # The year 2025 has a leap sixth month; the ordinary one begins on 25 June.
        sixth = birthdays_between(solar=None, lunar="06-10", **years | {"end": date(2026, 1, 1)})
        assert sixth == (date(2025, 7, 4),)
        # The lunar birthday goes first; with neither there is none.
        assert birthdays_between(solar=BORN, lunar="06-10", **years)[0] == date(2025, 7, 4)
        assert birthdays_between(solar=None, lunar="", **years) == ()

    def test_stretches_are_whole_weeks_and_do_not_tell_the_day(self) -> None:
        week = [date(2026, 5, 18) + number * DAY for number in range(7)]
        assert {occasions.stretch_of(day) for day in week} == {STRETCH}

    def test_a_birthday_in_a_week_off_is_greeted_the_week_before(self) -> None:
        worked = {date(2026, 2, 9) + number * DAY for number in range(6)}
        day = date(2026, 2, 18)
        span = occasions.stretch_of(day)
        best = occasions.best_of(Occasion.BIRTHDAY, day, span, worked)
        assert best == Period(span.start, day + DAY)
        usual = occasions.best_of(Occasion.BIRTHDAY, day, span, {date(2026, 2, 17)})
        assert usual == Period(date(2026, 2, 16), day + DAY)


class TestPlan:
    def test_is_owed_once_by_the_manager_about_the_person(self) -> None:
        person = key_person()
        plan()
        greeting = birthday()
        owed = greeting.commitment
        assert owed is not None
        assert greeting.period == STRETCH
        assert greeting.planned_date is not None
        assert date(2026, 5, 18) <= greeting.planned_date <= date(2026, 5, 20)
        assert (greeting.person_id, owed.person_id) == (cast.lin().pk, None)
        assert (owed.subject_kind, owed.subject_id) == ("visits.person", person.pk)
        assert (owed.what, owed.debtor_role) == ("2026-05-11 – 2026-05-24", "ACCOUNT_MANAGER")
        assert plan() == Outcome()

        bank = cast.harbor_bank()
        customers.name_managers(
            customer=bank, version=bank.version, account_manager=cast.mira(), deputy=None,
            by=cast.greta(), at=TUESDAY_10AM,
        )  # fmt: skip
        plan()
        assert birthday().person_id == cast.mira().pk
        level(bank, Tier.GOLD)
        plan()
        change(person, job_title="Director")
        plan()
        plan(TUESDAY_10AM + 10 * DAY)
        assert birthday().pk == greeting.pk
        assert Commitment.objects.filter(subject_kind="visits.person").count() == 1

    def test_festivals_come_by_level(self) -> None:
        key_person()
        at = TUESDAY_10AM + 120 * DAY
        plan(at)
        found = greetings().order_by("period_from").values_list("standard__step__code", flat=True)
        assert list(found) == ["MID_AUTUMN_GREETING", "NATIONAL_DAY_GREETING"]
        level(cast.harbor_bank(), Tier.GOLD)
        plan(at)
        assert greetings().get().standard.step.code == "MID_AUTUMN_GREETING"

    @pytest.mark.engine("sqlite")
    @pytest.mark.parametrize(
        "facts",
        [
            {"agrees": False},
            {"decision_role": ""},
            {"decision_role": "USES"},
            {"birthday": None},
            {"tier": Tier.STANDARD},
        ],
    )
    def test_who_is_not_asked_for_is_left_alone(self, facts: dict[str, Any]) -> None:
        key_person(**facts)
        plan()
        assert not greetings().exists()

    def test_nobody_with_room_is_unstaffed_and_comes_back(self) -> None:
        key_person()
        limit = DayLimit.objects.get(manner=Manner.CALL)
        facts: dict[str, Any] = {"manner": Manner.CALL, "by": TEST, "at": TUESDAY_10AM}
        actions.set_day_limit(version=limit.version, most=0, **facts)
        plan()
        assert (birthday().status, birthday().commitment) == (ActionStatus.UNSTAFFED, None)
        actions.set_day_limit(version=limit.version + 1, most=3, **facts)
        plan()
        assert birthday().status == ActionStatus.PLANNED

    @pytest.mark.engine("sqlite")
    def test_effect_counts_people_and_names_who_has_no_room(self) -> None:
        key_person()
        wanted = Rhythms(rhythms={"T0": "ON_ITS_DAY"}, active_from=TODAY)
        asked: dict[str, Any] = {"manner": "CALL", "instead_of": None, "on": TODAY}
        found = effect_of(wanted, at=TUESDAY_10AM, occasion="BIRTHDAY", **asked)
        diamond = found.tiers[0]
        assert (diamond.account_count, round(diamond.after * 12)) == (1, 1)
        assert not found.beyond
        limit = DayLimit.objects.get(manner=Manner.CALL)
        actions.set_day_limit(
            manner=Manner.CALL, version=limit.version, most=0, by=TEST, at=TUESDAY_10AM
        )
        full = effect_of(wanted, at=TUESDAY_10AM, occasion="BIRTHDAY", **asked)
        assert [one.person for one in full.beyond] == [cast.lin()]
        nobody = replace(wanted, roles=frozenset({"USES"}))
        none = effect_of(nobody, at=TUESDAY_10AM, occasion="BIRTHDAY", **asked)
        assert none.tiers[0].account_count == 0


@pytest.mark.engine("sqlite")
class TestCadence:
    @pytest.mark.parametrize(
        ("occasion", "facts", "field"),
        [
            (Occasion.NEW_YEAR, {"rhythms": {"T1": "WEEKLY"}}, "T1"),
            (None, {"rhythms": {"T2": "ON_ITS_DAY"}}, "T2"),
            (None, {"roles": frozenset({"DECIDES"})}, "roles"),
            (Occasion.NEW_YEAR, {"roles": frozenset({"KING"})}, "roles"),
            (
                Occasion.NEW_YEAR,
                {"rhythms": {"T0": "ON_ITS_DAY"}, "is_in_last_month": True},
                "is_in_last_month",
            ),
        ],
    )
    def test_says_what_cannot_be(
        self, occasion: Occasion | None, facts: dict[str, Any], field: str
    ) -> None:
        install()
        said: dict[str, Any] = {"rhythms": {"T0": "MONTHLY"}, "active_from": TODAY} | facts
        wanted = Rhythms(**said)
        if field == "roles" and occasion:
            wanted = replace(wanted, rhythms={"T0": "ON_ITS_DAY"})
        with pytest.raises(Refused) as refused:
            actions.add_standard_action(
                step=Step.objects.get(code="MANAGER_VISIT"), manner=Manner.CALL, wanted=wanted,
                occasion=occasion, by=TEST, at=TUESDAY_10AM,
            )  # fmt: skip
        assert refused.value.field == field

    def test_roles_change_from_a_day_on_and_another_festival_is_added(self) -> None:
        person = key_person(decision_role="USES")
        row = StandardAction.objects.get(step__code="BIRTHDAY_GREETING")
        wanted = Rhythms(
            rhythms={"T0": "ON_ITS_DAY"}, roles=frozenset({"USES"}), active_from=TODAY + DAY
        )
        actions.set_standard_action(
            standard=row, version=row.version, wanted=wanted, by=TEST, at=TUESDAY_10AM
        )
        actions.add_standard_action(
            step=Step.objects.get(code="MANAGER_VISIT"), manner=Manner.CALL,
            wanted=replace(wanted, roles=frozenset()), occasion=Occasion.DRAGON_BOAT,
            by=TEST, at=TUESDAY_10AM,
        )  # fmt: skip
        plan()
        found = {one.standard.occasion: one for one in greetings()}
        assert set(found) == {Occasion.BIRTHDAY, Occasion.DRAGON_BOAT}
        assert all(one.contact_id == person.pk for one in found.values())
