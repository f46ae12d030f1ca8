"""Whose competences somebody may see, and who fits what is looked for."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from primeline.competences.choices import Basis
from primeline.competences.models import Assessment, Competence
from primeline.kit.errors import NotFound
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.staff.models import Person
from primeline.staff.queries import PeopleSearch
from primeline.staff.reach import Reach


@dataclass(frozen=True, kw_only=True)
class SkillSearch:
    """What somebody must be confirmed in. Without a competence it narrows nothing."""

    competence: Competence | None = None
    level: int = 1


def directory(
    reach: Reach,
    search: PeopleSearch,
    skill: SkillSearch,
    *,
    today: date,
    after: str = "",
    limit: int = 50,
) -> list[Person]:
    """Return people within reach, by user name, with the roles they hold now."""
    found = staff.people_matching(reach, search, today=today).filter(username__gt=after)
    if skill.competence is not None:
        found = _able(found, skill.competence, skill.level, today)
    return list(staff.with_postings(found, today=today).order_by("username")[:limit])


def may_lead(reach: Reach, person: Person, *, today: date) -> bool:
    """Test whether this reader confirms what that person is able to do; nobody does their own."""
    if person.pk == reach.person_id or not reach.may(Permission.CONFIRM_SKILLS):
        return False
    led = staff.people_within(reach, Permission.CONFIRM_SKILLS, today=today)
    return led.filter(pk=person.pk).exists()


def get_developed(reach: Reach, person_id: int, *, today: date) -> Person:
    """Return somebody whose competences and trainings this reader keeps: themselves, or one led.

    :raises NotFound: if there is none, or they are neither
    """
    person = staff.get_person(reach, person_id, today=today)
    if person.pk != reach.person_id and not may_lead(reach, person, today=today):
        raise NotFound
    return person


def managers_led(reach: Reach, *, today: date) -> list[Person]:
    """Return the account managers whose competences this reader confirms."""
    led = staff.people_within(reach, Permission.CONFIRM_SKILLS, today=today)
    managing = staff.manager_postings(today).values("person")
    people = led.filter(is_active=True, pk__in=managing).exclude(pk=reach.person_id)
    return list(people.order_by("name_zh", "pk"))


def of_people_on_record(reach: Reach) -> Q:
    """Return the condition of rows about people whose history is within reach."""
    return Q(person__in=Person.objects.filter(staff.people_on_record(reach)).values("pk"))


def _able(
    people: QuerySet[Person], competence: Competence, level: int, today: date
) -> QuerySet[Person]:
    said = Assessment.objects.filter(
        person=OuterRef("pk"), competence=competence, basis=Basis.LEAD
    ).order_by("-pk")
    return people.annotate(
        held_level=Subquery(said.values("level")[:1]),
        held_until=Subquery(said.values("valid_until")[:1]),
    ).filter(Q(held_until=None) | Q(held_until__gte=today), held_level__gte=level)
