"""What is to be done how often, how much fits into a day, what is planned, and calendar feeds."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from primeline.kit.keeping import Keeping
from primeline.visits.choices import ActionStatus, Manner, Occasion, WhyGone
from primeline.visits.values import Period


class StandardAction(models.Model):
    """One thing that is done for accounts again and again, and how often at each level.

    Reference data, edited by people. A level that `rhythms` does not name asks for none of it.
    """

    keeping = Keeping.ARCHIVE

    step = models.OneToOneField("standards.Step", models.PROTECT, related_name="+")
    manner = models.CharField(max_length=5, choices=Manner)
    rhythms = models.JSONField(default=dict)
    # Only accounts that hold one of these lines of business; empty is all, unless for postpaid.
    lines = models.JSONField(default=list, blank=True)
    # Beside them, accounts that pay for anything after use; with no line, only these.
    is_for_postpaid = models.BooleanField(default=False, db_default=False)
    # What key persons are wished well on; without it, it is done for the account as a whole.
    occasion = models.CharField(
        max_length=15, choices=Occasion, blank=True, default="", db_default=""
    )
    # For people with one of these roles in decisions; empty is any part. With an occasion alone.
    roles = models.JSONField(default=list, blank=True)
    # It may be done in the last month of its stretch only, as the quarterly call.
    is_in_last_month = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)


class DayLimit(models.Model):
    """How much of one manner a person does in a day at most. Reference data, edited by people."""

    keeping = Keeping.ARCHIVE

    manner = models.CharField(max_length=5, choices=Manner, unique=True)
    most = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)


class ServiceActionQuerySet(models.QuerySet["ServiceAction"]):
    """Words about what is planned."""

    def standing(self) -> "ServiceActionQuerySet":
        """Return what was not dropped: owed, unstaffed, done or missed."""
        return self.filter(status__in=STANDING)


STANDING = (ActionStatus.PLANNED, ActionStatus.UNSTAFFED)


class ServiceAction(models.Model):
    """One thing to be done for one account in one stretch of the calendar (TMF646 Appointment).

    Where it is for a key person there, the stretch is two whole weeks, so that no table tells the
    day on which somebody was born.

    While it is planned, a commitment says that it is owed, and whether it was done in time.
    Unstaffed, nobody had room for it: it is owed by no person, and never late.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"
    # What was planned for an account that turned out to be another one is not planned twice.
    stays_in_merge = ("customer",)

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="service_actions", db_index=False
    )
    standard = models.ForeignKey(
        "visits.StandardAction", models.PROTECT, related_name="+", db_index=False
    )
    # The key person for whom it is done, if it is not for the account as a whole.
    contact = models.ForeignKey(
        "customers.Contact", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The level of the account when it was planned.
    tier = models.CharField(max_length=2)
    period_from = models.DateField()
    period_to = models.DateField()
    status = models.CharField(max_length=9, choices=ActionStatus)
    # Why a key person is not greeted after all.
    why_gone = models.CharField(
        max_length=10, choices=WhyGone, blank=True, default="", db_default=""
    )
    # Who is to do it on which day: the manager, or whoever stands in on that day.
    planned_date = models.DateField(null=True, blank=True)
    person = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # Somebody chose the day; the planner leaves it alone while it can.
    is_moved = models.BooleanField(default=False)
    # A lead gave it to this person, who looks after the account otherwise or not: the planner
    # leaves it with them.
    is_given = models.BooleanField(default=False, db_default=False)
    commitment = models.OneToOneField(
        "commitments.Commitment", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # A lead put it off beyond its stretch: it may be done on days before this one.
    extended_to = models.DateField(null=True, blank=True)
    # How often it has been owed: it rises when it is staffed again.
    turn = models.PositiveSmallIntegerField(default=0)
    planned_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[ServiceActionQuerySet] = ServiceActionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="service_action_once",
                fields=["customer", "standard", "period_from"],
                condition=~Q(status=ActionStatus.DROPPED) & Q(contact=None),
            ),
            models.UniqueConstraint(
                name="service_action_once_for_a_person",
                fields=["contact", "standard", "period_from"],
                condition=~Q(status=ActionStatus.DROPPED) & Q(contact__isnull=False),
            ),
            models.CheckConstraint(
                name="service_action_has_a_stretch", condition=Q(period_to__gt=F("period_from"))
            ),
            models.CheckConstraint(
                name="service_action_planned_is_owed",
                condition=Q(
                    status=ActionStatus.PLANNED,
                    planned_date__isnull=False,
                    person__isnull=False,
                    commitment__isnull=False,
                )
                | Q(
                    status=ActionStatus.UNSTAFFED,
                    planned_date=None,
                    person=None,
                    commitment=None,
                )
                | Q(status=ActionStatus.DROPPED),
            ),
            models.CheckConstraint(
                name="service_action_within_its_stretch",
                condition=Q(planned_date=None)
                | Q(planned_date__gte=F("period_from"), planned_date__lt=F("period_to"))
                | Q(
                    planned_date__gte=F("period_from"),
                    extended_to__isnull=False,
                    planned_date__lt=F("extended_to"),
                ),
            ),
            models.CheckConstraint(
                name="service_action_extended_beyond_its_stretch",
                condition=Q(extended_to=None) | Q(extended_to__gt=F("period_to")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "planned_date"],
                name="service_action_of_person",
                condition=Q(status=ActionStatus.PLANNED),
            ),
            models.Index(fields=["customer", "period_to"], name="service_action_of_customer"),
            models.Index(fields=["period_to", "status"], name="service_action_period"),
        ]

    @property
    def period(self) -> Period:
        """The stretch of the calendar in which it is done once."""
        return Period(self.period_from, self.period_to)

    @property
    def span(self) -> Period:
        """The days on which it may be done: its stretch, and what a lead has added."""
        return Period(self.period_from, self.extended_to or self.period_to)


class Feed(models.Model):
    """The address under which one person's calendar program reads their week; known by its hash."""

    keeping = Keeping.ARCHIVE
    kept_as_digest = frozenset({"token_hash"})

    person = models.ForeignKey("staff.Person", models.PROTECT, related_name="feeds", db_index=False)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="feed_one_for_each", fields=["person"], condition=Q(revoked_at=None)
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="feed_of_person")]
