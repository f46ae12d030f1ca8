"""Cases: where they stand on their drawing, what was said in them, and what is to be done."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from primeline.kit.keeping import Keeping
from primeline.privacy.textfields import FreeTextField, NamelessField
from primeline.processes.choices import CaseStatus, ItemStatus


class Case(models.Model):
    """One run of a process for an account, by the version that it was begun with."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    edition = models.ForeignKey("processes.Edition", models.PROTECT, related_name="cases")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="cases")
    title = FreeTextField(max_length=200)
    # The contract, order or circuit by which people find it.
    reference = NamelessField(max_length=40, blank=True)
    status = models.CharField(max_length=9, choices=CaseStatus, default=CaseStatus.RUNNING)
    started_at = models.DateTimeField()
    # When the customer said what it is about, where that was before it was begun.
    said_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reason = FreeTextField(max_length=300, blank=True)
    # The step of another case that waits for this one.
    called_by = models.OneToOneField(
        "processes.Token", models.PROTECT, null=True, blank=True, related_name="called_case"
    )
    next_number = models.PositiveIntegerField(default=1)
    # The nodes and flows that it has gone through; the rest was not taken.
    passed = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="case_over_when_it_ended",
                condition=Q(ended_at=None, status=CaseStatus.RUNNING)
                | (Q(ended_at__isnull=False) & ~Q(status=CaseStatus.RUNNING)),
            ),
            models.CheckConstraint(
                name="case_said_before_it_began",
                condition=Q(said_at=None) | Q(said_at__lt=F("started_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["reference"], name="case_reference", condition=~Q(reference="")),
        ]

    @property
    def number(self) -> str:
        """How people name it."""
        return f"P{self.pk:07d}"

    @property
    def asked_at(self) -> datetime:
        """When the customer said it: from then on the clocks run of what is promised as a whole."""
        return self.said_at or self.started_at

    @property
    def is_running(self) -> bool:
        """Whether there is something left to be done."""
        return self.status == CaseStatus.RUNNING


class CaseFact(models.Model):
    """What was said in a case under a name that its drawing knows; conditions ask for it.

    Numbers, days and yes or no are kept as they are written in conditions.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "case__customer"

    case = models.ForeignKey("processes.Case", models.PROTECT, related_name="facts")
    name = models.CharField(max_length=40)
    text = FreeTextField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="fact_said_once", fields=["case", "name"])]


class Token(models.Model):
    """A place on the drawing at which a case stands, or stood."""

    keeping = Keeping.ARCHIVE
    reach_through = "case__customer"

    case = models.ForeignKey(
        "processes.Case", models.PROTECT, related_name="tokens", db_index=False
    )
    number = models.PositiveIntegerField()
    node = models.CharField(max_length=59)
    # The tokens of the sub-processes in which it stands, from the outside in: "3/7".
    scope = models.CharField(max_length=400, blank=True)
    via = models.CharField(max_length=59, blank=True)
    waits = models.CharField(max_length=8, blank=True)
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="token_number_once", fields=["case", "number"])]
        indexes = [
            models.Index(fields=["case"], name="token_here", condition=Q(left_at=None)),
        ]


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    """Words about what is to be done."""

    def open(self) -> "WorkItemQuerySet":
        """Return what is still to be done."""
        return self.filter(ended_at=None)

    def in_full(self) -> "WorkItemQuerySet":
        """Return them with all that a line of a list shows."""
        return self.select_related(
            "case__customer",
            "case__edition__process",
            "unit",
            "commitment__customer__account_manager",
            "commitment__person",
            "commitment__policy_row",
            "commitment__step",
            "commitment__unit",
            "sent_back_from",
        )


class WorkItem(models.Model):
    """One step of a case that people do. Who has it and by when says what is owed for it."""

    keeping = Keeping.ARCHIVE
    reach_through = "case__customer"

    case = models.ForeignKey("processes.Case", models.PROTECT, related_name="items")
    token = models.OneToOneField("processes.Token", models.PROTECT, related_name="item")
    node = models.CharField(max_length=59)
    role = models.CharField(max_length=24)
    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="+", db_index=False)
    # Offered until it has a person; the matter keeps who has it, by when and since when.
    commitment = models.OneToOneField("commitments.Commitment", models.PROTECT, related_name="item")
    status = models.CharField(max_length=9, choices=ItemStatus, default=ItemStatus.OPEN)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    note = FreeTextField(max_length=300, blank=True)
    # The step whose end led here and nowhere else: this one can be sent back to it.
    sender = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # Where it is done again because a later step was sent back: that one, and how often by now.
    sent_back_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    returns_count = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[WorkItemQuerySet] = WorkItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="item_over_when_it_ended",
                condition=Q(ended_at=None, status=ItemStatus.OPEN)
                | (Q(ended_at__isnull=False) & ~Q(status=ItemStatus.OPEN)),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "role"], name="item_open", condition=Q(ended_at=None)),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.status == ItemStatus.OPEN

    def is_late(self, at: datetime) -> bool:
        """Test whether it should have been done by now."""
        return self.is_open and self.commitment.due_at < at


class ServiceRun(models.Model):
    """One thing that was done by itself at a step, once, and whether it was undone."""

    keeping = Keeping.ARCHIVE
    reach_through = "case__customer"

    case = models.ForeignKey("processes.Case", models.PROTECT, related_name="service_runs")
    token = models.OneToOneField("processes.Token", models.PROTECT, related_name="service_run")
    node = models.CharField(max_length=59)
    service = models.CharField(max_length=40)
    ran_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    # What undoing needs to know: ids, and nothing that people said.
    result = models.JSONField(default=dict)
