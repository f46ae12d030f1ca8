"""Opening rosters, and the rotations by which people take turns."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.hours import queries as hours
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.saving import save_changes
from primeline.rosters.actions.guards import (
    check_may_set,
    held_roster,
    planned_within,
    when,
    withdraw_open,
)
from primeline.rosters.choices import MOST_REST_HOURS, ShiftStatus
from primeline.rosters.models import Roster, Rotation, Shift
from primeline.rosters.queries.duty import LAID_AHEAD
from primeline.rosters.queries.rosters import people_for
from primeline.rosters.rules.laying import (
    check_turns,
    laid_out,
    slots_as_stored,
    slots_from_stored,
    wall_of,
)
from primeline.rosters.values import Planned, Span, Turns, Wanted
from primeline.staff.models import Person, Unit
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of

AT_ONCE = 20


@deed("rosters.open")
def open_roster(*, unit: Unit, wanted: Wanted, reach: Reach, by: Person, at: datetime) -> Roster:
    """Open a roster of a unit; its shifts go by the clock on the wall of that unit.

    :raises Refused: if the unit is not theirs, has such a roster, one stands for that role, or it
        asks for more rest than a day
    """
    check_may_set(reach, unit)
    _check_rest(wanted)
    _check_only_one(unit, wanted, but=None)
    zone = wanted.zone or hours.calendar_of(unit.pk, at=at).zone
    return Roster.objects.create(unit=unit, **{**asdict(wanted), "zone": zone})


@deed("rosters.change")
def change_roster(
    *, roster: Roster, version: int, wanted: Wanted, reach: Reach, by: Person, at: datetime
) -> Roster:
    """Change what a roster is called, when it is needed, and its rules; its zone stays.

    :raises Refused: if the unit is not theirs, or its rotation breaks the rules then
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    fresh = held_roster(roster)
    check_may_set(reach, fresh.unit)
    _check_rest(wanted)
    _check_only_one(fresh.unit, wanted, but=fresh)
    rotation = Rotation.objects.filter(roster=fresh, active_to=None).first()
    if rotation is not None:
        check_turns(turns_in(rotation), allows_double=wanted.allows_double)
    changes = asdict(wanted)
    del changes["zone"], changes["speciality"]
    save_changes(Roster, pk=fresh.pk, version=version, changes=changes)
    fresh.refresh_from_db()
    return fresh


@deed("rosters.close")
def close_roster(
    *, roster: Roster, version: int, reach: Reach, by: Person, at: datetime, reason: str = ""
) -> Roster:
    """Close a roster: shifts to come are taken off it, what was worked stays on record.

    :raises Refused: if the unit is not theirs, or it is closed already
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    fresh = held_roster(roster)
    check_may_set(reach, fresh.unit)
    save_changes(Roster, pk=fresh.pk, version=version, changes={"is_active": False})
    today = day_of(at, fresh.zone)
    for rotation in Rotation.objects.filter(roster=fresh, active_to=None):
        changes = {"active_to": max(today, rotation.active_from)}
        save_changes(Rotation, pk=rotation.pk, version=rotation.version, changes=changes)
    cancel(Shift.objects.filter(roster=fresh, starts_at__gt=at), at=at)
    fresh.refresh_from_db()
    return fresh


@deed("rosters.set_rotation")
def set_rotation(
    *, roster: Roster, version: int, turns: Turns, reach: Reach, by: Person, at: datetime
) -> Rotation:
    """Let people take turns by a rotation from a day on, and lay its shifts out.

    `version` is that of the rotation in force, 0 for none. Shifts of that one from the day on are
    taken off, also those that were swapped.

    :raises Refused: if people cannot work by it, it begins too early, or it meets other shifts
    :raises ChangedMeanwhile: if somebody set another one since
    """
    fresh = held_roster(roster)
    check_may_set(reach, fresh.unit)
    check_turns(turns, allows_double=fresh.allows_double)
    _check_people(fresh, turns, at)
    today = day_of(at, fresh.zone)
    _end_former(fresh, version, turns.active_from, today, at)
    rotation = Rotation.objects.create(
        roster=fresh,
        active_from=turns.active_from,
        slots=slots_as_stored(turns.slots),
        people=list(turns.people),
        laid_to=turns.active_from,
    )
    _lay(rotation, until=max(today, turns.active_from) + LAID_AHEAD, at=at)
    return rotation


@deed("rosters.lay_out")
def lay_out(*, by: Actor, at: datetime) -> int:
    """Lay out the shifts of rotations whose weeks ahead have become fewer; return how many."""
    due = (day_of(at) + LAID_AHEAD - timedelta(weeks=1), day_of(at) + LAID_AHEAD)
    rows = Rotation.objects.filter(active_to=None, roster__is_active=True, laid_to__lt=due[0])
    held = rows.select_for_update(skip_locked=True, of=("self",)).select_related("roster__unit")
    return sum(_lay(one, until=due[1], at=at) for one in list(held.order_by("pk")[:AT_ONCE]))


def turns_in(rotation: Rotation) -> Turns:
    """Return a stored rotation as a value."""
    return Turns(
        slots=slots_from_stored(rotation.slots),
        people=tuple(rotation.people),
        active_from=rotation.active_from,
    )


def cancel(shifts: Any, *, at: datetime) -> list[Shift]:
    """Take shifts off their roster, with what is on offer of them."""
    found = list(shifts.filter(status=ShiftStatus.PLANNED).select_for_update(of=("self",)))
    for one in found:
        changes = {"status": ShiftStatus.CANCELLED}
        save_changes(Shift, pk=one.pk, version=one.version, changes=changes)
    withdraw_open(found, at=at)
    return found


def _check_rest(wanted: Wanted) -> None:
    if not 0 <= wanted.rest_hours <= MOST_REST_HOURS:
        raise Refused(
            _("Between no rest and %(most)s hours.") % {"most": MOST_REST_HOURS},
            field="rest_hours",
        )


def _check_only_one(unit: Unit, wanted: Wanted, *, but: Roster | None) -> None:
    others = Roster.objects.filter(unit=unit, is_active=True)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if but is None and others.filter(speciality=wanted.speciality).exists():
        raise Refused(
            _("The unit has such a roster already. Change that one, or close it."),
            field="speciality",
        )
    if wanted.stands_for_role and others.filter(stands_for_role=wanted.stands_for_role).exists():
        raise Refused(
            _("Another roster of the unit stands for this role already."), field="stands_for_role"
        )


def _check_people(roster: Roster, turns: Turns, at: datetime) -> None:
    there = {one.pk for one in people_for(roster.unit, today=day_of(at, roster.zone))}
    if not set(turns.people) <= there:
        raise Refused(
            _("Somebody named does not work at this unit any more. Choose again."), field="people"
        )


def _end_former(roster: Roster, version: int, active_from: date, today: date, at: datetime) -> None:
    former = Rotation.objects.filter(roster=roster, active_to=None).first()
    if (former.version if former else 0) != version:
        raise ChangedMeanwhile(
            _("Somebody else set the rotation in the meantime. Reload the page.")
        )
    if active_from < today or (former is not None and active_from == today):
        raise Refused(
            _("Choose a day to come: who is on duty today stays so."), field="active_from"
        )
    if former is None:
        return
    if active_from > today + LAID_AHEAD:
        raise Refused(_("Choose a day within the next eight weeks."), field="active_from")
    # One that has ended is not laid out any more: up to that day nobody would be there.
    _lay(former, until=active_from, at=at)
    former.refresh_from_db()
    changes = {"active_to": max(active_from, former.active_from)}
    save_changes(Rotation, pk=former.pk, version=former.version, changes=changes)
    cancel(Shift.objects.filter(rotation=former, day_date__gte=active_from), at=at)


def _lay(rotation: Rotation, *, until: date, at: datetime) -> int:
    """Lay out the shifts up to a day; those that are over by now are left out."""
    turns, roster = turns_in(rotation), rotation.roster
    planned = [
        one
        for one in laid_out(
            turns,
            since=rotation.laid_to,
            until=until,
            wall=wall_of(roster.zone),
            workdays=hours.workdays(),
        )
        if one.span.end > at
    ]
    if rotation.laid_to == rotation.active_from and not roster.allows_double:
        _check_meets_nothing(roster, planned)
    changes = {"laid_to": max(until, rotation.laid_to)}
    save_changes(Rotation, pk=rotation.pk, version=rotation.version, changes=changes)
    rows = [_shift(rotation, one) for one in planned]
    Shift.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _check_meets_nothing(roster: Roster, planned: Sequence[Planned]) -> None:
    if not planned:
        return
    whole = Span(planned[0].span.start, max(one.span.end for one in planned))
    for other in planned_within(roster, whole):
        if not other.is_double and _meets(other, planned):
            raise Refused(
                _(
                    "A shift that is on the roster already (%(time)s) would share a time with this "
                    "rotation. Take it off first, or begin later."
                )
                % {"time": when(roster, other)},
                field="active_from",
            )


def _meets(shift: Shift, planned: Iterable[Planned]) -> bool:
    return any(one.span.start < shift.ends_at and shift.starts_at < one.span.end for one in planned)


def _shift(rotation: Rotation, planned: Planned) -> Shift:
    return Shift(
        roster_id=rotation.roster_id,
        rotation=rotation,
        slot=planned.slot,
        day_date=planned.day,
        starts_at=planned.span.start,
        ends_at=planned.span.end,
        person_id=planned.person_id,
    )
