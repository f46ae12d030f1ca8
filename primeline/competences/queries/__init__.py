"""Questions about what people are able to do. Every list begins with people within reach."""

from primeline.competences.queries.catalog import (
    competences,
    competences_in_use,
    courses,
    courses_in_use,
    get_competence,
    get_course,
)
from primeline.competences.queries.gaps import (
    Development,
    Gap,
    development_led,
    development_of,
)
from primeline.competences.queries.people import (
    SkillSearch,
    directory,
    get_developed,
    managers_led,
    may_lead,
    of_people_on_record,
)
from primeline.competences.queries.profiles import (
    Skill,
    assessments_of,
    get_training,
    held_of,
    skills_of,
    trainings_of,
)

__all__ = [
    "Development",
    "Gap",
    "Skill",
    "SkillSearch",
    "assessments_of",
    "competences",
    "competences_in_use",
    "courses",
    "courses_in_use",
    "development_led",
    "development_of",
    "directory",
    "get_competence",
    "get_course",
    "get_developed",
    "get_training",
    "held_of",
    "managers_led",
    "may_lead",
    "of_people_on_record",
    "skills_of",
    "trainings_of",
]
