"""Two shifts change hands as one act: asked by one, agreed by the other, approved by a third."""

from typing import Any

import pytest

from primeline.audit.models import Act
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.rosters import actions, queries
from primeline.rosters.choices import SwapStatus
from primeline.rosters.models import Shift, Swap
from primeline.rosters.tests.duties import (
    DAY,
    TUESDAY,
    a_roster,
    a_technician,
    reach,
    shift_of,
    taking_turns,
)
from primeline.staff import actions as staff
from primeline.staff.choices import Role
from primeline.staff.models import Person
from primeline.staff.values import Period
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

pytestmark = [pytest.mark.django_db, pytest.mark.row("A7")]
AT: dict[str, Any] = {"at": TUESDAY_10AM}
# Day and night in a row, as they swap here, is asked about once more.
MEANT = AT | {"is_strain_meant": True}


def holder(shift: Shift) -> Person | None:
    return Shift.objects.get(pk=shift.pk).person


def ask(shift: Shift, for_shift: Shift, by: Person, reason: str = "Wedding") -> Swap:
    return actions.ask_exchange(shift=shift, for_shift=for_shift, by=by, reason=reason, **MEANT)


def test_both_change_hands_when_the_other_agrees_and_not_before() -> None:
    tom, bo = cast.tom(), a_technician("bo")
    taking_turns(a_roster(), tom, bo)
    mine, theirs = shift_of(tom), shift_of(bo)
    # Neither may be there twice: for a shift at the same time the other one is given.
    assert theirs in queries.exchangeable_for(mine, **AT)

    swap = ask(mine, theirs, tom)
    assert (holder(mine), holder(theirs)) == (tom, bo)
    assert queries.swaps_for(reach(bo), **AT) == [swap] == [queries.swap_of(theirs)]
    assert not queries.exchangeable_for(theirs, **AT) or mine not in queries.exchangeable_for(
        theirs, **AT
    )
    before = Act.objects.count()
    done = actions.take_shift(swap=swap, by=bo, **MEANT)

    assert (done.status, Act.objects.count() - before) == (SwapStatus.DONE, 1)
    assert (holder(mine), holder(theirs)) == (bo, tom)
    with pytest.raises(ChangedMeanwhile):
        actions.take_shift(swap=swap, by=bo, **MEANT)


def test_a_lead_who_takes_part_leaves_it_to_another_lead() -> None:
    greta, bo, paul = cast.greta(), a_technician("bo"), cast.paul()
    staff.give_posting(
        person=greta, unit=cast.harbor_branch(), role=Role.TECHNICIAN,
        period=Period(TUESDAY - DAY, None), by=cast.CASTING, **AT,
    )  # fmt: skip
    taking_turns(a_roster(needs_approval=True), greta, bo)
    mine, theirs = shift_of(greta), shift_of(bo)
    swap = actions.take_shift(swap=ask(mine, theirs, greta), by=bo, **MEANT)

    assert (swap.status, holder(mine), holder(theirs)) == (SwapStatus.TAKEN, greta, bo)
    assert queries.swaps_for(reach(greta), **AT) == []
    with pytest.raises(Refused, match="another lead has to decide"):
        actions.approve_swap(swap=swap, reach=reach(greta), by=greta, **MEANT)
    assert queries.swaps_for(reach(paul), **AT) == [swap]
    done = actions.approve_swap(swap=swap, reach=reach(paul), by=paul, **MEANT)
    assert (done.decided_by, holder(mine), holder(theirs)) == (paul, bo, greta)


def test_is_refused_where_a_swap_would_be_and_ends_with_either_shift() -> None:
    tom, bo, greta = cast.tom(), a_technician("bo"), cast.greta()
    roster = a_roster()
    taking_turns(roster, tom, bo)
    mine, theirs = shift_of(tom), shift_of(bo)
    other = a_roster(speciality="FAULT_DESK")
    taking_turns(other, bo)
    elsewhere = Shift.objects.filter(roster=other).latest("starts_at")
    later = Shift.objects.filter(person=bo, roster=roster).latest("starts_at")
    begun = Shift.objects.filter(roster=roster).earliest("starts_at")

    for shift, for_shift, by, reason, said in (
        (mine, theirs, bo, "x", "Only whose shift"),
        (mine, theirs, tom, " ", "Say why"),
        (mine, elsewhere, tom, "x", "on duty for the same"),
        (mine, shift_of(tom, mine.ends_at), tom, "x", "theirs already"),
        (mine, begun, tom, "x", "begun already|theirs already"),
    ):
        with pytest.raises(Refused, match=said):
            ask(shift, for_shift, by, reason)
    swap = ask(mine, theirs, tom)
    with pytest.raises(Refused, match="on offer already"):
        actions.offer_shift(shift=theirs, to_person=None, by=bo, reason="x", **AT)
    with pytest.raises(Refused, match="offered to somebody else"):
        actions.take_shift(swap=swap, by=a_technician("cy"), **MEANT)
    with pytest.raises(Refused, match="begun already"):
        actions.take_shift(swap=swap, by=bo, at=max(mine.starts_at, theirs.starts_at))
    actions.assign_shift(
        shift=theirs, version=theirs.version, person=None, reach=reach(greta), by=greta, **AT
    )
    assert Swap.objects.get(pk=swap.pk).status == SwapStatus.WITHDRAWN
    with pytest.raises((ChangedMeanwhile, Refused)):
        actions.take_shift(swap=swap, by=bo, **MEANT)
    assert (holder(mine), holder(theirs)) == (tom, None)
    # One of another time than the other one's: they would be there by day and by night.
    again = ask(mine, later, tom)
    assert actions.withdraw_swap(swap=again, by=tom, **AT).status == SwapStatus.WITHDRAWN
