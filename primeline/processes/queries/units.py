"""The units above an account, and which roles somebody holds at them."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Q

from primeline.customers.models import Customer
from primeline.processes.rules import ROLES, Above
from primeline.staff.models import Posting, Unit
from primeline.staff.rules import day_of


def way_up(customer_id: int, *, at: datetime) -> list[Above]:
    """Return the units from an account's own to the top, with the roles that are held there."""
    paths = Customer.objects.filter(pk=customer_id)
    path: str = paths.values_list("owner_unit__path", flat=True).get()
    ids = [int(one) for one in reversed(path.split("/")) if one]
    kinds = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "kind"))
    day = day_of(at)
    postings = Posting.objects.filter(
        Q(active_to=None) | Q(active_to__gt=day),
        unit__in=ids,
        role__in=ROLES,
        active_from__lte=day,
        person__is_active=True,
    )
    roles = defaultdict(set)
    for unit_id, role in postings.values_list("unit", "role").distinct():
        roles[unit_id].add(role)
    return [Above(pk, kinds[pk], frozenset(roles[pk])) for pk in ids]
