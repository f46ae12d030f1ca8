"""One thing that somebody owes by a moment."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from primeline.commitments.choices import OPEN, CommitmentStatus, State
from primeline.kit.keeping import Keeping
from primeline.privacy.textfields import FreeTextField
from primeline.standards.choices import Clock

_OVER = Q(status__in=[s for s in CommitmentStatus if s not in OPEN])


def late_at(at: datetime) -> Q:
    """Return the condition of what is open and late: a pause makes nothing late, nor in time."""
    past = Q(due_at__lt=at, status=CommitmentStatus.RUNNING)
    return past | Q(broken_at__lt=at, status__in=OPEN)


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Words about what is owed."""

    def open(self) -> "CommitmentQuerySet":
        """Return what is still owed, its clock running or stopped."""
        # As the indexes say it: SQLite cannot prove it of a list of bound values.
        return self.filter(ended_at=None)

    def overdue(self, at: datetime) -> "CommitmentQuerySet":
        """Return what is open and past its due moment, or was before that was moved.

        The due moment of what stands still moves on with the pause; what was broken stays so.
        """
        return self.filter(late_at(at))

    def with_rung_before(self, at: datetime) -> "CommitmentQuerySet":
        """Return what has a rung to be fired: a scan of one small index."""
        return self.filter(status=CommitmentStatus.RUNNING, next_rung_at__lt=at)

    def in_full(self) -> "CommitmentQuerySet":
        """Return them with all that a line of a list shows."""
        return self.select_related(
            "step", "customer__account_manager", "unit", "person", "policy_row"
        )


class Commitment(models.Model):
    """Somebody owes something to somebody by a moment, on a clock.

    Whoever holds `debtor_role` at `unit` owes it until `person` is named; an account's manager
    owes what is owed in that role, whoever it is at the moment.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"
    # What units owe each other hangs on no account; its queries say who may see it.
    is_open_without_account = True

    step = models.ForeignKey("standards.Step", models.PROTECT, related_name="+", db_index=False)
    # What it is about: a row of a room that may lie above this one.
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    # The same matter is owed once: whoever opens it a second time finds the first.
    owed_key = models.CharField(max_length=120, unique=True)
    customer = models.ForeignKey(
        "customers.Customer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        db_index=False,
    )
    what = FreeTextField(max_length=200, blank=True)
    unit = models.ForeignKey(
        "staff.Unit", models.PROTECT, related_name="commitments", db_index=False
    )
    debtor_role = models.CharField(max_length=24, blank=True)
    person = models.ForeignKey(
        "staff.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        db_index=False,
    )
    # Which rule set the limit; empty where a person named the due moment.
    policy_row = models.ForeignKey(
        "standards.PolicyRow",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        db_index=False,
    )
    clock = models.CharField(max_length=8, choices=Clock)
    # Whose working hours count; where it goes to another unit, the due moment stays.
    calendar_unit = models.ForeignKey(
        "staff.Unit", models.PROTECT, related_name="+", db_index=False
    )
    # The case by which the rule was found.
    tier = models.CharField(max_length=2, blank=True)
    assurance = models.CharField(max_length=6, blank=True)
    line = models.CharField(max_length=32, blank=True)
    distance = models.CharField(max_length=14, blank=True)
    area = models.CharField(max_length=5, blank=True)
    priority = models.CharField(max_length=2, blank=True)

    opened_at = models.DateTimeField()
    # When it was taken down, where the customer had said it before that: its clock runs from then.
    noted_at = models.DateTimeField(null=True, blank=True)
    # When it was asked for, where no rule spoke of it then: with a rule by now, that came late.
    unruled_at = models.DateTimeField(null=True, blank=True)
    # A moment that somebody named is met to the microsecond, so limits are kept as exactly.
    limit_microseconds = models.PositiveBigIntegerField()
    due_at = models.DateTimeField()
    # What it is counted back from, say the start of works; empty where it counts from `opened_at`.
    before_at = models.DateTimeField(null=True, blank=True)
    # A day that nobody has published yet lies before the due moment.
    is_provisional = models.BooleanField(default=False)
    # Since when the due moment is what it is.
    priced_at = models.DateTimeField()
    status = models.CharField(
        max_length=9, choices=CommitmentStatus, default=CommitmentStatus.RUNNING
    )
    broken_at = models.DateTimeField(null=True, blank=True)
    # When another came to owe it, if ever.
    handed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    note = FreeTextField(max_length=300, blank=True)

    # The rungs that hold for it, as a rule of the matrix has them, and how far they have fired.
    rungs = models.JSONField(default=list)
    fired_percent = models.PositiveIntegerField(default=0)
    next_rung_at = models.DateTimeField(null=True, blank=True)
    # Rises when it is opened again: each of its rungs may fire once more.
    cycle = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[CommitmentQuerySet] = CommitmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="commitment_has_a_limit", condition=Q(limit_microseconds__gt=0)
            ),
            models.CheckConstraint(
                name="commitment_owed_by_somebody",
                condition=~Q(debtor_role="") | Q(person__isnull=False),
            ),
            models.CheckConstraint(
                name="commitment_over_when_it_ended",
                condition=Q(ended_at=None, status__in=OPEN) | (Q(ended_at__isnull=False) & _OVER),
            ),
            models.CheckConstraint(
                name="commitment_rungs_fire_while_it_runs",
                condition=Q(next_rung_at=None) | Q(status=CommitmentStatus.RUNNING),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_rung_at"],
                name="commitment_next_rung",
                condition=Q(next_rung_at__isnull=False),
            ),
            models.Index(
                fields=["person", "due_at"],
                name="commitment_of_person",
                condition=Q(ended_at=None, person__isnull=False),
            ),
            models.Index(
                fields=["unit", "due_at"], name="commitment_of_unit", condition=Q(ended_at=None)
            ),
            models.Index(
                fields=["customer", "due_at"],
                name="commitment_of_customer",
                condition=Q(customer__isnull=False),
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="commitment_subject"),
            models.Index(fields=["opened_at"], name="commitment_opened"),
            models.Index(fields=["due_at"], name="commitment_due"),
            models.Index(
                fields=["noted_at"], name="commitment_noted", condition=Q(noted_at__isnull=False)
            ),
            models.Index(
                fields=["ended_at"], name="commitment_ended", condition=Q(ended_at__isnull=False)
            ),
        ]

    @property
    def number(self) -> str:
        """How people name it."""
        return f"M{self.pk:07d}"

    @property
    def limit(self) -> timedelta:
        """How long there is for it in all, on its clock."""
        return timedelta(microseconds=self.limit_microseconds)

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.status in OPEN

    def state(self, at: datetime) -> State:
        """Return what a page says of it at a moment."""
        if self.is_open and self.broken_at is not None and self.broken_at < at:
            return State.OVERDUE
        if self.status == CommitmentStatus.RUNNING:
            return State.OVERDUE if self.due_at < at else State.RUNNING
        if self.status == CommitmentStatus.DONE:
            return State.LATE if self.broken_at else State.KEPT
        if self.status == CommitmentStatus.CANCELLED and self.broken_at is not None:
            return State.MISSED
        return State(self.status)
