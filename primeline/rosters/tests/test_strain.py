"""A swap that leaves somebody a day in a row or too little rest is asked about once more."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from primeline.kit.errors import Refused
from primeline.rosters import actions, queries
from primeline.rosters.choices import Days, SwapStatus
from primeline.rosters.rules.duty import strain_of
from primeline.rosters.tests.duties import (
    DAY,
    TUESDAY,
    a_roster,
    a_technician,
    reach,
    shift_of,
    taking_turns,
)
from primeline.rosters.values import Slot, Span, Strain
from primeline.staff import actions as staff
from primeline.staff.values import Period
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

pytestmark = pytest.mark.row("A7")
AT: dict[str, Any] = {"at": TUESDAY_10AM}
EIGHT = timedelta(hours=8)
MORNING = Slot(days=Days.EVERY, start=360, length=480)
NIGHT = Slot(days=Days.EVERY, start=1320, length=480, turn=1)


def span(first: int, last: int) -> Span:
    """A time in hours since a midnight."""
    midnight = datetime(2026, 4, 28, tzinfo=UTC)
    return Span(midnight + timedelta(hours=first), midnight + timedelta(hours=last))


def hours(count: float | None) -> timedelta | None:
    return None if count is None else timedelta(hours=count)


@pytest.mark.parametrize(
    ("others", "in_a_row", "rest"),
    [
        ([], None, None),
        ([(0, 12)], None, None),
        ([(0, 13)], None, 7),
        ([(40, 48)], None, 4),
        ([(20, 24)], None, None),
        ([(14, 20), (40, 44)], None, 0),
        # 24 hours exactly, by one neighbor or by two.
        ([(12, 20)], 24, None),
        ([(16, 20), (36, 40)], 24, None),
        ([(16, 20), (36, 39)], None, 0),
    ],
)
def test_what_a_shift_from_20_to_36_asks(
    others: list[tuple[int, int]], in_a_row: float | None, rest: float | None
) -> None:
    found = strain_of(span(20, 36), [span(*one) for one in others], rest=EIGHT)

    assert found == Strain(hours(in_a_row), hours(rest))


def test_one_long_shift_is_the_rosters_and_no_rest_asked_for_is_none() -> None:
    assert strain_of(span(0, 24), [], rest=EIGHT) == Strain(None, None)
    assert strain_of(span(0, 8), [span(8, 12)], rest=timedelta()) == Strain(None, None)


@pytest.mark.django_db
def test_who_takes_a_shift_and_who_approves_are_asked_once_more() -> None:
    tom, bo, greta = cast.tom(), a_technician("bo"), cast.greta()
    roster = a_roster(needs_approval=True)
    taking_turns(roster, tom, bo, slots=(MORNING, NIGHT))
    # Tom has the morning from 6 to 14, Bo the night from 22 to 6.
    swap = actions.offer_shift(shift=shift_of(tom), to_person=bo, by=tom, reason="ill", **AT)

    with pytest.raises(Refused, match=r"Bo would have 0 hours of rest; .* asks for 8") as refused:
        actions.take_shift(swap=swap, by=bo, **AT)
    assert refused.value.field == "is_strain_meant"
    taken = actions.take_shift(swap=swap, by=bo, is_strain_meant=True, **AT)
    assert taken.status == SwapStatus.TAKEN
    with pytest.raises(Refused, match="Bo would have 0 hours"):
        actions.approve_swap(swap=swap, reach=reach(greta), by=greta, **AT)
    done = actions.approve_swap(swap=swap, reach=reach(greta), by=greta, is_strain_meant=True, **AT)
    assert done.status == SwapStatus.DONE


@pytest.mark.django_db
def test_of_an_exchange_both_are_asked_about_by_what_they_would_have_afterwards() -> None:
    tom, bo = cast.tom(), a_technician("bo")
    taking_turns(a_roster(rest_hours=10), tom, bo, slots=(MORNING, NIGHT))
    mine, theirs = shift_of(tom), shift_of(bo)
    # Each by what they give and take: Tom from a morning into the night of the day before.
    with pytest.raises(Refused, match="Tom would have") as refused:
        actions.ask_exchange(shift=mine, for_shift=theirs, by=tom, reason="x", **AT)
    assert "Bo" not in str(refused.value)
    swap = actions.ask_exchange(
        shift=mine, for_shift=theirs, by=tom, reason="x", is_strain_meant=True, **AT
    )
    named = {one.person for one in queries.strained_in(swap, bo)}
    assert named == {tom, bo}


@pytest.mark.django_db
def test_duty_in_the_place_of_others_counts_and_what_is_given_away_does_not() -> None:
    tom, bo, cy = cast.tom(), a_technician("bo"), a_technician("cy")
    taking_turns(a_roster(), tom, bo, slots=(MORNING, NIGHT))
    shift = shift_of(tom)
    assert (
        actions.take_shift(
            swap=actions.offer_shift(shift=shift, to_person=cy, by=tom, reason="ill", **AT),
            by=cy,
            **AT,
        ).status
        == SwapStatus.DONE
    )
    later = shift_of(tom, shift.ends_at)
    staff.set_cover(
        absent=bo, covered_by=cy, period=Period(TUESDAY, TUESDAY + 5 * DAY), by=cast.CASTING, **AT
    )
    swap = actions.offer_shift(shift=later, to_person=cy, by=tom, reason="ill", **AT)
    with pytest.raises(Refused, match="Cy would have 0 hours"):
        actions.take_shift(swap=swap, by=cy, **AT)


@pytest.mark.django_db
@pytest.mark.parametrize("rest", [-1, 25])
def test_no_roster_asks_for_more_rest_than_a_day(rest: int) -> None:
    with pytest.raises(Refused, match="Between no rest and 24 hours") as refused:
        a_roster(rest_hours=rest)
    assert refused.value.field == "rest_hours"
