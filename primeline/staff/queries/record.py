"""Which of this room's rows somebody may see in the record of what was done."""

from django.db.models import Q

from primeline.staff.choices import Permission
from primeline.staff.models import Posting, Unit, UnitQuerySet
from primeline.staff.reach import Reach, outermost

# Who audits, and who administers: the one reads what was done, the other what they did.
READERS = (Permission.VIEW_AUDIT, Permission.EDIT_STAFF)


def units_on_record(reach: Reach) -> Q:
    """Return the condition of units whose history is within reach."""
    return Q(pk__in=_units(reach).values("pk"))


def of_units_on_record(reach: Reach) -> Q:
    """Return the condition of what a unit has, whose history is within reach."""
    return Q(unit__in=_units(reach))


def people_on_record(reach: Reach) -> Q:
    """Return the condition of people whose history is within reach: who belongs or works there."""
    units = _units(reach)
    working = Posting.objects.filter(unit__in=units).values("person")
    return Q(home_unit__in=units) | Q(pk__in=working) | Q(pk=reach.person_id)


def postings_on_record(reach: Reach) -> Q:
    """Return the condition of roles whose history is within reach: held there, or by who is."""
    units = _units(reach)
    return Q(unit__in=units) | Q(person__home_unit__in=units)


def covers_on_record(reach: Reach) -> Q:
    """Return the condition of absences whose history is within reach."""
    return Q(absent__home_unit__in=_units(reach))


def _units(reach: Reach) -> UnitQuerySet:
    paths = (bound.path for permission in READERS for bound in reach.bounds_for(permission))
    return Unit.objects.under(*outermost(paths))
