"""Shifts that change hands: what is on offer, what for, and who has to decide."""

from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from primeline.kit.errors import NotFound
from primeline.rosters.choices import SWAP_OPEN, ShiftStatus, SwapStatus
from primeline.rosters.models import Roster, Shift, Swap
from primeline.rosters.queries.near import people_near, roles_of, rosters_near
from primeline.rosters.queries.reach import EDIT, may_edit, rosters_within
from primeline.rosters.queries.rosters import may_work
from primeline.staff.choices import Permission, UnitKind
from primeline.staff.models import Posting, Unit
from primeline.staff.permissions import ROLE_PERMISSIONS
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of

EDIT_ROLES = [r for r, may in ROLE_PERMISSIONS.items() if EDIT in may]


def _lead_takes_part(roster: str) -> Exists:
    return Exists(
        Posting.objects.filter(
            Q(person=OuterRef("from_person")) | Q(person=OuterRef("taken_by")),
            unit=OuterRef(f"{roster}__unit"),
            role__in=EDIT_ROLES,
        )
    )


# The rosters of a swap, who has approved for each, and whether a lead there takes part.
_SIDES: Final = (
    ("shift__roster", "decided_by", _lead_takes_part("shift__roster")),
    ("other_roster", "agreed_by", _lead_takes_part("other_roster")),
)


def swaps_of(roster: Roster, *, since: datetime) -> list[Swap]:
    """Return what was given away on a roster lately, what waits first."""
    rows = Swap.objects.filter(Q(shift__roster=roster) | Q(other_roster=roster)).filter(
        Q(status__in=SWAP_OPEN) | Q(offered_at__gte=since)
    )
    found = _in_full(rows).order_by("-offered_at", "-pk")
    return sorted(found, key=lambda one: one.status not in SWAP_OPEN)


def swap_of(shift: Shift) -> Swap | None:
    """Return the swap of a shift that is not settled yet."""
    either = Q(shift=shift) | Q(for_shift=shift)
    return _in_full(Swap.objects.filter(either, status__in=SWAP_OPEN)).first()


def exchangeable_for(shift: Shift, *, at: datetime, most: int = 60) -> list[Shift]:
    """Return the shifts of colleagues that one could be exchanged for, of its own roster first.

    Then those of rosters beside it, where both may serve by the other one.
    """
    roster = shift.roster
    found = _swappable(shift, at).filter(roster=roster)
    today = day_of(at, roster.zone)
    if shift.person_id is None or not may_work(roster, shift.person_id, today=today):
        return list(found[:most])
    # Each has to hold the role that the roster of the other asks for.
    roles = roles_of(shift.person_id, today=today)
    to = [one for one in rosters_near(roster) if one.stands_for_role in ("", *roles)]
    welcome = [person.pk for person, _unit in people_near(roster, today=today)]
    beside = _swappable(shift, at).filter(roster__in=to, person__in=welcome)
    return [*found[:most], *beside[:most]]


def _swappable(shift: Shift, at: datetime) -> QuerySet[Shift]:
    found = Shift.objects.filter(
        status=ShiftStatus.PLANNED,
        starts_at__gt=at,
        person__isnull=False,
        person__is_active=True,
    ).exclude(person=shift.person_id)
    waiting = Swap.objects.filter(status__in=SWAP_OPEN)
    free = found.exclude(pk__in=waiting.values("shift")).exclude(
        pk__in=waiting.filter(for_shift__isnull=False).values("for_shift")
    )
    return free.select_related("person", "roster__unit").order_by("starts_at", "pk")


def swaps_for(reach: Reach, *, at: datetime) -> list[Swap]:
    """Return what waits for this reader: shifts they may take, and swaps they approve."""
    if not reach.may(Permission.VIEW_ROSTERS):
        return []
    places = [bound.unit_id for bound in reach.bounds_for(Permission.VIEW_ROSTERS)]
    above = Unit.objects.filter(pk__in=places, kind=UnitKind.TEAM).values("parent")
    around = Q(shift__roster__unit__in=places) | Q(shift__roster__unit__in=above)
    to_take = Q(status=SwapStatus.OFFERED) & (
        Q(to_person=reach.person_id) | (Q(to_person=None) & around)
    )
    to_decide = Q(pk__in=[])
    for bound in reach.bounds_for(EDIT):
        for roster, said, lead_takes_part in _SIDES:
            waits = Q(status=SwapStatus.TAKEN) & Q(**{said: None})
            to_decide |= waits & Q(**{f"{roster}__unit": bound.unit_id})
            # Where a lead takes part, one above has to decide.
            below = {f"{roster}__unit__path__startswith": bound.path}
            to_decide |= waits & Q(lead_takes_part, **below)
    rows = Swap.objects.filter(to_take | to_decide, shift__starts_at__gt=at).exclude(
        from_person=reach.person_id
    )
    return list(_in_full(rows.exclude(taken_by=reach.person_id)).order_by("shift__starts_at"))


def refusals_for(reach: Reach, *, at: datetime) -> list[Swap]:
    """Return what this reader wanted to give away and was refused, while the shift is still theirs.

    Offered anew, it is told no more.
    """
    mine = Swap.objects.filter(
        from_person=reach.person_id,
        shift__person=reach.person_id,
        shift__status=ShiftStatus.PLANNED,
        shift__starts_at__gt=at,
    )
    later = Swap.objects.filter(shift=OuterRef("shift"), pk__gt=OuterRef("pk"))
    rows = mine.filter(status=SwapStatus.REFUSED).exclude(Exists(later))
    return list(_in_full(rows).order_by("shift__starts_at"))


def get_swap(reach: Reach, swap_id: int, *, at: datetime) -> Swap:
    """Return one swap.

    :raises NotFound: if there is none, or its roster is out of reach
    """
    rosters = Roster.objects.filter(rosters_within(reach, at=at)).values("pk")
    seen = Q(shift__roster__in=rosters) | Q(other_roster__in=rosters)
    found = _in_full(Swap.objects.filter(seen, pk=swap_id)).first()
    if found is None:
        raise NotFound
    return found


def may_decide(reach: Reach, swap: Swap) -> bool:
    """Test whether this reader approves or refuses a swap: neither of the two who swap may."""
    if reach.person_id in (swap.from_person_id, swap.taken_by_id):
        return False
    if swap.decided_by_id is None and may_edit(reach, swap.shift.roster.unit):
        return True
    other = swap.other_roster
    return other is not None and swap.agreed_by_id is None and may_edit(reach, other.unit)


def _in_full(rows: QuerySet[Swap]) -> QuerySet[Swap]:
    return rows.select_related(
        "shift__roster__unit",
        "for_shift__person",
        "for_shift__roster__unit",
        "other_roster__unit",
        "from_person",
        "to_person",
        "taken_by",
        "decided_by",
        "agreed_by",
    )
