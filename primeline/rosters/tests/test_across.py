"""Shifts change hands across the rosters of two units: both may serve, and both leads approve."""

from typing import Any

import pytest

from primeline.audit.models import Act
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.rosters import actions, queries
from primeline.rosters.choices import Days, Speciality, SwapStatus
from primeline.rosters.models import Roster, Shift, Swap
from primeline.rosters.tests.duties import (
    DAY_AND_NIGHT,
    a_roster,
    reach,
    shift_of,
    taking_turns,
)
from primeline.rosters.values import Slot
from primeline.staff.choices import Role
from primeline.staff.models import Person
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

pytestmark = [pytest.mark.django_db, pytest.mark.row("A7")]
AT: dict[str, Any] = {"at": TUESDAY_10AM}
# Day and night in a row, as they swap here, is asked about once more.
MEANT = AT | {"is_strain_meant": True}
BY_DAY = DAY_AND_NIGHT[:1]
BY_NIGHT = (Slot(days=Days.EVERY, start=1200, length=720),)


def holder(shift: Shift) -> Person | None:
    return Shift.objects.get(pk=shift.pk).person


def hal() -> Person:
    """The lead of Hill branch."""
    return cast.a_person("hal", "哈尔", "Hal", cast.hill_branch, Role.BRANCH_LEAD)


def at_hill(username: str, role: Role = Role.TECHNICIAN) -> Person:
    return cast.a_person(username, username, username.title(), cast.hill_branch, role)


def two_rosters(**wanted: Any) -> tuple[Person, Person, Roster]:
    """Let Tom serve at Harbor by day and Hana at Hill by night, under one province."""
    tom, hana = cast.tom(), at_hill("hana")
    here = a_roster(**wanted)
    taking_turns(here, tom, slots=BY_DAY)
    there = a_roster(cast.hill_branch(), by=hal(), **wanted)
    taking_turns(there, hana, slots=BY_NIGHT, by=hal())
    return tom, hana, here


def ask(shift: Shift, for_shift: Shift, by: Person) -> Swap:
    return actions.ask_exchange(shift=shift, for_shift=for_shift, by=by, reason="Wedding", **MEANT)


def approve(swap: Swap, by: Person) -> Swap:
    return actions.approve_swap(swap=swap, reach=reach(by), by=by, **MEANT)


def test_an_exchange_holds_in_one_act_once_both_leads_have_approved() -> None:
    tom, hana, _roster = two_rosters()
    mine, theirs = shift_of(tom), shift_of(hana)
    assert theirs in queries.exchangeable_for(mine, **AT)

    swap = ask(mine, theirs, tom)
    assert queries.swaps_for(reach(hana), **AT) == [swap]
    assert queries.get_shift(reach(hana), mine.pk, **AT) == mine
    taken = actions.take_shift(swap=swap, by=hana, **MEANT)
    assert (taken.status, holder(mine)) == (SwapStatus.TAKEN, tom)
    assert queries.swaps_for(reach(hal()), **AT) == [swap]
    assert queries.swaps_for(reach(cast.greta()), **AT) == [swap]

    half = approve(swap, hal())
    assert (half.status, half.agreed_by, half.decided_by) == (SwapStatus.TAKEN, hal(), None)
    assert (holder(mine), holder(theirs)) == (tom, hana)
    assert queries.swaps_for(reach(hal()), **AT) == []
    with pytest.raises(Refused, match="the lead of the other one has not"):
        approve(swap, hal())
    before = Act.objects.count()
    done = approve(swap, cast.greta())

    assert (done.status, Act.objects.count() - before) == (SwapStatus.DONE, 1)
    assert (holder(mine), holder(theirs)) == (hana, tom)
    with pytest.raises(ChangedMeanwhile):
        approve(swap, cast.paul())


def test_who_leads_both_approves_once_and_either_side_refuses_it() -> None:
    tom, hana, _roster = two_rosters()
    mine = shift_of(tom)
    offered = actions.offer_shift(shift=mine, to_person=hana, by=tom, reason="Wedding", **AT)
    actions.take_shift(swap=offered, by=hana, **MEANT)
    assert queries.may_decide(reach(hal()), Swap.objects.get(pk=offered.pk))
    refused = actions.refuse_swap(
        swap=offered, reach=reach(hal()), by=hal(), reason="needed here", **AT
    )
    assert (refused.status, holder(mine)) == (SwapStatus.REFUSED, tom)

    again = actions.offer_shift(shift=mine, to_person=hana, by=tom, reason="Wedding", **AT)
    actions.take_shift(swap=again, by=hana, **MEANT)
    done = approve(again, cast.paul())

    assert (done.status, done.decided_by, done.agreed_by) == (
        SwapStatus.DONE, cast.paul(), cast.paul(),
    )  # fmt: skip
    assert holder(mine) == hana


def test_nobody_is_on_duty_twice_by_whichever_roster() -> None:
    tom, hana, _roster = two_rosters()
    desk = a_roster(cast.hill_branch(), by=hal(), speciality=Speciality.FAULT_DESK)
    mine = shift_of(tom)
    taken = actions.take_shift(
        swap=actions.offer_shift(shift=mine, to_person=hana, by=tom, reason="x", **AT),
        by=hana, **MEANT,
    )  # fmt: skip
    taking_turns(desk, hana, slots=BY_DAY, by=hal())

    with pytest.raises(Refused, match="on duty at that time already"):
        approve(taken, cast.paul())
    assert holder(mine) == tom


def test_only_those_who_may_serve_by_the_other_roster_take_part() -> None:
    tom, hana, roster = two_rosters(stands_for_role=Role.TECHNICIAN)
    wes = cast.a_person("wes", "韦斯", "Wes", cast.lake_branch, Role.TECHNICIAN)
    seat = at_hill("sid", Role.DEDICATED_SEAT)
    mine = shift_of(tom)
    for stranger in (wes, seat):
        with pytest.raises(Refused, match="nor by a roster for the same next to it"):
            actions.offer_shift(shift=mine, to_person=stranger, by=tom, reason="x", **AT)
    near = [person for person, _unit in queries.people_near(roster, today=mine.day_date)]
    assert near == [hana]
    to_all = actions.offer_shift(shift=mine, to_person=None, by=tom, reason="x", **AT)
    with pytest.raises(Refused, match="does not work at this unit"):
        actions.take_shift(swap=to_all, by=hana, **MEANT)
    with pytest.raises(NotFound):
        queries.get_shift(reach(wes), mine.pk, **AT)
