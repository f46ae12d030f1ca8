"""What was told of visits, calls and meetings that took place, and who was met."""

from django.db import models

from primeline.kit.keeping import Keeping
from primeline.privacy.choices import PersonalKind
from primeline.privacy.fields import OF_ACCOUNT, EncryptedField
from primeline.visits.choices import ConversationKind


class Conversation(models.Model):
    """A visit, call or meeting that took place, as whoever was there tells it.

    What was promised stands as commitments about it. A correction is a new version of the row.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="conversations", db_index=False
    )
    # What was planned and done by it, if it was planned.
    action = models.OneToOneField(
        "visits.ServiceAction", models.PROTECT, null=True, blank=True, related_name="conversation"
    )
    kind = models.CharField(max_length=6, choices=ConversationKind)
    held_at = models.DateTimeField()
    place = EncryptedField(kind=PersonalKind.NOTE, is_mixed=True, subject=OF_ACCOUNT, blank=True)
    purpose = EncryptedField(kind=PersonalKind.NOTE, is_mixed=True, subject=OF_ACCOUNT, blank=True)
    outcome = EncryptedField(kind=PersonalKind.NOTE, is_mixed=True, subject=OF_ACCOUNT)
    # When the next one was proposed for.
    next_date = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        "staff.Person", models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()
    # By when it was to be written down, as the matrix says it; empty where no rule does.
    record_due_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="conversation_says_something", condition=~models.Q(outcome="")
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-held_at", "-id"], name="conversation_of_customer"),
        ]

    @property
    def is_written_late(self) -> bool:
        """Whether it was written down later than the matrix allows: then it counts as late."""
        return self.record_due_at is not None and self.record_due_at < self.recorded_at


class Participant(models.Model):
    """A person at the customer who was met: a link, so that no name is copied."""

    keeping = Keeping.ARCHIVE
    reach_through = "conversation__customer"

    conversation = models.ForeignKey(
        "visits.Conversation", models.PROTECT, related_name="participants", db_index=False
    )
    contact = models.ForeignKey("customers.Contact", models.PROTECT, related_name="+")
    # Taken out again by a correction, it stays on record.
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="participant_once", fields=["conversation", "contact"]),
        ]
