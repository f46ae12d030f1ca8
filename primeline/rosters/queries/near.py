"""Rosters beside one another: for the same, at units next to each other. People may serve by both.

Whoever serves by a roster may take a shift of one beside it, if they hold the role for which that
roster takes reminders.
"""

from datetime import date

from django.db.models import Q, QuerySet

from primeline.rosters.models import Roster
from primeline.rosters.queries.rosters import ON_DUTY_ROLES
from primeline.staff.choices import UnitKind
from primeline.staff.models import Person, Posting

MOST_PEOPLE = 100


def rosters_near(roster: Roster) -> QuerySet[Roster]:
    """Return the rosters for the same at the unit above, right below, and beside that of one."""
    unit = roster.unit
    around = Q(unit__parent=unit.pk)
    if unit.parent_id is not None:
        around |= Q(unit=unit.parent_id) | Q(unit__parent=unit.parent_id)
    found = Roster.objects.filter(around, speciality=roster.speciality, is_active=True)
    return found.exclude(pk=roster.pk).select_related("unit").order_by("unit__path", "pk")


def roster_beside(roster: Roster, person_id: int, *, today: date) -> Roster | None:
    """Return by which roster somebody serves who may take shifts of this one; None if they may not.

    Whoever serves by this one itself is nobody from beside it.
    """
    held = _held(roster, today).filter(person=person_id)
    teams = held.filter(unit__kind=UnitKind.TEAM)
    serves = Q(unit__in=held.values("unit")) | Q(unit__in=teams.values("unit__parent"))
    return rosters_near(roster).filter(serves).first()


def people_near(roster: Roster, *, today: date) -> list[tuple[Person, str]]:
    """Return who may take a shift from beside a roster, each with what their unit is called."""
    units = list(rosters_near(roster).values_list("unit", flat=True))
    place = Q(unit__in=units) | Q(unit__parent__in=units, unit__kind=UnitKind.TEAM)
    held = _held(roster, today).filter(place).select_related("person", "unit")
    found = {one.person_id: (one.person, one.unit.name) for one in held.order_by("unit__path")}
    return list(found.values())[:MOST_PEOPLE]


def roles_of(person_id: int, *, today: date) -> set[str]:
    """Return the roles that somebody holds anywhere on a day."""
    held = Posting.objects.filter(
        Q(active_to=None) | Q(active_to__gt=today), person=person_id, active_from__lte=today
    )
    return set(held.values_list("role", flat=True))


def _held(roster: Roster, today: date) -> QuerySet[Posting]:
    roles = [roster.stands_for_role] if roster.stands_for_role else ON_DUTY_ROLES
    return Posting.objects.filter(
        Q(active_to=None) | Q(active_to__gt=today),
        active_from__lte=today,
        role__in=roles,
        person__is_active=True,
    )
