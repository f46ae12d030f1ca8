"""What customers asked, and who took it."""

from django.db import models
from django.db.models import F, Q

from primeline.commitments.choices import AskedBy
from primeline.kit.keeping import Keeping
from primeline.privacy.textfields import FreeTextField


class Inquiry(models.Model):
    """What a customer asked of somebody, who owns it until a hand-over is accepted.

    A commitment holds by when; how it ended, and with which words, stands there.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="inquiries")
    asked_by = models.CharField(max_length=8, choices=AskedBy)
    text = FreeTextField(max_length=2000)
    taken_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    taken_at = models.DateTimeField()
    # When the customer said it, where that was before it was taken down.
    said_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="inquiry_asks_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="inquiry_said_before_taken",
                condition=Q(said_at=None) | Q(said_at__lt=F("taken_at")),
            ),
        ]
