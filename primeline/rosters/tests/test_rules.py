"""Rotations, presences and gaps against a slow oracle; rosters that cannot be. No database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from primeline.calendars.shipped import days_of
from primeline.calendars.workdays import Workdays
from primeline.kit.errors import Refused
from primeline.rosters.choices import Days, Needed
from primeline.rosters.rules.duty import at_moment, gaps, needed_spans, next_after, presences
from primeline.rosters.rules.laying import check_turns, laid_out, wall_of
from primeline.rosters.tests.oracle import MINUTE, people_at
from primeline.rosters.values import Away, Slot, Span, Turns, Worked

WORKDAYS = Workdays({one.day: one.kind for one in days_of(2026)})
# In each, something happens: National Day with make-up days, clocks put forward, put back.
PERIODS = (
    ("Asia/Shanghai", date(2026, 9, 18)),
    ("Asia/Shanghai", date(2026, 9, 29)),
    ("America/New_York", date(2026, 3, 6)),
    ("America/New_York", date(2026, 10, 30)),
)
slots = st.builds(
    Slot,
    days=st.sampled_from(Days),
    start=st.integers(0, 1439),
    length=st.integers(1, 1440),
    turn=st.integers(0, 3),
)


def worked(turns: Turns, zone: str, until: date) -> list[Worked]:
    found = laid_out(
        turns, since=turns.active_from, until=until, wall=wall_of(zone), workdays=WORKDAYS
    )
    return [
        Worked(shift_id=number, span=one.span, person_id=one.person_id)
        for number, one in enumerate(found)
    ]


@pytest.mark.row("A7")
@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(PERIODS),
    st.lists(slots, min_size=1, max_size=4),
    st.integers(1, 3),
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(0, 9), st.integers(1, 5), st.integers(0, 4)),
        max_size=2,
        unique_by=lambda one: one[0],
    ),
    st.integers(0, 6),
)
def test_at_every_minute_exactly_those_expected_are_there(
    period: tuple[str, date],
    chosen: list[Slot],
    people: int,
    absent: list[tuple[int, int, int, int]],
    phase: int,
) -> None:
    zone, first = period
    turns = Turns(slots=tuple(chosen), people=tuple(range(1, people + 1)), active_from=first)
    until = first + timedelta(days=9)
    midnight = datetime.combine(first, datetime.min.time(), UTC)
    away = [
        Away(
            person_id=who,
            span=Span(midnight + timedelta(days=day), midnight + timedelta(days=day + length)),
            stand_in_id=stand_in or None,
        )
        for who, day, length, stand_in in absent
        if who != stand_in
    ]
    there = frozenset({1, 2, 4})
    shifts = worked(turns, zone, until)
    found = presences(shifts, away, there)
    window = Span(midnight + timedelta(days=1), midnight + timedelta(days=8))
    missing = gaps([window], found)

    # Every seventh minute, each time from another one, and each minute around a change.
    moments = {window.start + MINUTE * (phase + 7 * n) for n in range(7 * 24 * 60 // 7)}
    moments |= {m + MINUTE * d for one in shifts for m in one.span for d in (-1, 0, 1)}
    for at in sorted(moments)[:: max(1, len(moments) // 150)]:
        expected = people_at(
            at, turns, until=until, zone=zone, workdays=WORKDAYS, away=away, there=there
        )
        assert sorted(one.person_id for one in at_moment(found, at)) == expected
        if window.start <= at < window.end:
            assert any(gap.start <= at < gap.end for gap in missing) is (not expected)


@settings(max_examples=150, deadline=None)
@given(st.lists(slots, min_size=1, max_size=3), st.integers(1, 3), st.booleans())
def test_what_is_let_through_never_overlaps(
    chosen: list[Slot], people: int, allows_double: bool
) -> None:
    turns = Turns(
        slots=tuple(chosen), people=tuple(range(1, people + 1)), active_from=date(2026, 9, 14)
    )
    try:
        check_turns(turns, allows_double=allows_double)
    except Refused:
        return
    shifts = sorted(worked(turns, "Asia/Shanghai", date(2026, 10, 19)), key=lambda one: one.span)
    for place, one in enumerate(shifts):
        for other in shifts[place + 1 :]:
            if other.span.start < one.span.end:
                assert allows_double
                assert one.person_id != other.person_id


class TestRotationsThatCannotBe:
    @pytest.mark.parametrize(
        ("people", "chosen", "allows_double", "said"),
        [
            ((), (Slot(days=Days.EVERY, start=0, length=60),), False, "at least one person"),
            ((1, 1), (Slot(days=Days.EVERY, start=0, length=60),), False, "everybody once"),
            ((1,), (), False, "at least one shift"),
            ((1,), (Slot(days=Days.EVERY, start=0, length=1441),), False, "a day at most"),
            ((1,), (Slot(days=Days.EVERY, start=1440, length=60),), False, "a day at most"),
            (
                (1, 2),
                (
                    Slot(days=Days.SUNDAY, start=1320, length=600),
                    Slot(days=Days.MONDAY, start=420, length=60, turn=1),
                ),
                False,
                "share a time",
            ),
            # A Monday may be a day off, so both could fall onto one day.
            (
                (1, 2),
                (
                    Slot(days=Days.MONDAY, start=480, length=60),
                    Slot(days=Days.DAYS_OFF, start=500, length=60, turn=1),
                ),
                False,
                "share a time",
            ),
            # On Sunday night turn 1 is the first of next week.
            (
                (1, 2),
                (
                    Slot(days=Days.SUNDAY, start=1320, length=600, turn=1),
                    Slot(days=Days.MONDAY, start=0, length=60, turn=0),
                ),
                True,
                "twice at the same time",
            ),
        ],
    )
    def test_are_refused(
        self, people: tuple[int, ...], chosen: tuple[Slot, ...], allows_double: bool, said: str
    ) -> None:
        turns = Turns(slots=chosen, people=people, active_from=date(2026, 9, 14))

        with pytest.raises(Refused, match=said):
            check_turns(turns, allows_double=allows_double)


class TestNights:
    NIGHT = Turns(
        slots=(Slot(days=Days.EVERY, start=1320, length=480),),
        people=(1, 2),
        active_from=date(2026, 10, 26),
    )

    def test_are_as_long_as_the_clock_makes_them(self) -> None:
        shifts = worked(self.NIGHT, "America/New_York", date(2026, 11, 3))

        lengths = [one.span.end - one.span.start for one in shifts]

        assert lengths == [timedelta(hours=9 if n == 5 else 8) for n in range(8)]

    def test_of_sunday_belong_to_whose_week_ends(self) -> None:
        shifts = worked(self.NIGHT, "Asia/Shanghai", date(2026, 11, 4))

        assert [one.person_id for one in shifts] == [1] * 7 + [2] * 2

    def test_are_followed_by_the_next_one(self) -> None:
        found = presences(
            worked(self.NIGHT, "Asia/Shanghai", date(2026, 11, 4)), (), frozenset({1, 2})
        )
        at_noon = datetime(2026, 11, 1, 4, tzinfo=UTC)

        assert at_moment(found, at_noon) == ()
        assert [one.span.start.hour for one in next_after(found, at_noon)] == [14]
        assert next_after(found, datetime(2027, 1, 1, tzinfo=UTC)) == ()


def test_holidays_are_needed_all_day_and_make_up_days_are_not() -> None:
    wall = wall_of("Asia/Shanghai")
    # National Day 2026 is off from Thursday the 1st to the 7th; Saturday the 10th is worked.
    window = Span(datetime(2026, 9, 30, 4, tzinfo=UTC), datetime(2026, 10, 12, 4, tzinfo=UTC))

    found = needed_spans(Needed.DAYS_OFF, window, calendar=wall, wall=wall, workdays=WORKDAYS)

    days = [one.start.astimezone(wall.tz).date().day for one in found]
    assert days == [1, 2, 3, 4, 5, 6, 7, 11]
