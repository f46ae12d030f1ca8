"""The catalog of competences and courses."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.competences import rules
from primeline.competences.choices import CompetenceKind
from primeline.competences.models import Competence, Course
from primeline.competences.shipped import COMPETENCES, COURSES, ShippedCompetence
from primeline.customers.models import Industry
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.reference import add_missing
from primeline.kit.saving import save_changes
from primeline.products.models import LineOfBusiness

TAKEN = _("This code is taken. Choose another one.")


@deed("competences.add_competence")
def add_competence(*, code: str, kind: str, by: Actor, at: datetime, **facts: Any) -> Competence:
    """Add a competence to the catalog: `facts` are names, levels by tier, industry or line.

    :raises Refused: if the code is taken, a level is none, or it is about what its kind is not
    """
    if Competence.objects.filter(code=code).exists():
        raise Refused(TAKEN, field="code")
    _check_levels(facts)
    if facts.get("industry") is not None and kind != CompetenceKind.INDUSTRY:
        raise Refused(_("Only a competence of the kind industry has one."), field="industry")
    if facts.get("line") is not None and kind != CompetenceKind.LINE:
        raise Refused(_("Only a competence of the kind line of business has one."), field="line")
    return Competence.objects.create(code=code, kind=kind, **facts)


@deed("competences.change_competence")
def change_competence(
    *, competence: Competence, version: int, by: Actor, at: datetime, **facts: Any
) -> Competence:
    """Change what a competence is called, what accounts ask for, or take it out of use.

    :raises Refused: if a level is none
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_levels(facts)
    save_changes(Competence, pk=competence.pk, version=version, changes=facts)
    competence.refresh_from_db()
    return competence


@deed("competences.add_course")
def add_course(*, code: str, by: Actor, at: datetime, **facts: Any) -> Course:
    """Add a course that people go through.

    :raises Refused: if the code is taken
    """
    if Course.objects.filter(code=code).exists():
        raise Refused(TAKEN, field="code")
    return Course.objects.create(code=code, **facts)


@deed("competences.change_course")
def change_course(*, course: Course, version: int, by: Actor, at: datetime, **facts: Any) -> Course:
    """Change a course; trainings on record keep until when they hold.

    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    save_changes(Course, pk=course.pk, version=version, changes=facts)
    course.refresh_from_db()
    return course


@deed("competences.install_catalog")
def install_catalog(*, by: Actor, at: datetime) -> int:
    """Add the shipped competences and courses whose codes are not there; return how many."""
    return _install_competences() + _install_courses()


def _install_competences() -> int:
    industries = {one.code: one for one in Industry.objects.all()}
    lines = {one.code: one for one in LineOfBusiness.objects.all()}
    return add_missing(
        Competence(
            code=shipped.code,
            kind=shipped.kind,
            industry=industries.get(shipped.about),
            line=lines.get(shipped.about),
            position=position,
            **_facts(shipped),
        )
        for position, shipped in enumerate(COMPETENCES)
    )


def _install_courses() -> int:
    taught = {one.code: one for one in Competence.objects.all()}
    return add_missing(
        Course(
            competence=taught.get(shipped.competence_code),
            position=position,
            **{name: fact for name, fact in shipped._asdict().items() if name != "competence_code"},
        )
        for position, shipped in enumerate(COURSES)
    )


def _facts(shipped: ShippedCompetence) -> dict[str, Any]:
    diamond, gold, silver, standard = shipped.levels
    return {
        "name_zh": shipped.name_zh,
        "name_en": shipped.name_en,
        "diamond_level": diamond,
        "gold_level": gold,
        "silver_level": silver,
        "standard_level": standard,
    }


def _check_levels(facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        if name.endswith("_level"):
            rules.check_level(value)
