"""What people are able to do, by their own word and as confirmed, and how that came to be."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from primeline.competences import rules
from primeline.competences.choices import Basis
from primeline.competences.models import Assessment, Competence, Training
from primeline.kit.errors import NotFound
from primeline.staff.models import Person

HISTORY_SHOWN = 50


@dataclass(kw_only=True)
class Skill:
    """What was last said of one competence of one person: by them, and by who leads them."""

    competence: Competence
    stated: Assessment | None = None
    confirmed: Assessment | None = None

    def held(self, today: date) -> int:
        """Return the level that counts: the confirmed one, as long as it holds."""
        if self.confirmed is None or not rules.is_held(self.confirmed.valid_until, today):
            return 0
        return self.confirmed.level

    @property
    def is_waiting(self) -> bool:
        """Whether what the person states has not been answered by a lead since."""
        if self.stated is None:
            return False
        return self.confirmed is None or self.confirmed.pk < self.stated.pk


def skills_of(person_ids: Collection[int]) -> dict[int, list[Skill]]:
    """Return the skills of people, by person, in the order of the catalog. One query."""
    rows = Assessment.objects.filter(person__in=list(person_ids)).select_related(
        "competence", "said_by"
    )
    found: dict[int, dict[int, Skill]] = {pk: {} for pk in person_ids}
    for row in rows.order_by("pk"):
        skill = found[row.person_id].setdefault(row.competence_id, Skill(competence=row.competence))
        if row.basis == Basis.SELF:
            skill.stated = row
        else:
            skill.confirmed = row
    return {pk: sorted(skills.values(), key=_place) for pk, skills in found.items()}


def held_of(skills: Collection[Skill], *, today: date) -> dict[int, int]:
    """Return the levels that count, by competence."""
    return {skill.competence.pk: skill.held(today) for skill in skills}


def assessments_of(person: Person) -> list[Assessment]:
    """Return what was said of a person, the latest first."""
    rows = Assessment.objects.filter(person=person).select_related("competence", "said_by")
    return list(rows.order_by("-said_at", "-pk")[:HISTORY_SHOWN])


def trainings_of(person: Person) -> list[Training]:
    """Return the trainings of a person, the latest first, also those withdrawn."""
    rows = Training.objects.filter(person=person)
    rows = rows.select_related("course", "file", "recorded_by", "confirmed_by")
    return list(rows.order_by("-held_date", "-pk"))


def get_training(person: Person, training_id: int) -> Training:
    """Return one training of a person.

    :raises NotFound: if they have none such
    """
    rows = Training.objects.filter(person=person, pk=training_id)
    row = rows.select_related("course", "file", "person").first()
    if row is None:
        raise NotFound
    return row


def _place(skill: Skill) -> tuple[int, str]:
    return skill.competence.position, skill.competence.code
