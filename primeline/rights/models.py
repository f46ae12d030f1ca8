"""What people asked of the data we hold on them, and what they were answered."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from primeline.kit.keeping import Keeping
from primeline.privacy.textfields import FreeTextField
from primeline.rights.choices import (
    CaseStatus,
    DataClass,
    Proof,
    RequestStatus,
    RightKind,
    RuleStatus,
)

if TYPE_CHECKING:
    from primeline.customers.models import Contact, Customer


class RightsRequest(models.Model):
    """One request of a person at a customer about their own data; it names them by reference."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="rights_requests"
    )
    # Who asks: somebody at the account; None if the account is an individual and asks.
    contact = models.ForeignKey(
        "customers.Contact", models.PROTECT, null=True, related_name="rights_requests"
    )
    kind = models.CharField(max_length=8, choices=RightKind)
    proof = models.CharField(max_length=16, choices=Proof)
    received_date = models.DateField()
    due_date = models.DateField()
    # What they say themselves: what is wrong, what it should be, what they want explained.
    wish = FreeTextField(max_length=1000, blank=True, default="", db_default="", words_of="subject")
    status = models.CharField(max_length=8, choices=RequestStatus, default=RequestStatus.OPEN)
    reason = FreeTextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rights_request_decided_has_reason",
                condition=Q(status=RequestStatus.OPEN)
                | (~Q(reason="") & Q(decided_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["status", "due_date", "id"], name="rights_request_due")]

    @property
    def person(self) -> "Contact | Customer":
        """Whose data it is about."""
        return self.contact or self.customer

    @property
    def subject(self) -> int:
        """The person under whose key the data lie."""
        return int(self.person.subject)


class RetentionRule(models.Model):
    """How long data of one class are kept: proposed by one person, approved by another.

    Each change is a row of its own; where there is none, what the product ships is in force.
    """

    keeping = Keeping.ARCHIVE

    data_class = models.CharField(max_length=12, choices=DataClass)
    months = models.PositiveSmallIntegerField()
    citation = FreeTextField(account=None, max_length=200)
    reason = FreeTextField(account=None, max_length=500)
    status = models.CharField(max_length=8, choices=RuleStatus, default=RuleStatus.PROPOSED)
    proposed_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="retention_rule_one_proposed",
                fields=["data_class"],
                condition=Q(status=RuleStatus.PROPOSED),
            ),
            models.CheckConstraint(
                name="retention_rule_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("proposed_by")),
            ),
        ]


class RetentionCase(models.Model):
    """A person whose data have been kept as long as they may; the rights desk decides."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    # Whose data: somebody at the account; None if the account is an individual.
    contact = models.ForeignKey(
        "customers.Contact", models.PROTECT, null=True, blank=True, related_name="+"
    )
    data_class = models.CharField(max_length=12, choices=DataClass)
    ended_date = models.DateField()
    due_date = models.DateField()
    opened_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=CaseStatus, default=CaseStatus.OPEN)
    kept_until_date = models.DateField(null=True, blank=True)
    reason = FreeTextField(blank=True, max_length=1000)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="retention_case_one_open_of_contact",
                fields=["contact"],
                condition=Q(status=CaseStatus.OPEN, contact__isnull=False),
            ),
            models.UniqueConstraint(
                name="retention_case_one_open_of_individual",
                fields=["customer"],
                condition=Q(status=CaseStatus.OPEN, contact__isnull=True),
            ),
            models.CheckConstraint(
                name="retention_case_kept_until_a_day",
                condition=~Q(status=CaseStatus.KEPT) | Q(kept_until_date__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["status", "due_date", "id"], name="retention_case_due")]

    @property
    def number(self) -> str:
        """How people call it."""
        return f"T-{self.pk:06d}"

    @property
    def person(self) -> "Contact | Customer":
        """Whose data it is about."""
        return self.contact or self.customer

    @property
    def subject(self) -> int:
        """The person under whose key the data lie."""
        return int(self.person.subject)
