"""The reference data of this room: competences and courses."""

from django.db.models import Count, QuerySet

from primeline.competences.models import Competence, Course
from primeline.kit.reference import row_with_code


def competences() -> list[Competence]:
    """Return the competences in use, in their order."""
    return list(Competence.objects.filter(is_active=True).order_by("position", "code"))


def competences_in_use() -> QuerySet[Competence]:
    """Return all competences, each with `use_count`, the people of whom something was said."""
    people = Count("assessments__person", distinct=True)
    return Competence.objects.annotate(use_count=people).order_by("position", "code")


def get_competence(code: str) -> Competence:
    """Return one competence.

    :raises NotFound: if there is none with this code
    """
    return row_with_code(Competence, code)


def courses() -> list[Course]:
    """Return the courses in use, in their order."""
    return list(Course.objects.filter(is_active=True).order_by("position", "code"))


def courses_in_use() -> QuerySet[Course]:
    """Return all courses, each with `use_count`, how often people went through it."""
    rows = Course.objects.select_related("competence").annotate(use_count=Count("trainings"))
    return rows.order_by("position", "code")


def get_course(code: str) -> Course:
    """Return one course.

    :raises NotFound: if there is none with this code
    """
    return row_with_code(Course, code)
