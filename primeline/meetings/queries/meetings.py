"""Which meetings somebody holds, and whose minutes they read."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Q, QuerySet

from primeline.commitments.queries.lists import people_led
from primeline.kit.errors import NotFound
from primeline.meetings.models import Addressee, Meeting
from primeline.staff.choices import Permission, Role, UnitKind
from primeline.staff.models import Person, Posting, Unit
from primeline.staff.permissions import ROLE_PERMISSIONS
from primeline.staff.reach import Reach

SEE, LEAD = Permission.VIEW_COMMITMENTS, Permission.LEAD_COMMITMENTS


def own_units(reach: Reach) -> list[Unit]:
    """Return the open units that this reader leads themselves, the topmost first."""
    ids = {bound.unit_id for bound in reach.bounds_for(LEAD)}
    return list(Unit.objects.filter(pk__in=ids, is_active=True).order_by("path"))


def own_unit(reach: Reach, unit_id: int | None) -> Unit:
    """Return the unit of these whose meeting is asked for; without an id the topmost.

    :raises NotFound: if this reader leads none, or not that one
    """
    for unit in own_units(reach):
        if unit_id in (None, unit.pk):
            return unit
    raise NotFound


def narrowed(reach: Reach, unit: Unit) -> Reach:
    """Return as much of a reach as lies in one unit: what its meeting shows is of that unit."""
    bounds = tuple(one for one in reach.bounds if one.path.startswith(unit.path))
    return replace(reach, bounds=bounds)


def holds(reach: Reach, meeting: Meeting) -> bool:
    """Test whether this reader leads the unit that meets."""
    return any(bound.unit_id == meeting.unit_id for bound in reach.bounds_for(LEAD))


def meeting_on(unit: Unit, day: date) -> Meeting | None:
    """Return the meeting of a unit on a day, if it was begun."""
    return _in_full().filter(unit=unit, on_date=day).first()


def get_own(reach: Reach, meeting_id: int) -> Meeting:
    """Return a meeting of a unit that this reader leads themselves, open or finished.

    :raises NotFound: if there is none, or another holds it
    """
    meeting = _in_full().filter(pk=meeting_id).first()
    if meeting is None or not holds(reach, meeting):
        raise NotFound
    return meeting


def unfinished(unit: Unit, *, before: date) -> list[Meeting]:
    """Return the meetings of a unit that were begun on earlier days and never finished."""
    rows = _in_full().filter(unit=unit, on_date__lt=before, finished_at=None)
    return list(rows.order_by("-on_date")[:5])


def minutes_within(reach: Reach, *, unit_path: str = "") -> QuerySet[Meeting]:
    """Return the finished meetings that somebody may read of, the latest first.

    Whoever reaches the unit by rank reads its minutes, and whoever was told of them.
    """
    if not reach.may(SEE):
        return Meeting.objects.none()
    told = Addressee.objects.filter(person=reach.person_id)
    mine = Q(pk__in=told.values("meeting"))
    for path in reach.paths_for(SEE):
        mine |= Q(unit__path__startswith=path)
    found = _in_full().filter(mine, finished_at__isnull=False)
    if unit_path:
        found = found.filter(unit__path__startswith=unit_path)
    return found.order_by("-on_date", "-pk")


def get_minutes(reach: Reach, meeting_id: int) -> Meeting:
    """Return one finished meeting.

    :raises NotFound: if there is none, or it is not for this reader
    """
    meeting = minutes_within(reach).filter(pk=meeting_id).first()
    if meeting is None:
        raise NotFound
    return meeting


def unseen(reach: Reach) -> list[Meeting]:
    """Return the minutes that this reader was told of and has not opened, the latest first."""
    told = Addressee.objects.filter(person=reach.person_id, seen_at=None)
    return list(minutes_within(reach).filter(pk__in=told.values("meeting"))[:5])


def people_for(unit: Unit, reach: Reach, *, today: date) -> list[Person]:
    """Return who can be given something by the meeting of a unit: who works there or below."""
    return people_led(narrowed(reach, unit), today)


def told_of(unit: Unit, owner_ids: Iterable[int], *, today: date) -> list[int]:
    """Return who is told of minutes: the unit's own people, those of its teams, and owners."""
    seeing = [role for role in Role if SEE in ROLE_PERMISSIONS[role]]
    places = Q(unit=unit) | Q(unit__parent=unit, unit__kind=UnitKind.TEAM)
    lasting = Q(active_to=None) | Q(active_to__gt=today)
    held = Posting.objects.filter(places, lasting, role__in=seeing, active_from__lte=today)
    meant = Q(pk__in=held.values("person")) | Q(pk__in=list(owner_ids))
    people = Person.objects.filter(meant, is_active=True)
    return list(people.order_by("pk").values_list("pk", flat=True))


def _in_full() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("unit", "opened_by", "finished_by")
