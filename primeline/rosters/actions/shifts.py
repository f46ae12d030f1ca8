"""Single shifts: added, given to somebody, taken off, by whoever sets the roster."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from primeline.kit import events
from primeline.kit.deeds import deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.rosters.actions.guards import (
    check_free,
    check_may_set,
    check_to_come,
    held_roster,
    held_shift,
    planned_within,
    when,
    withdraw_open,
)
from primeline.rosters.actions.rosters import cancel
from primeline.rosters.events import ShiftChangedHands
from primeline.rosters.models import Roster, Rotation, Shift
from primeline.rosters.queries.rosters import may_work
from primeline.rosters.rules.laying import moment_on, wall_of
from primeline.rosters.values import MINUTES_A_DAY, Slot, Span
from primeline.staff.models import Person
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of

LONGEST_AHEAD_DAYS = 366


@deed("rosters.add_shift")
def add_shift(
    *,
    roster: Roster,
    day: date,
    slot: Slot,
    person: Person | None,
    is_double: bool,
    reach: Reach,
    by: Person,
    at: datetime,
) -> Shift:
    """Put a single shift onto a roster; without a person, somebody has still to take it.

    :raises Refused: if it is over, longer than a day, beyond what is laid out, or shares a time
        with another shift where that is not wanted
    """
    fresh = held_roster(roster)
    check_may_set(reach, fresh.unit)
    if not (0 <= slot.start < MINUTES_A_DAY and 0 < slot.length <= MINUTES_A_DAY):
        raise Refused(_("A shift lasts a day at most."), field="end")
    _check_day(fresh, day, at)
    wall = wall_of(fresh.zone)
    span = Span(moment_on(wall, day, slot.start), moment_on(wall, day, slot.end))
    if span.end <= at or span.start >= span.end:
        raise Refused(_("This time is past. Name one to come."), field="day")
    others = planned_within(fresh, span)
    if others and not is_double:
        raise Refused(
            _(
                "It shares a time with another shift (%(time)s). Give that one to somebody else, "
                "or say that two are wanted."
            )
            % {"time": when(fresh, others[0])},
            field="start",
        )
    shift = Shift(
        roster=fresh,
        day_date=day,
        starts_at=span.start,
        ends_at=span.end,
        person=person,
        is_double=is_double,
    )
    _check_person(shift, person, at)
    shift.save()
    return shift


@deed("rosters.assign_shift")
def assign_shift(
    *,
    shift: Shift,
    version: int,
    person: Person | None,
    reach: Reach,
    by: Person,
    at: datetime,
    reason: str = "",
) -> Shift:
    """Give a shift to somebody else, or to nobody yet, as whoever sets the roster.

    :raises Refused: if it has begun, or they do not work here or are on duty then already
    :raises ChangedMeanwhile: if somebody changed it since `version` was read
    """
    roster = held_roster(shift.roster)
    check_may_set(reach, roster.unit)
    fresh = held_shift(shift)
    fresh.roster = roster
    check_to_come(fresh, at)
    _check_person(fresh, person, at)
    before = fresh.person_id
    changes = {"person_id": person.pk if person else None}
    save_changes(Shift, pk=fresh.pk, version=version, changes=changes)
    withdraw_open([fresh], at=at)
    tell_changed(fresh, before, changes["person_id"], at)
    fresh.refresh_from_db()
    return fresh


@deed("rosters.cancel_shift")
def cancel_shift(*, shift: Shift, reach: Reach, by: Person, at: datetime, reason: str = "") -> None:
    """Take a shift off the roster. If somebody has to be there then, it is a gap.

    :raises Refused: if it has begun, or was taken off already
    """
    roster = held_roster(shift.roster)
    check_may_set(reach, roster.unit)
    check_to_come(held_shift(shift), at)
    cancel(Shift.objects.filter(pk=shift.pk), at=at)


def tell_changed(shift: Shift, before: int | None, after: int | None, at: datetime) -> None:
    """Publish that somebody else works a shift."""
    events.publish(
        ShiftChangedHands(
            happened_at=at,
            shift_id=shift.pk,
            roster_id=shift.roster_id,
            from_person_id=before,
            to_person_id=after,
        )
    )


def _check_day(roster: Roster, day: date, at: datetime) -> None:
    """A shift beyond what is laid out could meet one that will be."""
    rotation = Rotation.objects.filter(roster=roster, active_to=None).first()
    if rotation is not None and day >= rotation.laid_to:
        raise Refused(
            _("The roster is laid out up to %(day)s. Name a day before that.")
            % {"day": rotation.laid_to.isoformat()},
            field="day",
        )
    if (day - day_of(at, roster.zone)).days > LONGEST_AHEAD_DAYS:
        raise Refused(_("Name a day within a year."), field="day")


def _check_person(shift: Shift, person: Person | None, at: datetime) -> None:
    if person is None:
        return
    if not may_work(shift.roster, person.pk, today=day_of(at, shift.roster.zone)):
        raise Refused(
            _("%(name)s does not work at this unit. Choose somebody else.") % {"name": person.name},
            field="person",
        )
    check_free(shift, person.pk, field="person")
