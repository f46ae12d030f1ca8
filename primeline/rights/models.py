"""What people asked of the data we hold on them, and what they were answered."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from primeline.kit.keeping import Keeping
from primeline.privacy.textfields import FreeTextField
from primeline.rights.choices import Proof, RequestStatus, RightKind

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
