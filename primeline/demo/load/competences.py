"""What managers of the example can do and were trained in, with gaps and certificates to renew."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from primeline.competences import actions
from primeline.competences.choices import CompetenceKind, Result
from primeline.competences.models import Competence, Course
from primeline.competences.values import Attended
from primeline.staff.choices import Role
from primeline.staff.models import Person, Posting, Unit

MOST_PEOPLE = 8
SPECIAL = (CompetenceKind.INDUSTRY, CompetenceKind.LINE)
AROUND = (Role.ACCOUNT_MANAGER, Role.BRANCH_LEAD)
# Of twelve months' validity: half a year old, one that runs out soon, one that has run out.
AGES = (180, 330, 380, 60)


def load_competences(seats: Collection[str], *, today: date, at: datetime) -> None:
    """Let the managers around whoever sits there state, be confirmed in and learn things."""
    sitting = Person.objects.filter(username__in=seats, postings__role__in=AROUND)
    units = {one.home_unit for one in sitting.select_related("home_unit")}
    catalog = list(Competence.objects.order_by("position", "code"))
    courses = {one.code: one for one in Course.objects.all()}
    for unit in sorted(units, key=lambda one: one.path):
        lead = _lead(unit)
        for place, person in enumerate(_managers(unit)):
            _say(place, person, lead, catalog, today, at)
            _train(place, person, lead, courses, today, at)


def _say(
    place: int, person: Person, lead: Person, catalog: list[Competence], today: date, at: datetime
) -> None:
    """Let a person state what they can do, and the lead confirm most of it."""
    for turn, one in enumerate(catalog):
        if one.kind == CompetenceKind.LANGUAGE and turn % 4 != place % 4:
            continue
        if (turn * 5 + place * 3) % 7 < (3 if one.kind in SPECIAL else 1):
            continue
        level = 2 + (turn + place) % 3 if one.kind != CompetenceKind.LANGUAGE else 2 + place % 2
        said_at = at - timedelta(days=120 - turn)
        actions.assess(person=person, competence=one, level=level, by=person, at=said_at)
        if (turn + place) % 6 == 5:
            continue
        until = today + timedelta(days=20 + 60 * place) if one.code == "PRODUCT" else None
        actions.assess(
            person=person,
            competence=one,
            level=max(1, level - (turn + 2 * place) % 2),
            valid_until=until,
            by=lead,
            at=said_at + timedelta(days=9),
        )


def _train(
    place: int, person: Person, lead: Person, courses: dict[str, Course], today: date, at: datetime
) -> None:
    """Let a person go through courses: one runs out soon, one is missing, one waits."""
    wanted = ["SERVICE_RULES", "PERSONAL_DATA", "REAL_NAME", "NEGOTIATION", "LEASED_LINES"]
    if place % 3 == 1:
        wanted.remove("REAL_NAME")
    for turn, code in enumerate(wanted):
        held = today - timedelta(days=AGES[(turn + place) % len(AGES)])
        attended = Attended(held_date=held, hours=courses[code].hours, result=Result.PASSED)
        is_own = turn == len(wanted) - 1
        actions.record_training(
            person=person,
            course=courses[code],
            attended=attended,
            by=person if is_own else lead,
            at=at,
        )


def _managers(unit: Unit) -> list[Person]:
    postings = Posting.objects.filter(
        role=Role.ACCOUNT_MANAGER, unit=unit, active_to=None, person__is_active=True
    )
    rows = postings.select_related("person").order_by("pk")[:MOST_PEOPLE]
    return [one.person for one in rows]


def _lead(unit: Unit) -> Person:
    above = [int(part) for part in unit.path.split("/") if part]
    postings = Posting.objects.filter(role=Role.BRANCH_LEAD, unit__in=above, active_to=None)
    return postings.select_related("person").order_by("-unit__path", "pk")[0].person
