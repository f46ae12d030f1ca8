"""What holds for every calendar, however odd, over clock changes, to the microsecond."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from primeline.calendars.clocks import add, between, is_open, next_open, subtract
from primeline.calendars.tests.examples import DAYS, amounts, moments, situations
from primeline.calendars.tests.oracle import Oracle
from primeline.calendars.values import ALWAYS, WorkCalendar

INSTANT = timedelta(microseconds=1)
NOTHING = timedelta()
Situation = tuple[WorkCalendar, datetime]


@settings(max_examples=120, deadline=None)
@given(situations(), st.data())
def test_answers_are_those_of_looking_at_the_clock_every_minute(
    situation: Situation, data: st.DataObject
) -> None:
    calendar, first = situation
    oracle = Oracle(calendar, first=first - timedelta(days=1), days=DAYS + 2)
    start, end = sorted(data.draw(st.tuples(moments(first), moments(first))))
    amount = data.draw(amounts.filter(bool))

    assert between(calendar, start, end) == oracle.between(start, end)
    assert is_open(calendar, start) == oracle.is_open(start)
    due = oracle.add(start, amount)
    assert due is None or add(calendar, start, amount).at == due
    opening = oracle.add(start, INSTANT)
    assert opening is None or next_open(calendar, start).at == opening - INSTANT


@settings(max_examples=150, deadline=None)
@given(situations(), amounts, amounts, st.data())
def test_time_adds_up(
    situation: Situation, one: timedelta, other: timedelta, data: st.DataObject
) -> None:
    calendar, first = situation
    start = data.draw(moments(first))
    due = add(calendar, start, one).at

    assert add(calendar, due, other).at == add(calendar, start, one + other).at
    assert due <= add(calendar, start, one + other).at
    assert due <= add(calendar, start + other, one).at
    assert between(calendar, start, due) == one
    assert is_open(calendar, due) or is_open(calendar, due - INSTANT)

    back = subtract(calendar, start, one).at
    assert subtract(calendar, back, other).at == subtract(calendar, start, one + other).at
    assert subtract(calendar, start, one + other).at <= back <= start
    assert between(calendar, back, start) == one
    assert is_open(calendar, back) or (not one and is_open(calendar, back - INSTANT))


@settings(max_examples=100, deadline=None)
@given(situations(), st.data())
def test_what_lies_between_leads_from_one_end_to_the_other(
    situation: Situation, data: st.DataObject
) -> None:
    calendar, first = situation
    start, middle, end = sorted(data.draw(st.tuples(*[moments(first)] * 3)))
    whole = between(calendar, start, end)

    assert between(calendar, start, middle) + between(calendar, middle, end) == whole
    assert between(calendar, end, start) == -whole
    assert add(calendar, start, whole).at <= max(end, next_open(calendar, start).at)
    assert between(calendar, add(calendar, start, whole).at, end) == NOTHING
    assert whole <= between(ALWAYS, start, end) == end - start


@settings(max_examples=100, deadline=None)
@given(situations(), amounts.filter(bool), st.data())
def test_a_pause_moves_the_end_by_the_open_time_it_covers(
    situation: Situation, amount: timedelta, data: st.DataObject
) -> None:
    """Going on with what was left gives the same end as giving the open time of pauses on top."""
    calendar, first = situation
    start, *bounds = sorted(data.draw(st.tuples(*[moments(first, 4)] * 5)))
    resumed_at, left, paused = start, amount, NOTHING
    for begin, end in (bounds[:2], bounds[2:]):
        worked = between(calendar, resumed_at, begin)
        if worked >= left:
            break
        left, resumed_at = left - worked, end
        paused += between(calendar, begin, end)

    due = add(calendar, resumed_at, left).at

    assert due == add(calendar, start, amount + paused).at
    assert between(calendar, start, due) - paused == amount
