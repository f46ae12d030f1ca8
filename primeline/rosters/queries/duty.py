"""Who is on duty: now, next, in a week; and where nobody is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from primeline.hours import queries as hours
from primeline.rosters.choices import Needed, ShiftStatus, Speciality
from primeline.rosters.models import Roster, Rotation, Shift
from primeline.rosters.rules import duty
from primeline.rosters.rules.laying import moment_on, wall_of
from primeline.rosters.values import Away, OnDuty, Presence, Span, Worked
from primeline.staff.choices import Role
from primeline.staff.models import Cover, Person, Unit
from primeline.staff.queries import names_by_id
from primeline.staff.rules import day_of

DAY = timedelta(days=1)
LOOKED_AHEAD = timedelta(days=14)
# So far ahead the shifts of a rotation are laid out.
LAID_AHEAD = timedelta(weeks=8)


def on_duty(unit: Unit, speciality: Speciality, *, at: datetime) -> OnDuty | None:
    """Return who is on duty for a unit; None where neither it nor a unit above has a roster.

    Where the nearest roster has nobody there now, the next one above that has somebody answers.
    """
    rosters = _upwards(unit, speciality)
    if not rosters:
        return None
    found = presences_of(rosters, Span(at, at + LOOKED_AHEAD))
    chosen = next((one for one in rosters if duty.at_moment(found[one.pk], at)), rosters[0])
    return on_duty_by(chosen, found[chosen.pk], unit_id=unit.pk, at=at)


def on_duty_by(
    roster: Roster,
    found: Collection[Presence],
    *,
    unit_id: int,
    at: datetime,
    names: Mapping[int, str] | None = None,
) -> OnDuty:
    """Return who is on duty by one roster, with who comes next, and what they are called.

    Whoever asks for many rosters brings the names.
    """
    now, to_come = duty.at_moment(found, at), duty.next_after(found, at)
    there = {one.person_id for one in (*now, *to_come)}
    known = names_by_id(there) if names is None else names
    return OnDuty(
        roster_id=roster.pk,
        unit_id=roster.unit_id,
        is_above=roster.unit_id != unit_id,
        now=now,
        next=to_come,
        names={one: known[one] for one in there},
    )


def on_duty_for(
    role: Role, unit_ids: Collection[int], at: datetime
) -> dict[int, dict[int, datetime]]:
    """Return who is on duty in a role and until when, by unit, where a roster stands for it."""
    rosters = list(
        Roster.objects.filter(stands_for_role=role, unit__in=list(unit_ids), is_active=True)
    )
    if not rosters:
        return {}
    found = presences_of(rosters, Span(at, at + timedelta(microseconds=1)))
    there = {
        one.unit_id: {
            presence.person_id: presence.span.end for presence in duty.at_moment(found[one.pk], at)
        }
        for one in rosters
    }
    return {unit_id: people for unit_id, people in there.items() if people}


def presences_of(rosters: Iterable[Roster], window: Span) -> dict[int, list[Presence]]:
    """Return who is there by each roster within a time. Four queries, however many rosters."""
    shifts = worked_by([one.pk for one in rosters], window)
    ids = {one.person_id for of in shifts.values() for one in of if one.person_id is not None}
    away = _away(ids, window)
    everybody = ids | {one.stand_in_id for one in away if one.stand_in_id is not None}
    there = frozenset(
        Person.objects.filter(pk__in=everybody, is_active=True).values_list("pk", flat=True)
    )
    return {roster.pk: duty.presences(shifts[roster.pk], away, there) for roster in rosters}


def worked_by(roster_ids: Collection[int], window: Span) -> dict[int, list[Worked]]:
    """Return the shifts of rosters that touch a time, by roster."""
    rows = Shift.objects.filter(
        roster__in=list(roster_ids),
        status=ShiftStatus.PLANNED,
        ends_at__gt=window.start,
        starts_at__lt=window.end,
    )
    found: dict[int, list[Worked]] = defaultdict(list)
    for row in rows.order_by("starts_at", "pk"):
        found[row.roster_id].append(
            Worked(
                shift_id=row.pk,
                span=Span(row.starts_at, row.ends_at),
                person_id=row.person_id,
                is_double=row.is_double,
            )
        )
    return found


def duties_of(person_id: int, window: Span) -> list[tuple[Roster, Presence]]:
    """Return when somebody is there within a time, by shifts of theirs or in another's place."""
    covers = Cover.objects.filter(
        covered_by=person_id,
        active_from__lte=window.end.date() + DAY,
        active_to__gte=window.start.date() - DAY,
    )
    shifts = Shift.objects.filter(
        Q(person=person_id) | Q(person__in=covers.values("absent")),
        status=ShiftStatus.PLANNED,
        ends_at__gt=window.start,
        starts_at__lt=window.end,
    )
    found = Roster.objects.filter(pk__in=shifts.values("roster"), is_active=True)
    rosters = {one.pk: one for one in found.select_related("unit")}
    there = presences_of(rosters.values(), window) if rosters else {}
    duties = [
        (rosters[pk], one) for pk, of in there.items() for one in of if one.person_id == person_id
    ]
    return sorted(duties, key=lambda duty: duty[1].span)


def gaps_of(
    rosters: Collection[Roster], window: Span, found: dict[int, list[Presence]]
) -> dict[int, list[Span]]:
    """Return when somebody has to be there by each roster and nobody is."""
    if not rosters:
        return {}
    calendars = hours.calendars_of({one.unit_id for one in rosters}, at=window.start)
    workdays = hours.workdays()
    return {
        one.pk: duty.gaps(
            duty.needed_spans(
                Needed(one.needed),
                window,
                calendar=calendars[one.unit_id],
                wall=wall_of(one.zone),
                workdays=workdays,
            ),
            found[one.pk],
        )
        for one in rosters
    }


def gaps_ahead(
    rosters: Collection[Roster], *, at: datetime, days: int = 28
) -> dict[int, list[Span]]:
    """Return the gaps of rosters in the days to come."""
    window = Span(at, at + DAY * days)
    return gaps_of(rosters, window, presences_of(rosters, window))


def has_to_lay(at: datetime) -> bool:
    """Test whether a rotation is laid out for fewer weeks than it should be."""
    short = day_of(at) + LAID_AHEAD - timedelta(weeks=1)
    rotations = Rotation.objects.filter(active_to=None, roster__is_active=True)
    return rotations.filter(laid_to__lt=short).exists()


def days_of(roster: Roster, first: date, count: int) -> Span:
    """Return the time of so many days on the wall of a roster."""
    wall = wall_of(roster.zone)
    return Span(moment_on(wall, first, 0), moment_on(wall, first + DAY * count, 0))


def _upwards(unit: Unit, speciality: Speciality) -> list[Roster]:
    """Return the rosters of a unit and of those above it, the nearest first."""
    above = [int(part) for part in unit.path.split("/") if part]
    found = Roster.objects.filter(
        unit__in=above, speciality=speciality, is_active=True
    ).select_related("unit")
    return sorted(found, key=lambda one: -one.unit.depth)


def _away(ids: Collection[int], window: Span) -> list[Away]:
    """Return who of these people, and of those who stand in for them, is away."""
    first = list(_covers(ids, window))
    others = {one.stand_in_id for one in first if one.stand_in_id is not None} - set(ids)
    return [*first, *(_covers(others, window) if others else ())]


def _covers(ids: Collection[int], window: Span) -> Iterable[Away]:
    rows = Cover.objects.filter(
        absent__in=list(ids),
        active_from__lte=window.end.date() + DAY,
        active_to__gte=window.start.date() - DAY,
    ).values_list("absent", "covered_by", "active_from", "active_to", "absent__time_zone")
    for absent, stand_in, first, end, zone in rows:
        # Absences begin and end with the days where the person is.
        tz = ZoneInfo(zone)
        span = Span(
            datetime.combine(first, datetime.min.time(), tz),
            datetime.combine(end, datetime.min.time(), tz),
        )
        yield Away(person_id=absent, span=span, stand_in_id=stand_in)
