"""Which of this room's rows somebody may see in the record of what was done."""

from django.db.models import Q

from primeline.staff.choices import Permission
from primeline.staff.models import Posting
from primeline.staff.queries.units import units_within
from primeline.staff.reach import Reach


def units_on_record(reach: Reach) -> Q:
    """Return the condition of units whose history is within reach."""
    return Q(pk__in=units_within(reach, Permission.VIEW_AUDIT).values("pk"))


def people_on_record(reach: Reach) -> Q:
    """Return the condition of people whose history is within reach: who belongs or works there."""
    units = units_within(reach, Permission.VIEW_AUDIT)
    working = Posting.objects.filter(unit__in=units).values("person")
    return Q(home_unit__in=units) | Q(pk__in=working) | Q(pk=reach.person_id)


def postings_on_record(reach: Reach) -> Q:
    """Return the condition of roles whose history is within reach: held there, or by who is."""
    units = units_within(reach, Permission.VIEW_AUDIT)
    return Q(unit__in=units) | Q(person__home_unit__in=units)


def covers_on_record(reach: Reach) -> Q:
    """Return the condition of absences whose history is within reach."""
    return Q(absent__home_unit__in=units_within(reach, Permission.VIEW_AUDIT))
