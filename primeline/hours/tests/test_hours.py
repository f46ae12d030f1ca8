"""When units work: their own hours, those of the unit above, those to come."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from primeline.calendars.clocks import add, between, next_open
from primeline.calendars.values import Shift, Shifts
from primeline.hours import actions, queries, rules
from primeline.hours.events import UnitHoursChanged
from primeline.hours.models import UnitHours
from primeline.hours.shipped import OFFICE_DAY
from primeline.hours.values import Hours
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.kit.events import name_of
from primeline.kit.models import EventRow
from primeline.staff.models import Unit
from primeline.testing.cast import (
    TUESDAY_10AM,
    east_province,
    harbor_branch,
    headquarters,
    hill_branch,
    quay_team,
    sara,
)

TODAY = date(2026, 4, 28)
NEXT_WEEK = TODAY + timedelta(days=6)  # a Monday
SHOP = (Shift(600, 720), Shift(780, 1200))

pytestmark = pytest.mark.django_db


def hours(
    *shifts: Shift, zone: str = "Asia/Shanghai", keeps_public_days: bool = True, days: int = 7
) -> Hours:
    empty: Shifts = ()
    return rules.hours_from(
        zone=zone,
        keeps_public_days=keeps_public_days,
        days=[shifts] * days + [empty] * (7 - days),
        on_holidays=(),
        on_make_up_days=None,
    )


def set_hours(
    unit: Unit, new: Hours, *, active_from: date = TODAY, version: int = 0, **more: Any
) -> UnitHours:
    return actions.set_unit_hours(
        unit=unit,
        hours=new,
        active_from=active_from,
        version=version,
        by=sara(),
        at=TUESDAY_10AM,
        **more,
    )


def opens(unit: Unit, day: date) -> str:
    """Return when a unit opens on or after a day, by the clock of Shanghai."""
    calendar = queries.calendar_of(unit.pk, at=TUESDAY_10AM)
    midnight = datetime.combine(day, time(), tzinfo=UTC) - timedelta(hours=8)
    return f"{next_open(calendar, midnight).at + timedelta(hours=8):%m-%d %H:%M}"


class TestCalendarOf:
    def test_is_that_of_the_nearest_unit_above_with_hours_of_its_own(self) -> None:
        set_hours(east_province(), hours(*SHOP))
        set_hours(harbor_branch(), hours(Shift(540, 1080)))

        found = queries.calendars_of(
            [one.pk for one in (headquarters(), hill_branch(), quay_team())], at=TUESDAY_10AM
        )

        assert opens(headquarters(), TODAY) == "04-28 08:30"
        assert opens(hill_branch(), TODAY) == "04-28 10:00"
        assert opens(quay_team(), TODAY) == "04-28 09:00"
        assert len(found) == 3
        assert found[hill_branch().pk] is queries.calendar_of(east_province().pk, at=TUESDAY_10AM)

    def test_knows_the_hours_to_come(self) -> None:
        set_hours(harbor_branch(), hours(*SHOP), active_from=NEXT_WEEK)

        assert opens(harbor_branch(), TODAY) == "04-28 08:30"
        assert opens(harbor_branch(), NEXT_WEEK) == "05-06 10:00"  # Labour Day goes to 5 May
        start = datetime(2026, 4, 30, 9, tzinfo=UTC)  # half an hour before closing
        calendar = queries.calendar_of(harbor_branch().pk, at=TUESDAY_10AM)
        assert add(calendar, start, timedelta(hours=1)).at == datetime(
            2026, 5, 6, 2, 30, tzinfo=UTC
        )

    def test_does_without_public_days_where_they_are_not_kept(self) -> None:
        new_york = hours(*OFFICE_DAY, zone="America/New_York", keeps_public_days=False, days=5)
        set_hours(hill_branch(), new_york)
        calendar = queries.calendar_of(hill_branch().pk, at=TUESDAY_10AM)

        labour_day = datetime(2026, 5, 1, 4, tzinfo=UTC)
        assert between(calendar, labour_day, labour_day + timedelta(days=1)) == timedelta(hours=7.5)
        new_year = datetime(2027, 1, 1, tzinfo=UTC)
        assert not add(calendar, new_year, timedelta(days=9)).is_provisional

    def test_of_no_unit_is_not_found(self) -> None:
        with pytest.raises(NotFound):
            queries.calendar_of(0, at=TUESDAY_10AM)


class TestSetUnitHours:
    def test_ends_those_before_and_tells(self) -> None:
        first = set_hours(harbor_branch(), hours(*SHOP))
        second = set_hours(
            harbor_branch(), hours(Shift(540, 1080)), active_from=NEXT_WEEK, version=first.version
        )
        first.refresh_from_db()

        assert (first.active_to, second.active_to) == (NEXT_WEEK, None)
        told = EventRow.objects.filter(name=name_of(UnitHoursChanged)).latest("pk")
        assert told.payload["from_date"] == str(NEXT_WEEK)
        assert told.payload["path"] == harbor_branch().path
        [(unit, rows)] = queries.units_with_hours(today=TODAY)
        assert (unit, len(rows)) == (harbor_branch(), 2)

    def test_twice_for_one_day_corrects(self) -> None:
        first = set_hours(harbor_branch(), hours(*SHOP))

        again = set_hours(harbor_branch(), hours(Shift(540, 1080)), version=first.version)

        assert (again.pk, again.version) == (first.pk, 2)
        assert opens(harbor_branch(), TODAY) == "04-28 09:00"

    def test_refuses_what_cannot_begin_like_that(self) -> None:
        with pytest.raises(Refused) as past:
            set_hours(harbor_branch(), hours(*SHOP), active_from=TODAY - timedelta(days=1))
        abroad = hours(*SHOP, zone="America/New_York")
        with pytest.raises(Refused) as later:
            set_hours(harbor_branch(), abroad, active_from=NEXT_WEEK)
        ahead = set_hours(harbor_branch(), hours(*SHOP), active_from=NEXT_WEEK)
        with pytest.raises(Refused) as before:
            set_hours(harbor_branch(), hours(*SHOP), version=ahead.version)

        assert {one.value.field for one in (past, later, before)} == {"active_from"}

    def test_refuses_the_slower_of_two_editors(self) -> None:
        first = set_hours(harbor_branch(), hours(*SHOP))
        set_hours(harbor_branch(), hours(Shift(540, 1080)), version=first.version)

        for stale in (0, first.version):
            with pytest.raises(ChangedMeanwhile):
                set_hours(harbor_branch(), hours(*SHOP), version=stale)


class TestEndUnitHours:
    def test_leaves_the_hours_of_the_unit_above(self) -> None:
        own = set_hours(harbor_branch(), hours(*SHOP))

        actions.end_unit_hours(
            unit=harbor_branch(), version=own.version, by=sara(), at=TUESDAY_10AM
        )

        assert opens(harbor_branch(), TODAY) == "04-28 08:30"
        assert queries.units_with_hours(today=TODAY) == []
        with pytest.raises(Refused):
            actions.end_unit_hours(unit=harbor_branch(), version=0, by=sara(), at=TUESDAY_10AM)

    def test_withdraws_what_lies_ahead_and_lets_the_present_go_on(self) -> None:
        own = set_hours(harbor_branch(), hours(*SHOP))
        ahead = set_hours(
            harbor_branch(), hours(Shift(540, 1080)), active_from=NEXT_WEEK, version=own.version
        )

        actions.end_unit_hours(
            unit=harbor_branch(), version=ahead.version, by=sara(), at=TUESDAY_10AM
        )

        assert opens(harbor_branch(), NEXT_WEEK + timedelta(days=3)) == "05-07 10:00"
        shown = queries.hours_of(harbor_branch(), today=TODAY)
        assert shown.set_by == harbor_branch()
        assert shown.latest is not None
        assert shown.latest.pk == own.pk


class TestShiftsAsText:
    def test_is_read_as_people_write_it(self) -> None:
        for text in (
            "08:30-12:00, 13:30-17:30",
            "13:30–17:30；8:30—12:00",
            "8:30至12:00、13:30~17:30",
            "08：30 到 12：00 13:30-17:30",
        ):
            assert rules.shifts_in(text, field="monday") == OFFICE_DAY
        assert rules.text_of(OFFICE_DAY) == "08:30-12:00, 13:30-17:30"
        assert rules.shifts_in("20:00-24:00", field="monday") == (Shift(1200, 1440),)
        assert rules.shifts_in(" ", field="monday") == ()

    def test_is_refused_where_nobody_could_work_it(self) -> None:
        for text in (
            "nine to five", "08:30", "08:30-12:00 lunch", "12:00-08:30", "08:30-08:30",
            "08:75-12:00", "08:30-24:01", "22:00-06:00", "08:30-12:00, 11:59-13:00",
        ):  # fmt: skip
            with pytest.raises(Refused) as refused:
                rules.shifts_in(text, field="friday")
            assert refused.value.field == "friday", text

    def test_a_week_needs_an_open_minute_and_a_zone_that_exists(self) -> None:
        for shifts, zone, field in (((), "Asia/Shanghai", "monday"), (SHOP, "Mars/Base", "zone")):
            with pytest.raises(Refused) as refused:
                hours(*shifts, zone=zone)
            assert refused.value.field == field
