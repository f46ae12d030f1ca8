"""Whose history of rosters somebody reads on the record: that of units within their reach."""

from django.db.models import Q, QuerySet

from primeline.staff import queries as staff
from primeline.staff.models import Unit
from primeline.staff.reach import Reach


def of_rosters_on_record(reach: Reach) -> Q:
    """Return the condition of rotations, shifts and notes whose history is within reach."""
    return Q(roster__unit__in=_units(reach))


def swaps_on_record(reach: Reach) -> Q:
    """Return the condition of swaps whose history is within reach."""
    units = _units(reach)
    return Q(shift__roster__unit__in=units) | Q(other_roster__unit__in=units)


def _units(reach: Reach) -> QuerySet[Unit]:
    return Unit.objects.filter(staff.units_on_record(reach))
