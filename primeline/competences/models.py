"""What people are able to do, who says so, and what they have learned."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from primeline.competences.choices import Basis, CompetenceKind, Level, Result
from primeline.kit.keeping import Keeping
from primeline.kit.reference import ReferenceRow


def _level(**facts: Any) -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(choices=Level, **facts)


class Competence(ReferenceRow):
    """Something to be good at, and how good accounts of each tier ask for. Reference data.

    One of an industry or a line of business is asked for by accounts of it alone.
    """

    kind = models.CharField(max_length=12, choices=CompetenceKind)
    industry = models.ForeignKey(
        "customers.Industry", models.PROTECT, null=True, blank=True, related_name="+"
    )
    line = models.ForeignKey(
        "products.LineOfBusiness", models.PROTECT, null=True, blank=True, related_name="+"
    )
    diamond_level = _level(default=Level.NONE)
    gold_level = _level(default=Level.NONE)
    silver_level = _level(default=Level.NONE)
    standard_level = _level(default=Level.NONE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="competence_is_about_its_kind",
                condition=(Q(industry=None) | Q(kind=CompetenceKind.INDUSTRY))
                & (Q(line=None) | Q(kind=CompetenceKind.LINE)),
            ),
        ]


class Assessment(models.Model):
    """What somebody said at one moment of how well a person does something.

    The latest word of the person is what they state, the latest of a lead what is confirmed.
    """

    keeping = Keeping.ARCHIVE
    on_record = "primeline.competences.queries.of_people_on_record"

    person = models.ForeignKey("staff.Person", models.PROTECT, related_name="+")
    competence = models.ForeignKey(
        "competences.Competence", models.PROTECT, related_name="assessments"
    )
    basis = models.CharField(max_length=4, choices=Basis)
    level = _level()
    valid_until = models.DateField(null=True, blank=True)
    remark = models.CharField(max_length=200, blank=True)
    said_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assessment_of_oneself_is_no_confirmation",
                condition=Q(basis=Basis.SELF, said_by=F("person"))
                | (Q(basis=Basis.LEAD) & (Q(said_by=None) | ~Q(said_by=F("person")))),
            ),
            models.CheckConstraint(name="assessment_level", condition=Q(level__lte=Level.EXPERT)),
        ]


class Course(ReferenceRow):
    """A training that people go through. Reference data; account managers must pass some."""

    competence = models.ForeignKey(
        "competences.Competence", models.PROTECT, null=True, blank=True, related_name="courses"
    )
    hours = models.PositiveSmallIntegerField(default=8)
    # After so many months it has to be passed again; empty: it holds for ever.
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)
    # Account managers pass it within so many days; empty: nobody has to.
    within_days = models.PositiveSmallIntegerField(null=True, blank=True)


class Training(models.Model):
    """A course that somebody went through; it counts once a lead has recorded or confirmed it."""

    keeping = Keeping.ARCHIVE
    on_record = "primeline.competences.queries.of_people_on_record"

    person = models.ForeignKey("staff.Person", models.PROTECT, related_name="+")
    course = models.ForeignKey("competences.Course", models.PROTECT, related_name="trainings")
    held_date = models.DateField()
    hours = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=8, choices=Result)
    valid_until = models.DateField(null=True, blank=True)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="training_confirmed_by_somebody_else",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("person")),
            ),
            models.CheckConstraint(
                name="training_file_has_name",
                condition=Q(file=None, file_name="") | (Q(file__isnull=False) & ~Q(file_name="")),
            ),
        ]

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was a mistake and counts for nothing."""
        return bool(self.withdrawn_because)
