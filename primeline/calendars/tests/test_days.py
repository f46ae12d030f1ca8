"""Days that were got wrong elsewhere, one by one."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest

from primeline.calendars import shipped
from primeline.calendars.clocks import add, between, is_open, next_open, subtract
from primeline.calendars.errors import (
    BadShift,
    ClosedWeek,
    NoOpenTime,
    OverlappingShifts,
    UnknownZone,
)
from primeline.calendars.tests.examples import (
    CHINA,
    OFFICE_DAY,
    OFFICE_WEEK,
    ROUND_THE_CLOCK,
    WHOLE_DAY,
    china,
    local,
    office,
)
from primeline.calendars.values import ALWAYS, DayKind, Shift, Week, WorkCalendar

HOUR = timedelta(hours=1)
NEW_YORK = "America/New_York"


def only(*shifts: Shift, weekday: int, zone: str = NEW_YORK) -> WorkCalendar:
    days = tuple(tuple(shifts) if number == weekday else () for number in range(7))
    return WorkCalendar(zone=zone, week=Week(days=days))


class TestClocksOfOthersThatWentWrong:
    def test_no_minute_is_lost_at_midnight(self) -> None:
        """Zammad #3180: an end at 23:59 was a minute short at every midnight."""
        calendar = WorkCalendar(zone="Asia/Shanghai", week=ROUND_THE_CLOCK)
        start = china(2026, 11, 2, 9)

        assert between(calendar, start, start + timedelta(days=30)) == timedelta(days=30)
        assert add(calendar, start, timedelta(days=30)).at == start + timedelta(days=30)

    def test_only_days_of_the_table_are_days_off(self) -> None:
        """Zammad #390: a feed of holidays brought in days that nobody has off."""
        calendar = office()
        closed = {
            day
            for number in range(365)
            if (day := date(2026, 1, 1) + timedelta(days=number)).weekday() < 5
            if not is_open(calendar, china(day.year, day.month, day.day, 9))
        }

        weekdays_off = {day for day, kind in CHINA.items() if kind is DayKind.HOLIDAY}
        assert closed == {day for day in weekdays_off if day.year == 2026 and day.weekday() < 5}

    def test_nothing_falls_due_at_midnight_or_on_a_weekend(self) -> None:
        """Zammad #4432: reminders came at midnight and on Saturdays."""
        calendar = office()
        start = china(2026, 11, 6, 17)  # a Friday, half an hour before closing

        dues = [add(calendar, start, timedelta(minutes=n)).at for n in range(1, 1000)]

        assert all(is_open(calendar, due - timedelta(microseconds=1)) for due in dues)
        assert dues[29:31] == [china(2026, 11, 6, 17, 30), china(2026, 11, 9, 8, 31)]

    def test_moving_to_another_zone_takes_nothing_that_was_left(self) -> None:
        """GLPI #15429: after a change of time zone, matters were late as they were opened."""
        opened = china(2026, 11, 6, 9)
        for zone in ("Asia/Shanghai", "Asia/Urumqi", NEW_YORK, "Pacific/Kiritimati"):
            calendar = office(zone)
            due = add(calendar, opened, 4 * HOUR).at
            assert due > opened
            assert between(calendar, opened, due) == 4 * HOUR

    def test_what_is_opened_out_of_hours_still_has_all_its_time(self) -> None:
        """GLPI #687: opened out of hours, the time to solve was 0."""
        for opened in (china(2026, 11, 7, 22), china(2026, 11, 9, 8, 29), china(2026, 10, 3, 10)):
            due = add(office(), opened, 4 * HOUR).at
            assert between(office(), opened, due) == 4 * HOUR
        assert add(office(), china(2026, 11, 7, 22), 4 * HOUR).at == china(2026, 11, 9, 14)
        assert add(office(), china(2026, 11, 7, 22), timedelta()).at == china(2026, 11, 9, 8, 30)

    def test_an_hour_from_friday_evening_ends_on_monday_morning(self) -> None:
        """Chatwoot #13392: business hours were kept, and deadlines ran by the clock on the wall."""
        opened = china(2026, 11, 6, 17)  # a Friday, half an hour before closing
        assert add(office(), opened, HOUR).at == china(2026, 11, 9, 9)


class TestClockChanges:
    def test_new_york_loses_an_hour_in_spring(self) -> None:
        shift = only(Shift(90, 210), weekday=6)  # Sundays 01:30 to 03:30
        opens, closes = local(NEW_YORK, 2026, 3, 8, 1, 30), local(NEW_YORK, 2026, 3, 8, 3, 30)

        assert between(shift, opens, closes) == closes - opens == HOUR
        assert add(shift, opens, HOUR).at == closes
        assert add(ALWAYS, opens, 2 * HOUR).at == local(NEW_YORK, 2026, 3, 8, 4, 30)

    def test_a_shift_that_begins_in_the_lost_hour_begins_as_clocks_go_forward(self) -> None:
        shift = only(Shift(150, 240), weekday=6)

        opening = next_open(shift, local(NEW_YORK, 2026, 3, 8, 0)).at

        assert opening == datetime(2026, 3, 8, 7, tzinfo=UTC)
        assert add(shift, opening, HOUR).at == local(NEW_YORK, 2026, 3, 8, 4)

    def test_new_york_works_an_hour_more_in_autumn(self) -> None:
        night = only(Shift(0, 480), weekday=6)
        day = local(NEW_YORK, 2026, 11, 1, 0)

        assert between(night, day, day + timedelta(days=1)) == 9 * HOUR

    def test_shanghai_had_summer_time(self) -> None:
        """Old contracts: from 1986 to 1991 the clocks of China went an hour ahead in summer."""
        for year in range(1986, 1992):
            opening = next_open(office(), china(year, 7, 1, 0)).at
            assert opening.strftime("%H:%M") in {"23:30"}
        assert next_open(office(), china(1992, 7, 1, 0)).at.strftime("%H:%M") == "00:30"
        winter, summer = china(1986, 4, 28, 9), china(1986, 5, 12, 9)
        assert summer - winter == timedelta(days=14) - HOUR
        assert between(office(), winter, summer) == 10 * timedelta(hours=7.5)

    def test_urumqi_keeps_its_own_time(self) -> None:
        assert next_open(office("Asia/Urumqi"), china(2026, 11, 9, 0)).at == china(
            2026, 11, 9, 10, 30
        )


class TestChineseYear:
    def test_make_up_days_are_worked_like_a_monday(self) -> None:
        for month, day in ((2, 14), (2, 28), (5, 9), (1, 4), (9, 20), (10, 10)):
            morning = china(2026, month, day, 0)
            assert date(2026, month, day).weekday() >= 5
            assert between(office(), morning, morning + timedelta(days=1)) == timedelta(hours=7.5)

    def test_the_spring_festival_is_jumped_over(self) -> None:
        due = add(office(), china(2026, 2, 14, 17), HOUR)  # the make-up Saturday before it

        assert due == (china(2026, 2, 24, 9), False)
        assert subtract(office(), due.at, HOUR).at == china(2026, 2, 14, 17)

    def test_make_up_days_and_holidays_may_have_shifts_of_their_own(self) -> None:
        week = Week(
            days=(OFFICE_DAY,) * 5 + ((), ()),
            on_holidays=(Shift(540, 600),),
            on_make_up_days=(Shift(600, 660),),
        )
        calendar = WorkCalendar(zone="Asia/Shanghai", week=week, days=CHINA)

        assert next_open(calendar, china(2026, 10, 1, 0)).at == china(2026, 10, 1, 9)
        assert next_open(calendar, china(2026, 10, 10, 0)).at == china(2026, 10, 10, 10)

    def test_hours_may_change_from_a_day_on(self) -> None:
        early = Week(days=((Shift(420, 540),),) * 5 + ((), ()))
        calendar = office(later=((date(2026, 12, 1), early),))

        assert next_open(calendar, china(2026, 11, 30, 0)).at == china(2026, 11, 30, 8, 30)
        assert next_open(calendar, china(2026, 12, 1, 0)).at == china(2026, 12, 1, 7)
        assert add(calendar, china(2026, 11, 30, 17), HOUR).at == china(2026, 12, 1, 7, 30)
        # In whole days that is no change: three working days are three, across it too.
        three = timedelta(days=3)
        assert add(calendar.in_days, china(2026, 11, 30, 9), three).at == china(2026, 12, 3, 9)

    def test_what_reaches_into_an_unpublished_year_is_provisional(self) -> None:
        start = china(2026, 12, 31, 16, 30)

        assert add(office(), start, HOUR) == (china(2026, 12, 31, 17, 30), False)
        assert add(office(), start, HOUR + timedelta(microseconds=1)).is_provisional
        assert next_open(office(), china(2026, 12, 31, 18)).is_provisional
        assert subtract(office(), china(2027, 1, 2, 0), HOUR) == (start, True)
        assert not add(ALWAYS, start, timedelta(days=9)).is_provisional

    def test_both_libraries_agree_on_every_published_day(self) -> None:
        for year in range(shipped.FIRST_YEAR, shipped.LAST_YEAR + 1):
            ours = {one.day: one.kind for one in shipped.days_of(year)}
            others = holidays.country_holidays("CN", years=year)
            day = date(year, 1, 1)
            while day.year == year:
                kind = ours.get(day)
                is_worked = kind is DayKind.WORKDAY or (kind is None and day.weekday() < 5)
                assert is_worked == others.is_working_day(day), day
                day += timedelta(days=1)

    def test_a_year_to_come_has_the_statutory_days_alone(self) -> None:
        guess = shipped.days_of(shipped.LAST_YEAR + 1)

        assert not shipped.is_published(shipped.LAST_YEAR + 1)
        assert {one.kind for one in guess} == {DayKind.HOLIDAY}
        assert guess[0].day == date(shipped.LAST_YEAR + 1, 1, 1)
        assert (guess[0].name_zh, guess[0].name_en) == ("元旦", "New Year's Day")


class TestImpossibleCalendars:
    @pytest.mark.parametrize(
        ("shifts", "error"),
        [
            ((Shift(540, 480),), BadShift),
            ((Shift(540, 540),), BadShift),
            ((Shift(540, 1441),), BadShift),
            ((Shift(-1, 540),), BadShift),
            ((Shift(600, 720), Shift(540, 601)), OverlappingShifts),
            ((), ClosedWeek),
        ],
    )
    def test_are_refused(self, shifts: tuple[Shift, ...], error: type[ValueError]) -> None:
        with pytest.raises(error):
            Week(days=(shifts,) + ((),) * 6)

    def test_zones_are_known_ones(self) -> None:
        for zone in ("Asia/Atlantis", "", "Asia", "../etc/passwd"):
            with pytest.raises(UnknownZone):
                WorkCalendar(zone=zone, week=OFFICE_WEEK)

    def test_time_that_never_comes_is_an_answer_too(self) -> None:
        closed = {date(2026, 1, 1) + timedelta(days=n): DayKind.HOLIDAY for n in range(1200)}
        calendar = WorkCalendar(zone="Asia/Shanghai", week=OFFICE_WEEK, days=closed)

        for ask in (add, subtract):
            with pytest.raises(NoOpenTime):
                ask(calendar, china(2027, 7, 1), HOUR)
            with pytest.raises(NoOpenTime):
                ask(calendar, china(2024, 7, 1), timedelta(days=365_000))
        with pytest.raises(NoOpenTime):
            next_open(calendar, china(2027, 7, 1))

    def test_moments_without_a_zone_and_time_backwards_are_refused(self) -> None:
        with pytest.raises(ValueError, match="zone"):
            add(ALWAYS, datetime(2026, 1, 1), HOUR)  # noqa: DTZ001 - that is what is tried
        with pytest.raises(ValueError, match="forwards"):
            add(office(), china(2026, 1, 1), -HOUR)


def test_midnight_at_the_end_of_a_day_goes_on_into_the_next() -> None:
    late = Week(days=((Shift(1200, 1440),), (Shift(0, 120),), *[()] * 5))
    calendar = WorkCalendar(zone="Asia/Shanghai", week=late)

    assert add(calendar, china(2026, 11, 9, 23), 2 * HOUR).at == china(2026, 11, 10, 1)
    assert add(calendar, china(2026, 11, 9, 23), HOUR).at == china(2026, 11, 10, 0)
    assert WHOLE_DAY[0].end == 1440
