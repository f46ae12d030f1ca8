"""Rosters on file: laid out once, who is there, swaps that one wins, whom rungs tell."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from primeline.commitments import queries as commitments
from primeline.commitments.tests.owing import a_matter, install
from primeline.hours.actions import install_days
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.rosters import actions, queries
from primeline.rosters.choices import Days, Needed, ShiftStatus, Speciality, SwapStatus
from primeline.rosters.models import Shift, Swap
from primeline.rosters.tests.duties import (
    DAY,
    HOUR,
    TEST,
    TUESDAY,
    a_roster,
    a_technician,
    reach,
    shift_of,
    taking_turns,
)
from primeline.rosters.values import Slot
from primeline.staff import actions as staff
from primeline.staff.choices import Role
from primeline.staff.models import Person
from primeline.staff.values import Period
from primeline.standards.choices import Tells
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

pytestmark = pytest.mark.django_db
TECHNICIAN = Speciality.TECHNICIAN


def there(at: datetime, unit_of: Person | None = None) -> set[int]:
    """Return who is on duty for the branch, or for where somebody belongs."""
    unit = unit_of.home_unit if unit_of else cast.harbor_branch()
    found = queries.on_duty(unit, TECHNICIAN, at=at)
    return {one.person_id for one in found.now} if found else set()


@pytest.mark.row("A7")
class TestARotation:
    def test_is_laid_out_once_and_on_and_on(self) -> None:
        tom, bo = cast.tom(), a_technician("bo")
        rotation = taking_turns(a_roster(), tom, bo)
        first = Shift.objects.count()
        later = TUESDAY_10AM + 3 * 7 * DAY

        assert not queries.has_to_lay(TUESDAY_10AM)
        assert queries.has_to_lay(later)
        laid = actions.lay_out(by=TEST, at=later)
        again = actions.lay_out(by=TEST, at=later)

        assert (laid, again) == (3 * 7 * 2, 0)
        assert Shift.objects.count() == first + laid
        assert Shift.objects.values("day_date", "slot").distinct().count() == first + laid
        # The second week it is the other way round.
        assert there(TUESDAY_10AM) == {tom.pk}
        assert there(TUESDAY_10AM + 12 * HOUR) == {bo.pk}
        assert there(TUESDAY_10AM + 7 * DAY) == {bo.pk}
        assert rotation.people == [tom.pk, bo.pk]

    def test_makes_way_for_another_and_leaves_today_alone(self) -> None:
        tom, bo = cast.tom(), a_technician("bo")
        roster = a_roster()
        former = taking_turns(roster, tom, bo)
        former.refresh_from_db()
        begin: dict[str, Any] = {"active_from": TUESDAY + DAY, "version": former.version}

        with pytest.raises(Refused, match="Choose a day to come"):
            taking_turns(roster, bo, version=former.version)
        # The night of Tuesday reaches to 08:00 on Wednesday.
        with pytest.raises(Refused, match="would share a time"):
            taking_turns(roster, bo, slots=(Slot(days=Days.EVERY, start=0, length=600),), **begin)
        with pytest.raises(ChangedMeanwhile):
            taking_turns(roster, bo, active_from=TUESDAY + DAY, version=0)
        taking_turns(roster, bo, slots=(Slot(days=Days.EVERY, start=480, length=480),), **begin)

        assert there(TUESDAY_10AM) == {tom.pk}
        assert there(TUESDAY_10AM + DAY) == {bo.pk}
        assert there(TUESDAY_10AM + DAY + 12 * HOUR) == set()
        off = Shift.objects.filter(rotation=former, status=ShiftStatus.CANCELLED)
        assert off.exists()
        assert not off.filter(day_date__lte=TUESDAY).exists()

    def test_is_set_by_who_leads_alone_and_with_people_of_the_unit(self) -> None:
        roster = a_roster()

        with pytest.raises(Refused, match="Only whoever leads"):
            taking_turns(roster, cast.tom(), by=cast.hugo())
        with pytest.raises(Refused, match="does not work at this unit"):
            taking_turns(roster, cast.mira())
        with pytest.raises(Refused, match="such a roster already"):
            a_roster()


class TestWhoIsOnDuty:
    def test_is_who_stands_in_and_where_nobody_does_the_unit_above(self) -> None:
        tom, bo = cast.tom(), a_technician("bo")
        over = cast.a_person("ott", "欧", "Ott", cast.east_province, Role.TECHNICIAN)
        roster = a_roster()
        taking_turns(roster, tom)
        taking_turns(a_roster(cast.east_province(), by=cast.paul()), over, by=cast.paul())
        away = Period(TUESDAY + DAY, TUESDAY + 2 * DAY)
        staff.set_cover(absent=tom, covered_by=bo, period=away, by=TEST, at=TUESDAY_10AM)
        gone = Period(TUESDAY + 4 * DAY, TUESDAY + 5 * DAY)
        staff.set_cover(absent=tom, covered_by=None, period=gone, by=TEST, at=TUESDAY_10AM)

        assert there(TUESDAY_10AM) == {tom.pk}
        assert there(TUESDAY_10AM, unit_of=cast.tina()) == {tom.pk}
        assert there(TUESDAY_10AM, unit_of=cast.hugo()) == {over.pk}
        assert there(TUESDAY_10AM + DAY) == {bo.pk}
        assert there(TUESDAY_10AM + 4 * DAY) == {over.pk}
        assert there(TUESDAY_10AM, unit_of=cast.mira()) == set()
        found = queries.on_duty(cast.harbor_branch(), TECHNICIAN, at=TUESDAY_10AM + DAY)
        assert found is not None
        assert found.names[bo.pk] == "Bo"
        assert found.now[0].instead_of_id == tom.pk
        assert not found.is_above

    def test_gaps_are_found_ahead_of_time(self) -> None:
        install_days(by=TEST, at=TUESDAY_10AM)
        tom = cast.tom()
        by_hours = a_roster(needed=Needed.HOURS)
        taking_turns(by_hours, tom, slots=(Slot(days=Days.WORKDAYS, start=510, length=450),))
        holidays = a_roster(speciality=Speciality.HOLIDAYS, needed=Needed.DAYS_OFF)

        found = queries.gaps_ahead([by_hours, holidays], at=TUESDAY_10AM, days=7)

        # Until 16:00 he is there, until 17:30 somebody should be: on Tuesday to Thursday, then
        # Labor Day is off from Friday to Tuesday, when the Tuesday week ends.
        assert [gap.start for gap in found[by_hours.pk]] == [
            TUESDAY_10AM + 6 * HOUR + n * DAY for n in range(3)
        ]
        assert all(gap.end - gap.start == 1.5 * HOUR for gap in found[by_hours.pk])
        off = sum((gap.end - gap.start for gap in found[holidays.pk]), timedelta())
        assert off == 4 * DAY + 10 * HOUR
        days = queries.days_shown(by_hours, TUESDAY, 3)
        assert [[cell.is_gap for cell in day.cells] for day in days] == [[False, True]] * 3
        # Nobody was missing before there was a shift; of days on end each says it.
        assert not any(day.cells for day in queries.days_shown(by_hours, TUESDAY - 7 * DAY, 7))
        off_days = queries.days_shown(holidays, TUESDAY + 3 * DAY, 4)
        assert [len(day.cells) for day in off_days] == [1, 1, 1, 1]


class TestSingleShifts:
    def test_share_no_time_unless_two_are_wanted(self) -> None:
        tom, bo = cast.tom(), a_technician("bo")
        roster = a_roster()
        taking_turns(roster, tom)
        night = Slot(days=Days.EVERY, start=1380, length=120)
        asked: dict[str, Any] = {
            "roster": roster,
            "day": TUESDAY,
            "slot": night,
            "reach": reach(cast.greta()),
        }
        more: dict[str, Any] = {"by": cast.greta(), "at": TUESDAY_10AM}

        with pytest.raises(Refused, match="shares a time"):
            actions.add_shift(person=bo, is_double=False, **asked, **more)
        with pytest.raises(Refused, match="on duty at that time"):
            actions.add_shift(person=tom, is_double=True, **asked, **more)
        with pytest.raises(Refused, match="laid out up to"):
            actions.add_shift(
                person=bo, is_double=False, **(asked | {"day": TUESDAY + 300 * DAY}), **more
            )
        shift = actions.add_shift(person=bo, is_double=True, **asked, **more)
        assert there(TUESDAY_10AM + 14 * HOUR) == {tom.pk, bo.pk}
        free = actions.assign_shift(
            shift=shift, version=1, person=None, reach=reach(cast.greta()), **more
        )
        assert there(TUESDAY_10AM + 14 * HOUR) == {tom.pk}
        actions.cancel_shift(shift=free, reach=reach(cast.greta()), **more)
        with pytest.raises(Refused, match="taken off"):
            actions.cancel_shift(shift=free, reach=reach(cast.greta()), **more)


@pytest.mark.row("A7")
class TestSwaps:
    def test_need_a_third_person_where_the_roster_asks_for_it(self) -> None:
        tom, bo, greta = cast.tom(), a_technician("bo"), cast.greta()
        taking_turns(a_roster(needs_approval=True), tom)
        shift = shift_of(tom)
        by_tom: dict[str, Any] = {"by": tom, "at": TUESDAY_10AM}

        with pytest.raises(Refused, match="Only whose shift"):
            actions.offer_shift(
                shift=shift, to_person=None, by=bo, at=TUESDAY_10AM, reason="why not"
            )
        swap = actions.offer_shift(shift=shift, to_person=None, reason="Wedding", **by_tom)
        with pytest.raises(Refused, match="on offer already"):
            actions.offer_shift(shift=shift, to_person=bo, reason="Wedding", **by_tom)
        with pytest.raises(Refused, match="theirs already"):
            actions.take_shift(swap=swap, **by_tom)
        assert queries.swaps_for(reach(bo), at=TUESDAY_10AM) == [swap]
        taken = actions.take_shift(swap=swap, by=bo, at=TUESDAY_10AM)

        assert taken.status == SwapStatus.TAKEN
        assert shift_of(tom).pk == shift.pk
        assert queries.swaps_for(reach(greta), at=TUESDAY_10AM) == [swap]
        with pytest.raises(Refused, match="Only whoever leads"):
            actions.approve_swap(swap=taken, reach=reach(bo), by=bo, at=TUESDAY_10AM)
        done = actions.approve_swap(swap=taken, reach=reach(greta), by=greta, at=TUESDAY_10AM)
        assert (done.status, done.decided_by) == (SwapStatus.DONE, greta)
        assert Shift.objects.get(pk=shift.pk).person == bo
        with pytest.raises(ChangedMeanwhile):
            actions.withdraw_swap(swap=swap, **by_tom)

    def test_offered_to_one_are_theirs_to_refuse_and_end_with_the_shift(self) -> None:
        tom, bo, greta = cast.tom(), a_technician("bo"), cast.greta()
        taking_turns(a_roster(), tom)
        shift = shift_of(tom)
        by_tom: dict[str, Any] = {"by": tom, "at": TUESDAY_10AM, "reason": "Wedding"}
        first = actions.offer_shift(shift=shift, to_person=bo, **by_tom)
        other = a_technician("cy")

        with pytest.raises(Refused, match="somebody else"):
            actions.take_shift(swap=first, by=other, at=TUESDAY_10AM)
        actions.refuse_swap(swap=first, reach=reach(bo), by=bo, at=TUESDAY_10AM, reason="No")
        assert queries.refusals_for(reach(tom), at=TUESDAY_10AM) == [first]
        assert queries.refusals_for(reach(bo), at=TUESDAY_10AM) == []
        second = actions.offer_shift(shift=shift, to_person=bo, **by_tom)
        assert queries.refusals_for(reach(tom), at=TUESDAY_10AM) == []
        with pytest.raises(Refused, match="begun already"):
            actions.take_shift(swap=second, by=bo, at=shift.starts_at)
        actions.assign_shift(
            shift=shift,
            version=shift.version,
            person=other,
            reach=reach(greta),
            by=greta,
            at=TUESDAY_10AM,
        )

        assert Swap.objects.get(pk=second.pk).status == SwapStatus.WITHDRAWN
        with pytest.raises(ChangedMeanwhile):
            actions.take_shift(swap=second, by=bo, at=TUESDAY_10AM)


@pytest.mark.row("A7")
@pytest.mark.django_db(transaction=True)
def test_of_those_who_take_a_shift_at_once_one_gets_it() -> None:
    tom = cast.tom()
    others = [a_technician(name) for name in ("bo", "cy", "di")]
    taking_turns(a_roster(), tom)
    shift = shift_of(tom)
    swap = actions.offer_shift(
        shift=shift, to_person=None, by=tom, at=TUESDAY_10AM, reason="Wedding"
    )
    got: list[int] = []
    start = Barrier(len(others))

    def take(person: Person) -> None:
        start.wait(60)
        try:
            actions.take_shift(swap=swap, by=person, at=TUESDAY_10AM)
            got.append(person.pk)
        except Refused:
            pass
        finally:
            connection.close()

    threads = [Thread(target=take, args=(one,)) for one in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert len(got) == 1
    assert Shift.objects.get(pk=shift.pk).person_id == got[0]
    assert Swap.objects.get(pk=swap.pk).taken_by_id == got[0]


def test_a_rung_that_names_a_role_is_told_to_who_is_on_duty() -> None:
    install()
    tom, bo = cast.tom(), a_technician("bo")
    matter = a_matter("FAULT_REPORT", role=Role.TECHNICIAN)

    def told(at: datetime) -> set[Person]:
        return set(commitments.told_by(matter, [Tells.OWNER.value], at=at))

    assert told(TUESDAY_10AM) == {tom, bo}
    taking_turns(
        a_roster(stands_for_role=Role.TECHNICIAN.value),
        tom,
        slots=(Slot(days=Days.EVERY, start=480, length=600),),
    )
    assert told(TUESDAY_10AM) == {tom}
    # Where nobody is on duty, nobody may be left untold.
    assert told(datetime(2026, 4, 28, 16, tzinfo=UTC)) == {tom, bo}
    assert queries.on_duty_for(Role.SALES, [cast.harbor_branch().pk], TUESDAY_10AM) == {}
