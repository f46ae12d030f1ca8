"""Questions about absences: who is away, and who stands in for them."""

from datetime import date

from django.db.models import QuerySet

from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission
from primeline.staff.models import Cover, Person
from primeline.staff.queries.people import people_within
from primeline.staff.reach import Reach


def covers_within(
    reach: Reach, permission: Permission = Permission.VIEW_STAFF, *, today: date
) -> QuerySet[Cover]:
    """Return the absences of people within reach, with who stands in, the next to end first."""
    absent = people_within(reach, permission, today=today)
    return (
        Cover.objects.filter(absent__in=absent)
        .select_related("absent", "covered_by")
        .order_by("active_to", "id")
    )


def covers_of(person: Person) -> QuerySet[Cover]:
    """Return the absences of one person, the latest first."""
    return (
        Cover.objects.filter(absent=person)
        .select_related("absent", "covered_by")
        .order_by("-active_from", "-id")
    )


def get_cover(
    reach: Reach, cover_id: int, *, today: date, permission: Permission = Permission.SET_COVER
) -> Cover:
    """Return one absence.

    :raises NotFound: if there is none, or whose it is, is out of reach
    """
    cover = covers_within(reach, permission, today=today).filter(pk=cover_id).first()
    if cover is None:
        raise NotFound
    return cover
