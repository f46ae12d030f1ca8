"""Giving shifts away: offered by one, taken by another, approved by a third where asked for."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from primeline.kit.deeds import deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.saving import save_changes
from primeline.privacy.textfields import kept_about
from primeline.rosters.actions.guards import (
    check_free,
    check_may_set,
    check_strain,
    check_to_come,
    held_roster,
    held_shift,
)
from primeline.rosters.actions.shifts import tell_changed
from primeline.rosters.choices import SWAP_OPEN, SwapStatus
from primeline.rosters.models import Roster, Shift, Swap
from primeline.rosters.queries.near import roster_beside
from primeline.rosters.queries.reach import may_edit
from primeline.rosters.queries.rosters import may_work
from primeline.staff.models import Person
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of


@deed("rosters.offer_shift")
def offer_shift(
    *,
    shift: Shift,
    to_person: Person | None,
    by: Person,
    at: datetime,
    reason: str,
    customer_ids: Collection[int] = (),
) -> Swap:
    """Offer a shift of one's own to a colleague, or to all. It stays one's own until taken.

    A colleague may serve by a roster beside this one: then the leads of both approve.
    `customer_ids` are the accounts that the reason names: people on file there stand in it sealed.

    :raises Refused: if it is not one's own, has begun, is on offer already, or no reason is given
    """
    roster = held_roster(shift.roster)
    fresh = held_shift(shift)
    fresh.roster = roster
    if fresh.person_id != by.pk:
        raise Refused(_("Only whose shift it is can give it away."))
    check_to_come(fresh, at)
    if not reason.strip():
        raise Refused(_("Say why, in a few words: whoever takes it reads it."), field="reason")
    _check_not_on_offer(fresh)
    other = None
    if to_person is not None:
        _check_taker(fresh, None, to_person, at)
        other = _from_beside(roster, to_person, at)
    return Swap.objects.create(
        shift=fresh,
        from_person=by,
        to_person=to_person,
        other_roster=other,
        offered_at=at,
        status=SwapStatus.OFFERED,
        **kept_about(Swap, customer_ids, reason=reason.strip()),
    )


@deed("rosters.ask_exchange")
def ask_exchange(
    *,
    shift: Shift,
    for_shift: Shift,
    by: Person,
    at: datetime,
    reason: str,
    customer_ids: Collection[int] = (),
    is_strain_meant: bool = False,
) -> Swap:
    """Ask a colleague to exchange a shift of theirs for one of one's own. Both stay until agreed.

    The two may stand on rosters beside each other: then the leads of both approve.
    `customer_ids` are the accounts that the reason names.

    :raises Refused: if one of them is not theirs, has begun or is on offer already, one of the two
        may not serve by the other roster or would be on duty twice, or no reason is given; if it
        would be a day in a row or too little rest for whoever asks, and that is not meant
    """
    roster, other = _held_rosters(shift.roster, for_shift.roster)
    mine, theirs = held_shift(shift), held_shift(for_shift)
    if mine.person_id != by.pk:
        raise Refused(_("Only whose shift it is can give it away."))
    if theirs.person is None or (other and other.speciality != roster.speciality):
        raise Refused(
            _("Choose a shift of a colleague who is on duty for the same."), field="for_shift"
        )
    mine.roster, theirs.roster = roster, other or roster
    if not reason.strip():
        raise Refused(_("Say why, in a few words: whoever takes it reads it."), field="reason")
    for one in (mine, theirs):
        check_to_come(one, at)
        _check_not_on_offer(one)
    _check_both(mine, theirs, by, theirs.person, at)
    # The colleague is asked when it is theirs to say.
    check_strain(theirs, mine, giver=None, taker=by, is_meant=is_strain_meant)
    return Swap.objects.create(
        shift=mine,
        for_shift=theirs,
        from_person=by,
        to_person=theirs.person,
        other_roster=other,
        offered_at=at,
        status=SwapStatus.OFFERED,
        **kept_about(Swap, customer_ids, reason=reason.strip()),
    )


@deed("rosters.take_shift")
def take_shift(*, swap: Swap, by: Person, at: datetime, is_strain_meant: bool = False) -> Swap:
    """Take a shift that is on offer, or agree to an exchange. Of several at once, one gets it.

    Where the roster asks for it, it changes hands only once a third person has approved.

    :raises Refused: if it was offered to somebody else, has begun, or one is on duty then already;
        if it would be a day in a row or too little rest for one of them, and that is not meant
    :raises ChangedMeanwhile: if it is not on offer any more
    """
    shift, other = _held(swap)
    if swap.to_person_id not in (None, by.pk):
        raise Refused(_("It was offered to somebody else."))
    if swap.to_person_id is None and not _works_here(shift.roster, by, at):
        # What is on offer to all is on offer to all of this unit.
        raise Refused(
            _("%(name)s does not work at this unit. Choose somebody else.") % {"name": by.name}
        )
    _check_hands(shift, other, swap.from_person, by, at)
    check_strain(shift, other, giver=swap.from_person, taker=by, is_meant=is_strain_meant)
    waits = shift.roster.needs_approval or swap.other_roster_id is not None
    _move(
        swap,
        SwapStatus.OFFERED,
        status=SwapStatus.TAKEN if waits else SwapStatus.DONE,
        taken_by=by,
        taken_at=at,
    )
    if not waits:
        _hand(shift, other, swap.from_person_id, by.pk, at)
    return Swap.objects.get(pk=swap.pk)


@deed("rosters.approve_swap")
def approve_swap(
    *, swap: Swap, reach: Reach, by: Person, at: datetime, is_strain_meant: bool = False
) -> Swap:
    """Approve that a shift changes hands, or two do, as somebody else than the two.

    Across two rosters it changes hands once whoever leads the one and the other have approved;
    who leads both says it once.

    :raises Refused: if one is one of the two or does not set the roster, the shift has begun, or
        whoever took it does not work here any more; if it would be a day in a row or too little
        rest for one of the two, and that is not meant
    :raises ChangedMeanwhile: if it does not wait for this any more
    """
    shift, other = _held(swap)
    fresh = _decidable(swap, reach, by)
    if fresh.taken_by is None:
        raise ChangedMeanwhile(_("Nobody has taken this yet."))
    giver, taker = fresh.from_person, fresh.taken_by
    _check_hands(shift, other, giver, taker, at)
    check_strain(shift, other, giver=giver, taker=taker, is_meant=is_strain_meant)
    said: dict[str, object] = {}
    if may_edit(reach, fresh.shift.roster.unit) and fresh.decided_by_id is None:
        said |= {"decided_by": by, "decided_at": at}
    across = fresh.other_roster
    if across is not None and may_edit(reach, across.unit) and fresh.agreed_by_id is None:
        said |= {"agreed_by": by, "agreed_at": at}
    if not said:
        raise Refused(_("Your side has approved this already: the lead of the other one has not."))
    is_settled = across is None or (
        (fresh.decided_by_id or "decided_by" in said)
        and (fresh.agreed_by_id or "agreed_by" in said)
    )
    status = SwapStatus.DONE if is_settled else SwapStatus.TAKEN
    _move(fresh, SwapStatus.TAKEN, status=status, **said)
    if is_settled:
        _hand(shift, other, fresh.from_person_id, fresh.taken_by.pk, at)
    return Swap.objects.get(pk=swap.pk)


@deed("rosters.refuse_swap")
def refuse_swap(
    *,
    swap: Swap,
    reach: Reach,
    by: Person,
    at: datetime,
    reason: str,
    customer_ids: Collection[int] = (),
) -> Swap:
    """Refuse a shift that was offered to oneself, or, as who leads, that it changes hands.

    `customer_ids` are the accounts that the reason names.

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
        **kept_about(Swap, customer_ids, answer=reason.strip()),
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


def _held(swap: Swap) -> tuple[Shift, Shift | None]:
    """Return the shift of a swap, and what is given for it, as they stand now, held."""
    roster, across = _held_rosters(swap.shift.roster, swap.other_roster)
    shift = held_shift(swap.shift)
    shift.roster = roster
    if swap.for_shift is None:
        return shift, None
    other = held_shift(swap.for_shift)
    other.roster = across or roster
    return shift, other


def _held_rosters(one: Roster, other: Roster | None) -> tuple[Roster, Roster | None]:
    """Return one or two rosters, held: always in the same order, so that nobody waits in a ring."""
    if other is None or one.pk == other.pk:
        return held_roster(one), None
    held = {roster.pk: held_roster(roster) for roster in sorted((one, other), key=lambda r: r.pk)}
    return held[one.pk], held[other.pk]


def _works_here(roster: Roster, person: Person, at: datetime) -> bool:
    return may_work(roster, person.pk, today=day_of(at, roster.zone))


def _from_beside(roster: Roster, person: Person, at: datetime) -> Roster | None:
    """Return by which other roster somebody serves who may take shifts of this one, if by any."""
    if _works_here(roster, person, at):
        return None
    return roster_beside(roster, person.pk, today=day_of(at, roster.zone))


def _check_hands(
    shift: Shift, other: Shift | None, giver: Person, taker: Person, at: datetime
) -> None:
    """Do nothing if the shift may change hands, and what is given for it.

    :raises Refused: if one has begun, or somebody does not work here or would be there twice
    """
    check_to_come(shift, at)
    if other is None:
        _check_taker(shift, None, taker, at)
        return
    check_to_come(other, at)
    if (shift.person_id, other.person_id) != (giver.pk, taker.pk):
        raise ChangedMeanwhile(_("The lead has given this shift to somebody else meanwhile."))
    _check_both(shift, other, giver, taker, at)


def _check_both(mine: Shift, theirs: Shift, giver: Person, taker: Person, at: datetime) -> None:
    _check_taker(mine, theirs, taker, at)
    _check_taker(theirs, mine, giver, at)


def _check_not_on_offer(shift: Shift) -> None:
    either = Q(shift=shift) | Q(for_shift=shift)
    if Swap.objects.filter(either, status__in=SWAP_OPEN).exists():
        raise Refused(_("This shift is on offer already. Wait for an answer, or take it back."))


def _check_taker(shift: Shift, given: Shift | None, person: Person, at: datetime) -> None:
    if person.pk == shift.person_id:
        raise Refused(_("This shift is theirs already. Choose somebody else."), field="to_person")
    if not _works_here(shift.roster, person, at) and not _from_beside(shift.roster, person, at):
        raise Refused(
            _(
                "%(name)s does not work at this unit, nor by a roster for the same next to it "
                "in the role that it asks for. Choose somebody else."
            )
            % {"name": person.name},
            field="to_person",
        )
    # Whoever comes from beside is nowhere else at that time, by no roster at all.
    is_wide = not _works_here(shift.roster, person, at)
    given_away = [given.pk] if given else []
    check_free(shift, person.pk, but=given_away, field="to_person", everywhere=is_wide)


def _decidable(swap: Swap, reach: Reach, by: Person) -> Swap:
    found = Swap.objects.select_related(
        "shift__roster__unit", "other_roster__unit", "from_person", "taken_by"
    )
    fresh = found.get(pk=swap.pk)
    if fresh.other_roster is None or not may_edit(reach, fresh.other_roster.unit):
        check_may_set(reach, fresh.shift.roster.unit)
    if by.pk in (fresh.from_person_id, fresh.taken_by_id):
        raise Refused(_("You take part in this yourself: another lead has to decide."))
    return fresh


def _move(swap: Swap, seen: SwapStatus, **changes: object) -> None:
    # The status in the filter makes two who answer at once take turns: one of them finds no row.
    if not Swap.objects.filter(pk=swap.pk, status=seen).update(**changes):
        raise ChangedMeanwhile(_("Somebody was quicker: this is not on offer any more."))


def _hand(shift: Shift, other: Shift | None, giver_id: int, taker_id: int, at: datetime) -> None:
    """Let a shift change hands, and what is given for it."""
    _give(shift, giver_id, taker_id, at)
    if other is not None:
        _give(other, taker_id, giver_id, at)


def _give(shift: Shift, from_id: int, to_id: int, at: datetime) -> None:
    if shift.person_id != from_id:
        raise ChangedMeanwhile(_("The lead has given this shift to somebody else meanwhile."))
    save_changes(Shift, pk=shift.pk, version=shift.version, changes={"person_id": to_id})
    tell_changed(shift, from_id, to_id, at)
