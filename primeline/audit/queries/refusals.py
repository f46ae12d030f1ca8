"""Who was not let in where, for auditors."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from primeline.audit.models import RefusedRequest
from primeline.staff.choices import Permission
from primeline.staff.models import Person
from primeline.staff.queries.record import people_on_record
from primeline.staff.reach import Reach


@dataclass(frozen=True, kw_only=True)
class RefusalSearch:
    """What is looked for; what is left empty does not narrow it."""

    person: str = ""
    kind: str = ""
    from_at: datetime | None = None
    to_at: datetime | None = None


def refused_requests(reach: Reach, search: RefusalSearch) -> QuerySet[RefusedRequest]:
    """Return how often people within reach were not let in, the latest hour first."""
    rows = RefusedRequest.objects.select_related("person").order_by("-hour_at", "-id")
    if not reach.may(Permission.VIEW_AUDIT):
        return rows.none()
    rows = rows.filter(person__in=Person.objects.filter(people_on_record(reach)))
    if search.person:
        named = Q(person__name_zh__icontains=search.person)
        named |= Q(person__name_en__icontains=search.person)
        rows = rows.filter(named | Q(person__username__iexact=search.person))
    if search.kind:
        rows = rows.filter(kind=search.kind)
    if search.from_at:
        rows = rows.filter(hour_at__gte=search.from_at)
    if search.to_at:
        rows = rows.filter(hour_at__lt=search.to_at)
    return rows
