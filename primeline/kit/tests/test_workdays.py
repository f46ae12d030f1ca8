"""Working days, against counting them one by one."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from primeline.kit.workdays import add_workdays, is_workday, workdays_until

FRIDAY = date(2026, 5, 8)
DAYS = st.dates(date(2026, 1, 1), date(2027, 1, 1))


def test_a_weekend_does_not_count() -> None:
    assert add_workdays(FRIDAY, 1) == date(2026, 5, 11)
    assert add_workdays(FRIDAY, 10) == date(2026, 5, 22)
    assert workdays_until(date(2026, 5, 11), FRIDAY) == 1
    assert workdays_until(FRIDAY, date(2026, 5, 11)) == -1


@given(DAYS, DAYS)
def test_days_left_are_those_one_can_count(one: date, other: date) -> None:
    first, last = sorted((one, other))
    counted = sum(is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))

    assert workdays_until(last, first) == counted
    assert workdays_until(first, last) == -counted


@given(DAYS, st.integers(1, 40))
def test_adding_and_counting_agree(day: date, count: int) -> None:
    assert workdays_until(add_workdays(day, count), day) == count
