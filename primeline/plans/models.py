"""Account plans: one row a version, and the lines of its lists."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from primeline.customers.choices import Attitude
from primeline.kit.keeping import Keeping
from primeline.plans.choices import PlanStatus, Stage
from primeline.privacy.textfields import FreeTextField


class Plan(models.Model):
    """One version of the plan of an account."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT)
    from_date = models.DateField()
    to_date = models.DateField()
    situation = FreeTextField(blank=True)
    # The four lists of a SWOT, one thing a line.
    strengths = FreeTextField(blank=True)
    weaknesses = FreeTextField(blank=True)
    chances = FreeTextField(blank=True)
    threats = FreeTextField(blank=True)
    drawn_up_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    drawn_up_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    remark = FreeTextField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="plan_number_once", fields=["customer", "number"]),
            models.UniqueConstraint(
                name="plan_one_in_force",
                fields=["customer"],
                condition=Q(status=PlanStatus.IN_FORCE),
            ),
            models.UniqueConstraint(
                name="plan_one_being_drawn_up",
                fields=["customer"],
                condition=Q(status__in=[PlanStatus.DRAFT, PlanStatus.SUBMITTED]),
            ),
            models.CheckConstraint(
                name="plan_ends_after_it_begins", condition=Q(to_date__gte=F("from_date"))
            ),
            models.CheckConstraint(
                name="plan_approved_by_somebody_else",
                condition=~Q(status__in=[PlanStatus.IN_FORCE, PlanStatus.SUPERSEDED])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("submitted_by"))),
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided about."""
        return self.status in (PlanStatus.DRAFT, PlanStatus.SUBMITTED)


class PlanLine(models.Model):
    """One line of a list of a plan; one that was taken out stays on record."""

    keeping = Keeping.ARCHIVE
    reach_through: ClassVar[str | None] = "plan__customer"

    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="%(class)ss")
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Stakeholder(PlanLine):
    """Somebody at the customer who counts, and where we want them to stand.

    What is said of a person lies on the contact, sealed; here are choices only.
    """

    contact = models.ForeignKey("customers.Contact", models.PROTECT, related_name="stakeholders")
    wanted_attitude = models.CharField(max_length=10, choices=Attitude, blank=True)
    cared_for_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )


class Goal(PlanLine):
    """What is to be reached, how it is measured, and by when."""

    what = FreeTextField(max_length=200)
    measure = FreeTextField(max_length=100, blank=True)
    target = FreeTextField(max_length=60, blank=True)
    due_date = models.DateField()


class Opportunity(PlanLine):
    """Business that could be won: what, of which line, worth how much, how likely, when."""

    what = FreeTextField(max_length=200)
    line = models.ForeignKey(
        "products.LineOfBusiness", models.PROTECT, null=True, blank=True, related_name="+"
    )
    value_cents = models.BigIntegerField(default=0)
    probability_percent = models.PositiveSmallIntegerField(default=50)
    expected_date = models.DateField(null=True, blank=True)
    stage = models.CharField(max_length=11, choices=Stage, default=Stage.IDENTIFIED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="opportunity_probability_is_a_share",
                condition=Q(probability_percent__lte=100),
            ),
        ]


class PlannedAction(PlanLine):
    """What somebody will do by a day."""

    what = FreeTextField(max_length=200)
    who = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="planned_actions"
    )
    due_date = models.DateField()
    done_date = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_date"],
                name="planned_action_open",
                condition=Q(done_date=None, is_active=True),
            ),
        ]
