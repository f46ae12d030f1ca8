"""Whole working days, against counting them one by one."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from primeline.calendars.tests.examples import CHINA
from primeline.calendars.values import DayKind
from primeline.calendars.workdays import MONDAY_TO_FRIDAY, Workdays

some_days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.dictionaries(some_days, st.sampled_from(DayKind), max_size=40), some_days, some_days)
def test_counting_agrees_with_looking_at_each_day(
    days: dict[date, DayKind], one: date, other: date
) -> None:
    workdays, (first, last) = Workdays(days), sorted((one, other))
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    counted = sum(workdays.is_workday(day) for day in between)

    assert workdays.until(last, first) == counted
    assert workdays.until(first, last) == -counted
    reached = workdays.add(first, counted)
    assert reached <= last
    assert workdays.until(reached, first) == counted


def test_the_national_day_is_jumped_over_and_its_make_up_day_worked() -> None:
    china = Workdays(CHINA)

    assert china.add(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert china.until(date(2026, 10, 10), date(2026, 9, 30)) == 3
    assert MONDAY_TO_FRIDAY.add(date(2026, 9, 30), 3) == date(2026, 10, 5)
