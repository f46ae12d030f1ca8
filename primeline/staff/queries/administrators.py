"""Questions that a new installation asks: is there a top of the tree, and anybody to run it?"""

from datetime import date

from django.db.models import Q

from primeline.staff.choices import Role
from primeline.staff.models import Posting, Unit


def headquarters() -> Unit | None:
    """Return the top of the tree, or nothing while no unit was entered."""
    return Unit.objects.filter(parent=None).first()


def has_administrator(*, today: date) -> bool:
    """Test whether anybody administers the whole today."""
    postings = Posting.objects.filter(role=Role.ADMINISTRATOR, unit__parent=None)
    in_force = Q(active_to=None) | Q(active_to__gt=today)
    return postings.filter(in_force, active_from__lte=today, person__is_active=True).exists()
