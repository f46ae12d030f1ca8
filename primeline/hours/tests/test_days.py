"""The public calendar: shipped, published, put right."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from primeline.calendars.clocks import add
from primeline.hours import actions, queries
from primeline.hours.choices import DayKind
from primeline.hours.events import DaySet, DaysPublished
from primeline.hours.models import CalendarDay, PublishedYear
from primeline.hours.values import GivenDay
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.kit.events import name_of
from primeline.kit.models import EventRow
from primeline.testing.cast import CASTING, TUESDAY_10AM, harbor_branch, sara

NEW_YEARS_EVE = datetime(2026, 12, 31, 9, tzinfo=UTC)  # half an hour before closing
HOUR = timedelta(hours=1)


@pytest.fixture
def _shipped(db: None) -> None:
    actions.install_days(by=CASTING, at=TUESDAY_10AM)


def given(day: date, kind: DayKind = DayKind.HOLIDAY, name: str = "春节") -> GivenDay:
    return GivenDay(day=day, kind=kind, name_zh=name, name_en="")


def of_2027() -> list[GivenDay]:
    days_off = [given(date(2027, 2, 5) + timedelta(days=n)) for n in range(7)]
    return [given(date(2027, 1, 1), name="元旦"), *days_off, make_up(date(2027, 1, 31))]


def make_up(day: date) -> GivenDay:
    return given(day, DayKind.WORKDAY)


def due_over_new_year() -> tuple[datetime, bool]:
    calendar = queries.calendar_of(harbor_branch().pk, at=TUESDAY_10AM)
    return add(calendar, NEW_YEARS_EVE, HOUR)


@pytest.mark.usefixtures("_shipped")
class TestInstallDays:
    def test_publishes_what_the_libraries_know_once(self) -> None:
        assert queries.published_years() == [2024, 2025, 2026]
        assert actions.install_days(by=CASTING, at=TUESDAY_10AM) == 0
        saturday = CalendarDay.objects.get(day_date=date(2026, 2, 14))
        assert (saturday.kind, saturday.name_zh) == (DayKind.WORKDAY, "春节")
        assert saturday.source == "chinesecalendar, holidays"


@pytest.mark.usefixtures("_shipped")
class TestPublishYear:
    def test_makes_provisional_deadlines_firm(self) -> None:
        guessed = due_over_new_year()

        actions.publish_year(year=2027, days=of_2027(), source="国办 1", by=sara(), at=TUESDAY_10AM)

        # New Year's Day is a Friday, so work goes on the Monday after it.
        assert guessed == (datetime(2027, 1, 4, 1, tzinfo=UTC), True)
        assert due_over_new_year() == (guessed[0], False)
        assert queries.workdays().is_workday(date(2027, 1, 31))
        heard = EventRow.objects.filter(name=name_of(DaysPublished)).latest("pk")
        assert heard.payload["year"] == 2027
        assert PublishedYear.objects.get(year=2027).published_by == sara()

    def test_replaces_what_was_put_in_before(self) -> None:
        for day in (date(2027, 3, 1), date(2027, 1, 1)):
            actions.set_day(given=given(day), version=0, by=sara(), at=TUESDAY_10AM)

        actions.publish_year(year=2027, days=of_2027(), source="国办", by=sara(), at=TUESDAY_10AM)

        assert [one.day for one in queries.year_shown(2027).days] == sorted(
            one.day for one in of_2027()
        )
        assert queries.workdays().is_workday(date(2027, 3, 1))
        assert CalendarDay.objects.get(day_date=date(2027, 1, 1)).name_zh == "元旦"

    def test_refuses_what_cannot_be_a_year(self) -> None:
        once = of_2027()
        for year, days, field in (
            (2026, once, None),
            (2028, once, None),
            (2027, [], "days_off"),
            (2027, [make_up(date(2027, 1, 31))], "days_off"),
            (2027, [*once, once[0]], "days_off"),
            (2027, [*once, given(date(2028, 1, 1))], "days_off"),
            (2027, [*once, make_up(date(2027, 2, 15))], "kind"),
            (2027, [*once, given(date(2027, 5, 1), name="")], "name_zh"),
        ):
            with pytest.raises(Refused) as refused:
                actions.publish_year(year=year, days=days, source="x", by=sara(), at=TUESDAY_10AM)
            assert refused.value.field == field
        assert queries.published_years() == [2024, 2025, 2026]


@pytest.mark.usefixtures("_shipped")
class TestSetDay:
    def test_takes_effect_and_can_be_taken_back(self) -> None:
        typhoon = date(2026, 8, 12)

        set_to = actions.set_day(
            given=given(typhoon, name="台风停工"), version=0, by=sara(), at=TUESDAY_10AM
        )
        assert not queries.workdays().is_workday(typhoon)

        actions.set_day(
            given=given(typhoon, DayKind.ORDINARY, ""),
            version=set_to.version,
            by=sara(),
            at=TUESDAY_10AM,
        )
        assert queries.workdays().is_workday(typhoon)
        assert EventRow.objects.filter(name=name_of(DaySet)).count() == 2

    def test_knows_no_version_of_a_day_without_a_row(self) -> None:
        with pytest.raises(NotFound):
            actions.set_day(given=given(date(2026, 8, 12)), version=7, by=sara(), at=TUESDAY_10AM)

    def test_refuses_the_slower_of_two_editors(self) -> None:
        day = date(2026, 10, 7)
        actions.set_day(given=make_up(date(2026, 10, 11)), version=0, by=sara(), at=TUESDAY_10AM)
        row = CalendarDay.objects.get(day_date=day)
        ordinary = given(day, DayKind.ORDINARY, "")
        actions.set_day(given=ordinary, version=row.version, by=sara(), at=TUESDAY_10AM)

        with pytest.raises(ChangedMeanwhile):
            actions.set_day(given=given(day), version=row.version, by=sara(), at=TUESDAY_10AM)


class TestYearNotPublished:
    @pytest.mark.usefixtures("_shipped")
    def test_is_asked_for_from_december_on(self) -> None:
        assert queries.unpublished_year(today=date(2026, 11, 30)) is None
        assert queries.unpublished_year(today=date(2026, 12, 1)) == 2027
        assert queries.unpublished_year(today=date(2027, 3, 1)) == 2027
        assert queries.unpublished_year(today=date(2025, 12, 1)) is None

    @pytest.mark.django_db
    def test_still_has_the_days_that_the_libraries_know(self) -> None:
        assert queries.unpublished_year(today=date(2026, 3, 1)) == 2026
        assert not queries.workdays().is_workday(date(2026, 10, 1))
        assert queries.workdays().is_workday(date(2026, 10, 10))
        assert due_over_new_year()[1]
        assert queries.year_shown(2027).publication is None
        assert queries.year_shown(2027).days[0].name_zh == "元旦"


@pytest.mark.usefixtures("_shipped")
def test_a_calendar_costs_one_query_and_one_more_edition(django_assert_num_queries: Any) -> None:
    unit = harbor_branch().pk
    queries.calendar_of(unit, at=TUESDAY_10AM)

    with django_assert_num_queries(1):
        first = queries.calendar_of(unit, at=TUESDAY_10AM)
    actions.set_day(given=given(date(2026, 8, 12)), version=0, by=sara(), at=TUESDAY_10AM)

    assert queries.calendar_of(unit, at=TUESDAY_10AM) is not first
