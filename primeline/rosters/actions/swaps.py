"""Giving a shift away: offered by one, taken by another, approved by a third where asked for."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.kit.deeds import deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.saving import save_changes
from primeline.rosters.actions.guards import (
    check_free,
    check_may_set,
    check_to_come,
    held_roster,
    held_shift,
)
from primeline.rosters.actions.shifts import tell_changed
from primeline.rosters.choices import SWAP_OPEN, SwapStatus
from primeline.rosters.models import Shift, Swap
from primeline.rosters.queries.rosters import may_work
from primeline.staff.models import Person
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of

LONGEST_REASON = 300


@deed("rosters.offer_shift")
def offer_shift(
    *, shift: Shift, to_person: Person | None, by: Person, at: datetime, reason: str
) -> Swap:
    """Offer a shift of one's own to a colleague, or to all. It stays one's own until taken.

    :raises Refused: if it is not one's own, has begun, is on offer already, or no reason is given
    """
    held_roster(shift.roster)
    fresh = held_shift(shift)
    if fresh.person_id != by.pk:
        raise Refused(_("Only whose shift it is can give it away."))
    check_to_come(fresh, at)
    if not reason.strip():
        raise Refused(_("Say why, in a few words: whoever takes it reads it."), field="reason")
    if Swap.objects.filter(shift=fresh, status__in=SWAP_OPEN).exists():
        raise Refused(_("This shift is on offer already. Wait for an answer, or take it back."))
    if to_person is not None:
        _check_taker(fresh, to_person, at)
    return Swap.objects.create(
        shift=fresh,
        from_person=by,
        to_person=to_person,
        reason=reason.strip()[:LONGEST_REASON],
        offered_at=at,
        status=SwapStatus.OFFERED,
    )


@deed("rosters.take_shift")
def take_shift(*, swap: Swap, by: Person, at: datetime) -> Swap:
    """Take a shift that is on offer. Of several who do so at once, one gets it.

    Where the roster asks for it, it changes hands only once a third person has approved.

    :raises Refused: if it was offered to somebody else, has begun, or one is on duty then already
    :raises ChangedMeanwhile: if it is not on offer any more
    """
    roster = held_roster(swap.shift.roster)
    shift = held_shift(swap.shift)
    shift.roster = roster
    if swap.to_person_id not in (None, by.pk):
        raise Refused(_("It was offered to somebody else."))
    check_to_come(shift, at)
    _check_taker(shift, by, at)
    waits = roster.needs_approval
    _move(
        swap,
        SwapStatus.OFFERED,
        status=SwapStatus.TAKEN if waits else SwapStatus.DONE,
        taken_by=by,
        taken_at=at,
    )
    if not waits:
        _hand(shift, swap, by.pk, at)
    return Swap.objects.get(pk=swap.pk)


@deed("rosters.approve_swap")
def approve_swap(*, swap: Swap, reach: Reach, by: Person, at: datetime) -> Swap:
    """Approve that a shift changes hands, as somebody else than the two.

    :raises Refused: if one is one of the two or does not set the roster, the shift has begun, or
        whoever took it does not work here any more
    :raises ChangedMeanwhile: if it does not wait for this any more
    """
    roster = held_roster(swap.shift.roster)
    shift = held_shift(swap.shift)
    shift.roster = roster
    fresh = _decidable(swap, reach, by)
    check_to_come(shift, at)
    if fresh.taken_by is not None:
        _check_taker(shift, fresh.taken_by, at)
    _move(fresh, SwapStatus.TAKEN, status=SwapStatus.DONE, decided_by=by, decided_at=at)
    _hand(shift, fresh, fresh.taken_by_id, at)
    return Swap.objects.get(pk=swap.pk)


@deed("rosters.refuse_swap")
def refuse_swap(*, swap: Swap, reach: Reach, by: Person, at: datetime, reason: str) -> Swap:
    """Refuse a shift that was offered to oneself, or, as who leads, that it changes hands.

    :raises Refused: if no reason is given, or it is not one's own to refuse
    :raises ChangedMeanwhile: if it was settled meanwhile
    """
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")
    fresh = Swap.objects.select_related("shift__roster__unit").get(pk=swap.pk)
    if not (fresh.status == SwapStatus.OFFERED and fresh.to_person_id == by.pk):
        fresh = _decidable(swap, reach, by)
    if fresh.status not in SWAP_OPEN:
        raise ChangedMeanwhile(_("This was settled in the meantime."))
    _move(
        fresh,
        SwapStatus(fresh.status),
        status=SwapStatus.REFUSED,
        decided_by=by,
        decided_at=at,
        answer=reason.strip()[:LONGEST_REASON],
    )
    return Swap.objects.get(pk=swap.pk)


@deed("rosters.withdraw_swap")
def withdraw_swap(*, swap: Swap, by: Person, at: datetime) -> Swap:
    """Take an offer back as long as the shift has not changed hands.

    :raises Refused: if it is somebody else's
    :raises ChangedMeanwhile: if it was settled meanwhile
    """
    if swap.from_person_id != by.pk:
        raise Refused(_("Only who offered it can take it back."))
    waiting = Swap.objects.filter(pk=swap.pk, status__in=SWAP_OPEN)
    if not waiting.update(status=SwapStatus.WITHDRAWN, decided_at=at):
        raise ChangedMeanwhile(_("This was settled in the meantime."))
    return Swap.objects.get(pk=swap.pk)


def _check_taker(shift: Shift, person: Person, at: datetime) -> None:
    if person.pk == shift.person_id:
        raise Refused(_("This shift is theirs already. Choose somebody else."), field="to_person")
    if not may_work(shift.roster, person.pk, today=day_of(at, shift.roster.zone)):
        raise Refused(
            _("%(name)s does not work at this unit. Choose somebody else.") % {"name": person.name},
            field="to_person",
        )
    check_free(shift, person.pk, field="to_person")


def _decidable(swap: Swap, reach: Reach, by: Person) -> Swap:
    fresh = Swap.objects.select_related("shift__roster__unit").get(pk=swap.pk)
    check_may_set(reach, fresh.shift.roster.unit)
    if by.pk in (fresh.from_person_id, fresh.taken_by_id):
        raise Refused(_("Somebody else than the two who swap has to decide."))
    return fresh


def _move(swap: Swap, seen: SwapStatus, **changes: object) -> None:
    # The status in the filter makes two who answer at once take turns: one of them finds no row.
    if not Swap.objects.filter(pk=swap.pk, status=seen).update(**changes):
        raise ChangedMeanwhile(_("Somebody was quicker: this is not on offer any more."))


def _hand(shift: Shift, swap: Swap, to_person_id: int | None, at: datetime) -> None:
    if shift.person_id != swap.from_person_id:
        raise ChangedMeanwhile(_("The lead has given this shift to somebody else meanwhile."))
    changes = {"person_id": to_person_id}
    save_changes(Shift, pk=shift.pk, version=shift.version, changes=changes)
    tell_changed(shift, swap.from_person_id, to_person_id, at)
