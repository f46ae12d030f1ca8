"""Who of the example is on duty: rotations, a gap, a swap that is asked for, a call chain run."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import QuerySet

from primeline.approaches.choices import ApproachStatus
from primeline.customers.queries import reach_now
from primeline.rosters import actions
from primeline.rosters.choices import Days, Needed, NotReached, Outcome, ShiftStatus, Speciality
from primeline.rosters.models import CallRun, Roster, Shift
from primeline.rosters.queries import attempts_of
from primeline.rosters.values import ChainDraft, Link, Occasion, Slot, Turns, Wanted
from primeline.staff.choices import Role
from primeline.staff.models import Person, Posting, Unit
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
DAY_AND_NIGHT = (
    Slot(days=Days.EVERY, start=480, length=720),
    Slot(days=Days.EVERY, start=1200, length=720, turn=1),
)
SUNDAYS = (Slot(days=Days.SUNDAY, start=480, length=960),)
TECHNICIANS = Wanted(
    speciality=Speciality.TECHNICIAN, stands_for_role=Role.TECHNICIAN, needs_approval=True
)
HOLIDAYS = Wanted(speciality=Speciality.HOLIDAYS, needed=Needed.DAYS_OFF)
CHAIN, WHY_CALLED = "专线中断应急呼叫", "11 月应急呼叫演练"
ON_CALL = (
    Link(speciality=Speciality.FAULT_DESK, wait_minutes=5),
    Link(speciality=Speciality.TECHNICIAN, wait_minutes=5),
)
WHY_SWAPPED = "当天家中有事，烦请同事代值。"
WHY_EXCHANGED = "当晚要送孩子返校，想与您互换班次。"
NOTE = "21:40 金融客户备用路由告警已恢复，早班请复核光功率。"
MOST = 4


def load_rosters(seats: Sequence[str], *, at: datetime) -> int:
    """Set rosters and a call chain where these people of the example work; return how many."""
    units = {one.home_unit for one in Person.objects.filter(username__in=seats)}
    return sum(_load(unit, at) for unit in sorted(units, key=lambda one: one.path))


def _load(unit: Unit, at: datetime) -> int:
    lead, repairing = _holders(Role.BRANCH_LEAD, unit)[:1], _holders(Role.TECHNICIAN, unit)[:MOST]
    if not lead or not repairing:
        return 0
    reach = reach_now(lead[0], at=at)
    by_turns = _Leading(lead[0], reach, at)
    on_call = repairing if len(repairing) > 1 else [*repairing, lead[0]]
    roster = by_turns.roster(unit, TECHNICIANS, on_call, DAY_AND_NIGHT)
    in_turn = list(dict.fromkeys([lead[0], *on_call]))
    by_turns.roster(unit, HOLIDAYS, in_turn[:MOST], SUNDAYS)
    _leave_a_gap(roster, by_turns)
    _swap(roster, on_call, at, is_taken=len(repairing) > 1)
    if len(repairing) > 1:
        _exchange(roster, on_call, at)
    first = on_call[0]
    actions.write_note(
        roster=roster, text=NOTE, reach=reach_now(first, at=at), by=first, at=at - 90 * MINUTE
    )
    _call(unit, by_turns)
    return 2


class _Leading(NamedTuple):
    """Whoever leads a unit of the example, setting its rosters."""

    lead: Person
    reach: Reach
    at: datetime

    def roster(
        self, unit: Unit, wanted: Wanted, people: Sequence[Person], slots: tuple[Slot, ...]
    ) -> Roster:
        """Open a roster and let people take turns."""
        # A week ago, so that somebody is on duty today and was when the chain was tried.
        begun_at = self.at - 7 * DAY
        roster = actions.open_roster(
            unit=unit, wanted=wanted, reach=self.reach, by=self.lead, at=begun_at
        )
        turns = Turns(
            slots=slots,
            people=tuple(one.pk for one in people),
            active_from=day_of(begun_at),
        )
        actions.set_rotation(
            roster=roster, version=0, turns=turns, reach=self.reach, by=self.lead, at=begun_at
        )
        return roster


def _leave_a_gap(roster: Roster, by: _Leading) -> None:
    """Leave one night of next week to nobody."""
    night = _to_come(roster, by.at, days=4).filter(slot=1).first()
    if night is not None:
        actions.assign_shift(
            shift=night,
            version=night.version,
            person=None,
            reach=by.reach,
            by=by.lead,
            at=by.at,
        )


def _swap(roster: Roster, people: Sequence[Person], at: datetime, *, is_taken: bool) -> None:
    """Let one give two shifts away; one of them another has taken, so the lead has to approve."""
    first, second = people[:2]
    for days, has_taker in ((5, False), (8, is_taken)):
        shift = _to_come(roster, at, days=days).filter(person=first).first()
        if shift is None:
            continue
        swap = actions.offer_shift(shift=shift, to_person=None, by=first, at=at, reason=WHY_SWAPPED)
        if has_taker:
            actions.take_shift(swap=swap, by=second, at=at, is_strain_meant=True)


def _exchange(roster: Roster, people: Sequence[Person], at: datetime) -> None:
    """Let one ask another to exchange two shifts; the other has still to agree."""
    first, second = people[:2]
    mine, theirs = (
        _to_come(roster, at, days=12).filter(person=one).first() for one in (first, second)
    )
    if mine is not None and theirs is not None:
        actions.ask_exchange(
            shift=mine,
            for_shift=theirs,
            by=first,
            at=at,
            reason=WHY_EXCHANGED,
            is_strain_meant=True,
        )


def _to_come(roster: Roster, at: datetime, *, days: int) -> QuerySet[Shift]:
    found = Shift.objects.filter(
        roster=roster, status=ShiftStatus.PLANNED, starts_at__gt=at + days * DAY
    )
    return found.order_by("starts_at")


def _call(unit: Unit, by: _Leading) -> None:
    """Set a call chain, and let it have been tried the day before yesterday."""
    draft = ChainDraft(
        unit=unit, name=CHAIN, links=(*ON_CALL, Link(person_id=by.lead.pk, wait_minutes=10))
    )
    began_at = by.at - 2 * DAY
    chain = actions.open_chain(draft=draft, reach=by.reach, by=by.lead, at=began_at)
    occasion = Occasion(reason=WHY_CALLED, is_drill=True)
    run = actions.start_run(chain=chain, occasion=occasion, reach=by.reach, by=by.lead, at=began_at)
    for minutes, is_reached in ((3, False), (6, True)):
        _answer(run, by, began_at + minutes * MINUTE, is_reached=is_reached)


def _answer(run: CallRun, by: _Leading, at: datetime, *, is_reached: bool) -> None:
    waiting = next((one for one in attempts_of(run) if one.outcome == Outcome.WAITING), None)
    if waiting is None:
        return
    actions.begin_call(attempt_id=waiting.pk, by=by.lead, at=at)
    actions.end_call(attempt_id=waiting.pk, status=ApproachStatus.HANDED_OVER, by=by.lead, at=at)
    actions.note_outcome(
        attempt=waiting,
        is_reached=is_reached,
        why=None if is_reached else NotReached.NO_ANSWER,
        reach=by.reach,
        by=by.lead,
        at=at,
        reason="",
    )


def _holders(role: Role, unit: Unit) -> list[Person]:
    """Return who holds a role at a unit, the longest there first."""
    held = Posting.objects.filter(role=role, unit=unit, active_to=None, person__is_active=True)
    return [one.person for one in held.select_related("person").order_by("pk")]
