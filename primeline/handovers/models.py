"""Hand-overs: who gives which accounts to whom, the checklist, and what became of each."""

from django.db import models
from django.db.models import F, Q

from primeline.customers.choices import Tier
from primeline.handovers.choices import HandoverStatus, Obstacle, Outcome
from primeline.kit.keeping import Keeping
from primeline.kit.reference import ReferenceRow
from primeline.privacy.textfields import FreeTextField


class ChecklistPoint(ReferenceRow):
    """Something to be done or told at every hand-over."""


class Handover(models.Model):
    """An offer of accounts from one manager to another, and what became of it."""

    keeping = Keeping.ARCHIVE
    # Both managers read it, before and after; it names no account by itself.
    reach_through = None
    is_about = "accounts__customer"
    on_record = "primeline.handovers.queries.handovers_on_record"

    from_person = models.ForeignKey("staff.Person", models.PROTECT, related_name="handovers_given")
    to_person = models.ForeignKey("staff.Person", models.PROTECT, related_name="handovers_received")
    deputy = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    offered_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    effective_date = models.DateField()
    answer_by_date = models.DateField()
    reason = FreeTextField(max_length=300)
    accounts_count = models.PositiveIntegerField()
    fees_cents = models.BigIntegerField(default=0)
    status = models.CharField(max_length=10, choices=HandoverStatus, default=HandoverStatus.OFFERED)
    answered_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = FreeTextField(max_length=300, blank=True)
    # Whether the receiver wants the rest where some accounts cannot be handed over.
    is_rest_wanted = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="handover_between_two_people", condition=~Q(from_person=F("to_person"))
            ),
            models.CheckConstraint(
                name="handover_accepted_by_somebody_else",
                condition=~Q(status__in=[HandoverStatus.ACCEPTED, HandoverStatus.DONE])
                | (Q(answered_by=F("to_person")) & ~Q(answered_by=F("offered_by"))),
            ),
            models.CheckConstraint(name="handover_has_reason", condition=~Q(reason="")),
        ]
        indexes = [
            models.Index(
                fields=["answer_by_date"],
                name="handover_waiting",
                condition=Q(status=HandoverStatus.OFFERED),
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        """Whether the receiver has not answered yet."""
        return self.status == HandoverStatus.OFFERED

    @property
    def is_open(self) -> bool:
        """Whether it is still on its way."""
        return self.status in (HandoverStatus.OFFERED, HandoverStatus.ACCEPTED)


class HandoverAccount(models.Model):
    """One account of a hand-over, as it was called when it was offered.

    Both managers read this line before and after, when the account itself is not theirs to see.
    """

    keeping = Keeping.ARCHIVE
    reach_through = None
    on_record = "primeline.handovers.queries.accounts_on_record"

    handover = models.ForeignKey(
        "handovers.Handover", models.PROTECT, related_name="accounts", db_index=False
    )
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="handovers")
    number = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    tier = models.CharField(max_length=2, choices=Tier, blank=True)
    fee_cents = models.BigIntegerField(default=0)
    note = FreeTextField(max_length=300, blank=True, account="customer_id")
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.WAITING)
    obstacle = models.CharField(max_length=13, choices=Obstacle, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="handover_names_an_account_once", fields=["handover", "customer"]
            ),
            models.UniqueConstraint(
                name="handover_one_waits_for_an_account",
                fields=["customer"],
                condition=Q(outcome=Outcome.WAITING),
            ),
        ]


class HandoverPoint(models.Model):
    """One point of the checklist at one hand-over, and who ticked it."""

    keeping = Keeping.ARCHIVE
    reach_through = None
    on_record = "primeline.handovers.queries.points_on_record"

    handover = models.ForeignKey(
        "handovers.Handover", models.PROTECT, related_name="points", db_index=False
    )
    point = models.ForeignKey("handovers.ChecklistPoint", models.PROTECT, related_name="handovers")
    done_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    done_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="handover_has_a_point_once", fields=["handover", "point"]),
            models.CheckConstraint(
                name="handover_point_done_by_somebody",
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]
