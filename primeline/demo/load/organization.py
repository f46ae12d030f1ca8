"""Units, people with their roles, and who is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from primeline.demo.load import bulk
from primeline.demo.plan import stories
from primeline.demo.plan.findings import LEAVES_IN
from primeline.demo.plan.identifiers import mobile_phone
from primeline.demo.plan.people import Person as PlannedPerson
from primeline.demo.plan.people import Staff
from primeline.demo.plan.shapes import Plan
from primeline.kit.deeds import Actor
from primeline.staff import actions as staff_room
from primeline.staff.choices import MailChoice, UnitKind
from primeline.staff.models import Cover, Person, Posting, Unit

# Far away from the numbers that contacts have.
_FIRST_PHONE = 90_000_000


@dataclass(frozen=True)
class Organization:
    """Ids by the keys of the plan."""

    units: dict[str, int]
    people: dict[str, int]


def load_organization(staff: Staff, *, today: date, by: Actor, at: datetime) -> Organization:
    """Write units, people, roles and absences."""
    units = _load_units(staff, by=by, at=at)
    everyone = [*staff.people, *staff.former, *staff.partners]
    people = _load_people(everyone, units)
    bulk.insert(
        Posting,
        (
            "person",
            "unit",
            "role",
            "industries",
            "lines",
            "customer_ids",
            "active_from",
            "active_to",
            "version",
        ),
        _postings(staff, units, people, today),
    )
    bulk.insert(
        Cover,
        ("absent", "covered_by", "active_from", "active_to", "reason", "version"),
        (
            (people[a.absent], people.get(a.covered_by), a.starts, a.ends, a.reason, 1)
            for a in staff.absences
        ),
    )
    return Organization(units, people)


def _load_units(staff: Staff, *, by: Actor, at: datetime) -> dict[str, int]:
    made: dict[str, Unit] = {}
    for unit in staff.units:
        made[unit.code] = staff_room.create_unit(
            code=unit.code,
            kind=UnitKind(unit.kind),
            name_zh=unit.name_zh,
            name_en=unit.name_en,
            parent=made.get(unit.parent),
            by=by,
            at=at,
        )
    return {code: unit.pk for code, unit in made.items()}


def _load_people(people: list[PlannedPerson], units: dict[str, int]) -> dict[str, int]:
    ids = bulk.reserve_ids(Person, len(people))
    bulk.insert(
        Person,
        (
            "id",
            "password",
            "username",
            "employee_number",
            "name_zh",
            "name_en",
            "email",
            "phone",
            "language",
            "time_zone",
            "mailed_notices",
            "home_unit",
            "is_active",
            "session_epoch",
            "is_password_initial",
            "version",
        ),
        (
            (
                pk,
                make_password(None),
                person.name.username,
                person.employee_number,
                person.name.zh,
                person.name.en,
                f"{person.name.username}@example.com",
                mobile_phone(_FIRST_PHONE + place),
                "zh-hans",
                "Asia/Shanghai",
                MailChoice.URGENT.value,
                units[person.home],
                person.left is None,
                1,
                False,
                1,
            )
            for place, (pk, person) in enumerate(zip(ids, people, strict=True))
        ),
    )
    return {person.key: pk for pk, person in zip(ids, people, strict=True)}


PostingRow = tuple[int, int, str, list[str], list[str], list[int], date, date | None, int]


def _postings(
    staff: Staff, units: dict[str, int], people: dict[str, int], today: date
) -> list[PostingRow]:
    leaving = leaver(staff)
    return [
        (
            people[person.key],
            units[posting.unit],
            posting.role,
            list(posting.industries),
            [],
            [],
            person.joined,
            today + LEAVES_IN if person.key == leaving.key else person.left,
            1,
        )
        for person in (*staff.people, *staff.former)
        for posting in person.postings
    ]


def load_counter(plan: Plan, customers: Sequence[int], organization: Organization) -> None:
    """Bind the people of a partner's counter to the partner; they see whom it serves."""
    stories_at = {customer.story: place for place, customer in enumerate(plan.customers)}
    partner = customers[stories_at[stories.YUNTING]]
    for person in plan.staff.partners:
        for posting in person.postings:
            Posting.objects.create(
                person_id=organization.people[person.key],
                unit_id=organization.units[posting.unit],
                role=posting.role,
                customer_ids=[partner],
                active_from=person.joined,
            )


def leaver(staff: Staff) -> PlannedPerson:
    """Return the manager who leaves in two weeks."""
    away = {absence.absent for absence in staff.absences}
    there = staff.of_duty("field_manager", "DAOLING")
    return next(person for person in there if person.key not in away)


def night_owl(staff: Staff) -> PlannedPerson:
    """Return the agent who opened accounts one night without a call."""
    return staff.of_duty("seat", "HQ")[7]
