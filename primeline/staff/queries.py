"""Questions about units and people, and how far a person reaches."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from primeline.staff.choices import Role
from primeline.staff.models import Cover, Person, Posting
from primeline.staff.reach import Bound, Reach


def reach_of(person: Person, *, at: datetime, cleared_ids: frozenset[int] = frozenset()) -> Reach:
    """Return what the person may do and how far, at this moment."""
    today = at.astimezone(ZoneInfo(person.time_zone)).date()
    postings = (
        Posting.objects.filter(person=person, active_from__lte=today, unit__is_active=True)
        .filter(Q(active_to=None) | Q(active_to__gt=today))
        .select_related("unit")
        .order_by("id")
    )
    covered = Cover.objects.filter(
        covered_by=person, active_from__lte=today, active_to__gt=today
    ).values_list("absent_id", flat=True)
    return Reach(
        person_id=person.pk,
        bounds=tuple(_bound(posting) for posting in postings) if person.is_active else (),
        named_ids=frozenset({person.pk, *covered}),
        cleared_ids=cleared_ids,
    )


def _bound(posting: Posting) -> Bound:
    return Bound(
        role=Role(posting.role),
        unit_id=posting.unit_id,
        path=posting.unit.path,
        industries=frozenset(posting.industries),
        lines=frozenset(posting.lines),
        customer_ids=frozenset(posting.customer_ids),
        unit_name_zh=posting.unit.name_zh,
        unit_name_en=posting.unit.name_en,
    )
