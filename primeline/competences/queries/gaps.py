"""What the accounts of managers ask of them against what they hold, and what runs out."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from primeline.competences import rules
from primeline.competences.choices import LackKind, Result
from primeline.competences.models import Competence, Course, Training
from primeline.competences.queries.catalog import competences, courses
from primeline.competences.queries.people import managers_led
from primeline.competences.queries.profiles import Skill, held_of, skills_of
from primeline.competences.values import Asking, Demand, Lack, Learned, Required, Standing, Wanted
from primeline.customers.choices import Tier
from primeline.customers.queries import visible_to, within
from primeline.products.models import Subscription
from primeline.staff import queries as staff
from primeline.staff.models import Person
from primeline.staff.reach import Reach


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A competence that accounts ask for more of than their manager holds."""

    competence: Competence
    demand: Demand
    held: int
    courses: list[Course] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Development:
    """What one manager lacks: competences for their accounts, trainings, certificates."""

    person: Person
    gaps: list[Gap]
    lacks: list[Lack]

    @property
    def is_anything(self) -> bool:
        return bool(self.gaps or self.lacks)

    def overdue_count(self, today: date) -> int:
        """Return how much of it is late."""
        return sum(lack.is_overdue(today) for lack in self.lacks)


def development_of(reach: Reach, people: Collection[Person], *, today: date) -> list[Development]:
    """Return what each of these people lacks for the accounts within reach.

    As many queries for five hundred people as for one.
    """
    ids = [person.pk for person in people]
    if not ids:
        return []
    catalog, taught = competences(), courses()
    asked, skills = _asked_of(reach, ids, catalog), skills_of(ids)
    standings = _standings(ids, today)
    found = []
    for person in people:
        own = skills[person.pk]
        held = held_of(own, today=today)
        gaps = _gaps(catalog, taught, asked[person.pk], held)
        lacks = _lacks(standings.get(person.pk), taught, own, today)
        found.append(Development(person=person, gaps=gaps, lacks=lacks))
    return found


def development_led(reach: Reach, *, today: date) -> list[Development]:
    """Return what the managers lack whom this reader leads; who owes most comes first."""
    found = development_of(reach, managers_led(reach, today=today), today=today)
    lacking = [one for one in found if one.is_anything]
    return sorted(lacking, key=lambda one: (-one.overdue_count(today), -len(one.lacks)))


def _asked_of(
    reach: Reach, ids: list[int], catalog: list[Competence]
) -> dict[int, dict[int, Demand]]:
    asking: dict[int, list[Asking]] = {pk: [] for pk in ids}
    accounts = visible_to(reach).filter(account_manager__in=ids, is_key_account=True).order_by()
    by_industry = accounts.values_list("account_manager", "tier", "industry")
    for pk, tier, industry, count in by_industry.annotate(count=Count("pk")):
        asking[pk].append(Asking(tier=tier, accounts_count=count, industry_id=industry))
    held = Subscription.objects.held().filter(
        within(reach, prefix="customer__"),
        customer__account_manager__in=ids,
        customer__is_key_account=True,
    )
    by_line = held.order_by().values_list("customer__account_manager", "customer__tier", "line")
    for pk, tier, line, count in by_line.annotate(count=Count("customer", distinct=True)):
        asking[pk].append(Asking(tier=tier, accounts_count=count, line_id=line))
    wanted = {one.pk: _wanted(one) for one in catalog}
    return {pk: rules.demands(wanted, rows) for pk, rows in asking.items()}


def _wanted(one: Competence) -> Wanted:
    levels = {
        Tier.DIAMOND: one.diamond_level,
        Tier.GOLD: one.gold_level,
        Tier.SILVER: one.silver_level,
        Tier.STANDARD: one.standard_level,
    }
    return Wanted(
        levels={str(tier): level for tier, level in levels.items()},
        industry_id=one.industry_id,
        line_id=one.line_id,
    )


def _gaps(
    catalog: list[Competence],
    taught: list[Course],
    asked: dict[int, Demand],
    held: dict[int, int],
) -> list[Gap]:
    missing = rules.missing(asked, held)
    return [
        Gap(
            competence=one,
            demand=missing[one.pk],
            held=held.get(one.pk, 0),
            courses=[course for course in taught if course.competence_id == one.pk],
        )
        for one in catalog
        if one.pk in missing
    ]


def _lacks(
    standing: Standing | None, taught: list[Course], skills: list[Skill], today: date
) -> list[Lack]:
    required = [
        Required(
            course_id=one.pk,
            within_days=one.within_days,
            name_zh=one.name_zh,
            name_en=one.name_en,
        )
        for one in taught
        if one.within_days is not None
    ]
    found = [] if standing is None else rules.lacks(standing, required, today=today)
    found += [lack for skill in skills for lack in _ending(skill, today)]
    return sorted(found, key=lambda lack: lack.due_date)


def _ending(skill: Skill, today: date) -> list[Lack]:
    said = skill.confirmed
    if said is None or said.valid_until is None or not said.level:
        return []
    if not rules.is_told(said.valid_until, today):
        return []
    name_zh, name_en = skill.competence.name_zh, skill.competence.name_en
    kind = LackKind.CERTIFICATE_ENDS
    return [Lack(kind=kind, due_date=said.valid_until, name_zh=name_zh, name_en=name_en)]


def _standings(ids: list[int], today: date) -> dict[int, Standing]:
    since: dict[int, date] = {}
    for posting in staff.manager_postings(today).filter(person__in=ids):
        first = since.get(posting.person_id, posting.active_from)
        since[posting.person_id] = min(first, posting.active_from)
    learned: dict[int, dict[int, Learned]] = {}
    rows = Training.objects.filter(
        person__in=ids,
        result=Result.PASSED,
        confirmed_at__isnull=False,
        withdrawn_because="",
        held_date__lte=today,
    )
    columns = rows.order_by("held_date", "pk").values_list(
        "person", "course", "held_date", "valid_until"
    )
    for pk, course, held, until in columns:
        learned.setdefault(pk, {})[course] = Learned(held_date=held, valid_until=until)
    return {pk: Standing(since=day, learned=learned.get(pk, {})) for pk, day in since.items()}
