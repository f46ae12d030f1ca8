"""What must not go through: swaps that are over, days left out, shifts of those who left."""

from datetime import datetime
from typing import Any

import pytest

from primeline.audit.queries.reached import reached_ids
from primeline.commitments.tests.owing import a_matter, install
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.kit.jobs import Job
from primeline.rosters import actions, listeners, queries
from primeline.rosters.choices import Outcome, SwapStatus
from primeline.rosters.models import Rotation, Shift, Swap
from primeline.rosters.tests.duties import (
    DAY,
    TUESDAY,
    a_chain,
    a_roster,
    a_technician,
    reach,
    shift_of,
    taking_turns,
    with_phone,
)
from primeline.rosters.values import Link, Occasion
from primeline.staff import actions as staff
from primeline.staff.choices import Role
from primeline.staff.values import Period
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite"), pytest.mark.row("A7")]
AT: dict[str, Any] = {"at": TUESDAY_10AM}
# Day and night in a row, as they swap here, is asked about once more.
MEANT = AT | {"is_strain_meant": True}


def test_a_swap_that_is_over_is_refused_by_nobody() -> None:
    tom, bo, greta = cast.tom(), a_technician("bo"), cast.greta()
    taking_turns(a_roster(), tom, bo)
    swap = actions.offer_shift(shift=shift_of(tom), to_person=bo, by=tom, reason="ill", **AT)
    actions.take_shift(swap=swap, by=bo, **MEANT)

    for lead in (greta, bo):
        with pytest.raises((ChangedMeanwhile, Refused)):
            actions.refuse_swap(swap=swap, reach=reach(greta), by=lead, reason="no", **AT)

    assert Swap.objects.get().status == SwapStatus.DONE


def test_a_shift_changes_hands_only_to_who_still_works_there() -> None:
    tom, bo, greta = cast.tom(), a_technician("bo"), cast.greta()
    taking_turns(a_roster(needs_approval=True), tom, bo)
    shift = shift_of(tom)
    swap = actions.offer_shift(shift=shift, to_person=bo, by=tom, reason="ill", **AT)
    actions.take_shift(swap=swap, by=bo, **MEANT)
    staff.deactivate_person(person=bo, version=bo.version, by=cast.CASTING, reason="left", **AT)

    with pytest.raises(Refused, match="does not work"):
        actions.approve_swap(swap=swap, reach=reach(greta), by=greta, **MEANT)

    assert Shift.objects.get(pk=shift.pk).person_id == tom.pk


def test_a_rotation_that_begins_later_leaves_no_days_without_one() -> None:
    tom, bo = cast.tom(), a_technician("bo")
    roster = a_roster()
    former = taking_turns(roster, tom, bo)
    former.refresh_from_db()
    with pytest.raises(Refused, match="eight weeks"):
        taking_turns(roster, bo, tom, active_from=TUESDAY + 200 * DAY, version=former.version)
    later = TUESDAY_10AM + 6 * DAY
    begin = TUESDAY + 60 * DAY
    turns = actions.rosters.turns_in(former)
    actions.set_rotation(
        roster=roster, version=former.version, reach=reach(cast.greta(), later), by=cast.greta(),
        turns=turns.__class__(slots=turns.slots, people=(bo.pk, tom.pk), active_from=begin),
        at=later,
    )  # fmt: skip

    days = set(Shift.objects.filter(status="PLANNED").values_list("day_date", flat=True))
    assert {TUESDAY + DAY * n for n in range(80)} <= days


def test_nobody_is_called_about_an_account_that_they_do_not_reach() -> None:
    nora, tom, greta = (with_phone(one) for one in (cast.nora(), cast.tom(), cast.greta()))
    bank = cast.harbor_bank()
    links = [Link(person_id=one.pk, wait_minutes=5) for one in (nora, tom)]

    run = actions.start_run(
        chain=a_chain(*links, customer=bank), occasion=Occasion(reason="Down"),
        reach=reach(greta), by=greta, **AT,
    )  # fmt: skip

    tried = [(one.person, one.outcome) for one in queries.attempts_of(run)]
    assert tried == [(nora, Outcome.FORBIDDEN), (tom, Outcome.WAITING)]
    assert (queries.called_in(nora.pk), len(queries.called_in(tom.pk))) == ([], 1)
    assert queries.get_run(reach(tom), run.pk) == run


def test_a_chain_of_one_account_is_not_run_for_a_matter_of_another() -> None:
    install()
    tom, greta = (with_phone(one) for one in (cast.tom(), cast.greta()))
    other = cast.an_account("Quay 7", unit=cast.harbor_branch, manager=cast.lin)
    chain = a_chain(Link(person_id=tom.pk, wait_minutes=5), customer=other)
    occasion = Occasion(reason="Down", commitment=a_matter())

    with pytest.raises(Refused, match="another account"):
        actions.start_run(chain=chain, occasion=occasion, reach=reach(greta), by=greta, **AT)


def test_what_somebody_else_lays_out_is_not_asked_for_on_and_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[datetime] = []

    def held_by_another(*, by: object, at: datetime) -> int:
        asked.append(at)
        assert len(asked) < 3, "it asks without end"
        return 0

    monkeypatch.setattr(queries, "has_to_lay", lambda _at: True)
    monkeypatch.setattr(actions, "lay_out", held_by_another)
    listeners.lay_out(Job(job_id=0, kind="rosters.lay_out", payload={}, at=TUESDAY_10AM))
    assert asked == [TUESDAY_10AM]


def test_the_record_of_a_roster_is_for_those_who_reach_its_unit() -> None:
    roster = a_roster()
    taking_turns(roster, cast.tom(), a_technician("ulf"))
    here, there = (
        cast.a_person(str(unit.code), "审", "Auditor", unit, Role.AUDITOR)
        for unit in (cast.harbor_branch(), cast.lake_branch())
    )

    for table, row in (
        ("rosters_roster", roster),
        ("rosters_rotation", Rotation.objects.get()),
        ("rosters_shift", Shift.objects.first()),
    ):
        assert row is not None
        ids = {str(row.pk)}
        assert reached_ids(reach(here), table, ids) == ids, table
        assert reached_ids(reach(there), table, ids) == set(), table


def test_a_shift_at_another_unit_opens_its_roster_until_it_is_over() -> None:
    guest = a_technician("guest")
    roster = a_roster()
    taking_turns(roster, guest, a_technician("ulf"))
    posting = guest.postings.get()
    staff.end_posting(posting=posting, version=posting.version, by=cast.CASTING, **AT)
    staff.give_posting(
        person=guest, unit=cast.hill_branch(), role=Role.TECHNICIAN, period=Period(TUESDAY, None),
        by=cast.CASTING, **AT,
    )  # fmt: skip
    over_at = Shift.objects.filter(person=guest).latest("ends_at").ends_at

    assert queries.get_roster(reach(guest), roster.pk, **AT) == roster
    assert roster in queries.rosters_of(reach(guest), **AT)
    with pytest.raises(NotFound):
        queries.get_roster(reach(guest, over_at), roster.pk, at=over_at)
    # Who works at the unit, or above it, sees it at all times.
    assert queries.get_roster(reach(cast.tom(), over_at), roster.pk, at=over_at) == roster
