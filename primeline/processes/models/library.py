"""Processes, their versions, and the drawings they are read from."""

from django.db import models
from django.db.models import F, Q

from primeline.kit.keeping import Keeping
from primeline.kit.reference import ReferenceRow
from primeline.processes.choices import EditionStatus


class Process(ReferenceRow):
    """A way in which work crosses departments, say an opening. Reference data."""

    reach_through = None


class Drawing(models.Model):
    """A drawing in BPMN 2.0 XML, kept once under its hash. It never changes."""

    keeping = Keeping.ARCHIVE
    reach_through = None

    sha256 = models.CharField(max_length=64, unique=True)
    xml = models.TextField()


class Edition(models.Model):
    """One version of a process. The last approved one whose day has come is in force."""

    keeping = Keeping.ARCHIVE
    reach_through = None

    process = models.ForeignKey("processes.Process", models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=8, choices=EditionStatus, default=EditionStatus.DRAFT)
    drawing = models.ForeignKey(
        "processes.Drawing",
        models.PROTECT,
        to_field="sha256",
        related_name="editions",
        db_index=False,
    )
    note = models.CharField(max_length=300, blank=True)
    # Empty where the product shipped it.
    author = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    drafted_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=300, blank=True)
    effective_from = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="edition_number_once", fields=["process", "number"]),
            models.CheckConstraint(
                name="edition_has_two_people",
                condition=Q(decided_by=None) | Q(author=None) | ~Q(decided_by=F("author")),
            ),
            models.CheckConstraint(
                name="edition_approved_by_somebody",
                condition=~Q(status=EditionStatus.APPROVED)
                | Q(effective_from__isnull=False, decided_at__isnull=False)
                & (Q(decided_by__isnull=False) | Q(author=None)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["process", "-effective_from"],
                name="edition_in_force",
                condition=Q(status=EditionStatus.APPROVED),
            )
        ]
