"""Whose history of prefixes somebody reads on the record: that of units within their reach."""

from django.db.models import Q

from primeline.staff import queries as staff
from primeline.staff.models import Unit
from primeline.staff.reach import Reach


def prefixes_on_record(reach: Reach) -> Q:
    """Return the condition of prefixes whose history is within reach."""
    return Q(unit__in=Unit.objects.filter(staff.units_on_record(reach)))
