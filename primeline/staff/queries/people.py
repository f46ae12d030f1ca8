"""Questions about people and the roles they hold."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission, Role
from primeline.staff.models import Person, Posting, Unit
from primeline.staff.permissions import ROLE_PERMISSIONS
from primeline.staff.queries.units import units_within
from primeline.staff.reach import Reach

# Who only looks sees colleagues wherever they also work. Who changes somebody's rights must
# reach everything they hold: else a province could take over a login of the headquarters.
_LOOKING = frozenset({Permission.VIEW_STAFF})


def people_within(
    reach: Reach, permission: Permission = Permission.VIEW_STAFF, *, today: date
) -> QuerySet[Person]:
    """Return the people within reach, also those who left. Every list of people starts here."""
    units = units_within(reach, permission)
    lasting = Posting.objects.filter(person=OuterRef("pk")).filter(
        Q(active_to=None) | Q(active_to__gt=today)
    )
    belongs_here = Q(home_unit__in=units)
    if permission in _LOOKING:
        return Person.objects.filter(
            belongs_here | Exists(lasting.filter(unit__in=units)) | Q(pk=reach.person_id)
        )
    return Person.objects.filter(belongs_here, ~Exists(lasting.exclude(unit__in=units)))


def get_person(
    reach: Reach,
    person_id: int,
    *,
    today: date,
    permission: Permission = Permission.VIEW_STAFF,
) -> Person:
    """Return one person, with the unit they belong to.

    :raises NotFound: if there is none, or they are out of reach
    """
    people = people_within(reach, permission, today=today).select_related("home_unit")
    person = people.filter(pk=person_id).first()
    if person is None:
        raise NotFound
    return person


def person_of_username(username: str) -> Person:
    """Return the person with this user name, in any case.

    :raises NotFound: if there is none
    """
    person = Person.objects.filter(username__iexact=username).select_related("home_unit").first()
    if person is None:
        raise NotFound
    return person


def names_of(usernames: Collection[str]) -> dict[str, str]:
    """Return what people are called, by user name, in the reader's language."""
    found = Person.objects.filter(username__in=usernames).only("username", "name_zh", "name_en")
    return {person.username: person.name for person in found}


def ids_called(text: str, *, limit: int = 200) -> list[int]:
    """Return who has this text in a name, in either language, or in the user name."""
    called = Q(username__icontains=text) | Q(name_zh__icontains=text) | Q(name_en__icontains=text)
    return list(Person.objects.filter(called).order_by("pk").values_list("pk", flat=True)[:limit])


def postings_of(person: Person) -> QuerySet[Posting]:
    """Return the roles the person holds, held or will hold, with their units, latest first."""
    return (
        Posting.objects.filter(person=person)
        .select_related("unit", "person")
        .order_by("-active_from", "-id")
    )


def with_postings(people: QuerySet[Person], *, today: date) -> QuerySet[Person]:
    """Return the people with the unit they belong to and `current_postings` of each."""
    current = (
        Posting.objects.filter(active_from__lte=today)
        .filter(Q(active_to=None) | Q(active_to__gt=today))
        .select_related("unit")
        .order_by("role", "unit__path")
    )
    return people.select_related("home_unit").prefetch_related(
        Prefetch("postings", queryset=current, to_attr="current_postings")
    )


def people_to_name(unit: Unit, *, today: date) -> list[tuple[Person, Unit]]:
    """Return who may be named on an account of this unit: the account managers of its province."""
    return account_managers_under(province_path(unit.path), today=today)


def people_who_sell(unit: Unit, *, today: date) -> list[Person]:
    """Return who may have sold to an account of this unit: sales and managers of its province.

    Those at the unit itself and below come first.
    """
    found = _in_force(today).filter(
        role__in=[Role.SALES, Role.ACCOUNT_MANAGER],
        unit__path__startswith=province_path(unit.path),
        person__is_active=True,
    )
    rows = found.select_related("person", "unit").order_by("person__name_zh", "person__username")
    near = [one.person for one in rows if one.unit.path.startswith(unit.path)]
    return list(dict.fromkeys([*near, *(one.person for one in rows)]))


def account_managers_under(path: str, *, today: date) -> list[tuple[Person, Unit]]:
    """Return the account managers at a unit and below, each with where they are one."""
    postings = (
        manager_postings(today)
        .filter(unit__path__startswith=path, person__is_active=True)
        .select_related("person", "unit")
        .order_by("unit__path", "person__name_zh", "id")
    )
    return [(posting.person, posting.unit) for posting in postings]


def may_be_named(pairs: Collection[tuple[int, int]], *, today: date) -> set[tuple[int, int]]:
    """Return which of these people may be named on accounts of which units: (person, unit)."""
    people, units = {one for one, _unit in pairs}, {unit for _one, unit in pairs}
    paths = dict(Unit.objects.filter(pk__in=units).values_list("pk", "path"))
    posted = manager_postings(today).filter(person__in=people, person__is_active=True)
    held = list(posted.values_list("person", "unit__path"))
    return {
        (person, unit)
        for person, unit in pairs
        for manager, path in held
        if manager == person and path.startswith(province_path(paths[unit]))
    }


def is_account_manager(person: Person, *, today: date) -> bool:
    """Test whether somebody works as an account manager on this day."""
    return person.is_active and manager_postings(today).filter(person=person).exists()


def province_path(path: str) -> str:
    """Return the path of the province that a unit lies in; above provinces, that of the unit."""
    parts = path.split("/")
    return "/".join(parts[:3]) + "/" if len(parts) > 3 else path


def people_below(unit: Unit, *, today: date) -> list[Person]:
    """Return who works with accounts at a unit and below it."""
    seeing = [role for role, may in ROLE_PERMISSIONS.items() if Permission.VIEW_CUSTOMERS in may]
    there = _in_force(today).filter(unit__path__startswith=unit.path, role__in=seeing)
    people = Person.objects.filter(pk__in=there.values("person"), is_active=True)
    return list(people.order_by("name_zh", "username"))


def people_over(unit: Unit, *, today: date) -> list[Person]:
    """Return who works with accounts of this unit: there and below, and the leads above it."""
    above = [unit.path[: end + 1] for end, sign in enumerate(unit.path) if sign == "/" and end]
    seeing = [role for role, may in ROLE_PERMISSIONS.items() if Permission.VIEW_CUSTOMERS in may]
    leading = [role for role, may in ROLE_PERMISSIONS.items() if Permission.DECIDE_ACCESS in may]
    holding = _in_force(today).filter(
        Q(unit__path__startswith=unit.path, role__in=seeing)
        | Q(unit__path__in=above, role__in=leading)
    )
    people = Person.objects.filter(pk__in=holding.values("person"), is_active=True)
    return list(people.order_by("name_zh", "username"))


def names_by_id(person_ids: Collection[int]) -> dict[int, str]:
    """Return what people are called, by id, in the reader's language."""
    found = Person.objects.filter(pk__in=person_ids).only("name_zh", "name_en")
    return {person.pk: person.name for person in found}


def get_posting(reach: Reach, posting_id: int, *, today: date, permission: Permission) -> Posting:
    """Return one role that a person holds.

    :raises NotFound: if there is none, or the person is out of reach
    """
    people = people_within(reach, permission, today=today)
    posting = (
        Posting.objects.filter(pk=posting_id, person__in=people)
        .select_related("person", "unit")
        .first()
    )
    if posting is None:
        raise NotFound
    return posting


@dataclass(frozen=True, kw_only=True)
class PeopleSearch:
    """Who is looked for. What is left empty does not narrow the search."""

    text: str = ""
    unit: Unit | None = None
    role: Role | None = None
    is_active: bool | None = True


def find_people(
    reach: Reach, search: PeopleSearch, *, today: date, after: str = "", limit: int = 50
) -> list[Person]:
    """Return people within reach, by user name, with the roles they hold now."""
    found = people_matching(reach, search, today=today).filter(username__gt=after)
    return list(with_postings(found, today=today).order_by("username")[:limit])


def people_matching(reach: Reach, search: PeopleSearch, *, today: date) -> QuerySet[Person]:
    """Return the people within reach who fit what is looked for, in no order."""
    found = people_within(reach, today=today)
    if search.text:
        found = found.filter(_named(search.text))
    if search.unit is not None:
        found = found.filter(home_unit__path__startswith=search.unit.path)
    if search.role is not None:
        holders = _in_force(today).filter(role=search.role).values("person")
        found = found.filter(pk__in=holders)
    if search.is_active is not None:
        found = found.filter(is_active=search.is_active)
    return found


def may_change(reach: Reach, person: Person, *, today: date) -> bool:
    """Test whether the person is within the reach of whoever wants to change their rights."""
    return people_within(reach, Permission.EDIT_STAFF, today=today).filter(pk=person.pk).exists()


def manager_postings(today: date) -> QuerySet[Posting]:
    """Return the postings of account managers that are in force on this day."""
    return _in_force(today).filter(role=Role.ACCOUNT_MANAGER)


def _named(text: str) -> Q:
    fields = ("username", "name_zh", "name_en", "employee_number", "phone", "email")
    wanted = Q(pk__in=[])
    for field in fields:
        wanted |= Q(**{f"{field}__icontains": text})
    return wanted


def _in_force(today: date) -> QuerySet[Posting]:
    lasting = Q(active_to=None) | Q(active_to__gt=today)
    return Posting.objects.filter(lasting, active_from__lte=today)
