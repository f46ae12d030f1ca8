"""Call chains, their steps, and what came of running them."""

from django.db import models
from django.db.models import Q

from primeline.approaches.choices import ApproachStatus, Bar
from primeline.kit.keeping import Keeping
from primeline.privacy.textfields import FreeTextField, OpenTextField
from primeline.rosters.choices import (
    NotReached,
    Outcome,
    RunCause,
    RunStatus,
    Speciality,
    StopCause,
)


class CallChain(models.Model):
    """Who is called one after the other when something happens: at a unit, or for one account."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"
    is_open_without_account = True

    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="call_chains")
    # The chain of one account, on which its own people may stand beside ours.
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="call_chains"
    )
    name = OpenTextField(max_length=80)
    is_active = models.BooleanField(default=True)
    # Every change of the steps is an edition; what runs goes by the one it began with.
    edition = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="callchain_name_once",
                fields=["unit", "name"],
                condition=Q(is_active=True, customer=None),
            ),
        ]


class ChainStep(models.Model):
    """One step: a person of ours, whoever is on duty, or a person at the customer."""

    keeping = Keeping.ARCHIVE
    reach_through = "chain__customer"

    chain = models.ForeignKey("rosters.CallChain", models.PROTECT, related_name="steps")
    edition = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # Whoever is on duty for it at the unit of the chain, or at the nearest one above.
    speciality = models.CharField(max_length=12, choices=Speciality, blank=True)
    contact = models.ForeignKey(
        "customers.Contact", models.PROTECT, null=True, blank=True, related_name="+"
    )
    wait_minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="chainstep_once", fields=["chain", "edition", "position"]),
            models.CheckConstraint(
                name="chainstep_calls_one",
                condition=Q(person__isnull=False, speciality="", contact=None)
                | (Q(person=None, contact=None) & ~Q(speciality=""))
                | Q(person=None, speciality="", contact__isnull=False),
            ),
            models.CheckConstraint(
                name="chainstep_waits", condition=Q(wait_minutes__gte=1, wait_minutes__lte=1440)
            ),
        ]


class CallRun(models.Model):
    """A call chain that was started for a matter, or as a drill."""

    keeping = Keeping.ARCHIVE
    reach_through = "chain__customer"

    chain = models.ForeignKey("rosters.CallChain", models.PROTECT, related_name="runs")
    edition = models.PositiveIntegerField()
    commitment = models.ForeignKey(
        "commitments.Commitment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="call_runs",
    )
    cause = models.CharField(max_length=9, choices=RunCause, default=RunCause.OTHER)
    # What the cause does not say.
    reason = FreeTextField(max_length=300, blank=True)
    is_drill = models.BooleanField(default=False)
    started_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    status = models.CharField(max_length=9, choices=RunStatus, default=RunStatus.RUNNING)
    # The step that is being tried, and when the next one comes if nobody answers.
    position = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # Where it was stopped.
    stop_cause = models.CharField(max_length=7, choices=StopCause, blank=True, default="")
    note = FreeTextField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="callrun_one_for_a_matter",
                fields=["chain", "commitment"],
                condition=Q(status=RunStatus.RUNNING, commitment__isnull=False),
            ),
            models.CheckConstraint(
                name="callrun_waits_while_it_runs",
                condition=Q(status=RunStatus.RUNNING, next_at__isnull=False, ended_at=None)
                | (~Q(status=RunStatus.RUNNING) & Q(next_at=None, ended_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], name="callrun_next", condition=Q(next_at__isnull=False)
            ),
        ]


class CallAttempt(models.Model):
    """One step of a run: whom it meant, when they were called, and what came of it. Once each."""

    keeping = Keeping.ARCHIVE
    reach_through = "run__chain__customer"

    run = models.ForeignKey("rosters.CallRun", models.PROTECT, related_name="attempts")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    contact = models.ForeignKey(
        "customers.Contact", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # On whose behalf they were called: the speciality of a roster.
    speciality = models.CharField(max_length=12, choices=Speciality, blank=True)
    # A call to somebody at the customer is carried out, and noted, as an approach.
    approach = models.ForeignKey(
        "approaches.Approach", models.PROTECT, null=True, blank=True, related_name="+"
    )
    tried_at = models.DateTimeField()
    call_status = models.CharField(
        max_length=8, choices=ApproachStatus, default=ApproachStatus.WAITING
    )
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.WAITING)
    # Why somebody at the customer could not be called; before 2026-11-23 only the note says it.
    bar = models.CharField(max_length=9, choices=Bar, blank=True, default="")
    # Where somebody was not reached; before 2026-11 only the note says it.
    why = models.CharField(max_length=9, choices=NotReached, blank=True, default="")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    note = FreeTextField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="callattempt_once", fields=["run", "position"]),
            models.UniqueConstraint(
                name="callattempt_person_once",
                fields=["run", "person"],
                condition=Q(outcome__in=["WAITING", "REACHED", "NOT", "TIMED_OUT"]),
            ),
        ]
