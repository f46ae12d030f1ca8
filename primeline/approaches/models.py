"""That somebody reached a person at a customer, or tried to."""

from django.db import models

from primeline.approaches.choices import ApproachPurpose, ApproachStatus, Channel
from primeline.kit.keeping import Keeping
from primeline.privacy.choices import PersonalKind
from primeline.privacy.fields import EncryptedField, SubjectField, sealed_constraints


class Approach(models.Model):
    """One call, message or e-mail to a person at a customer, and how far it has come.

    The number is never kept here. What was written lies sealed under the person's own key.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "contact__customer"

    contact = models.ForeignKey("customers.Contact", models.PROTECT, related_name="approaches")
    # The person of the contact: what was written goes when they are erased.
    subject_of = SubjectField(null=True)
    channel = models.CharField(max_length=8, choices=Channel)
    purpose = models.CharField(max_length=10, choices=ApproachPurpose)
    subject = EncryptedField(kind=PersonalKind.NOTE, subject="subject_of", blank=True)
    text = EncryptedField(kind=PersonalKind.NOTE, subject="subject_of", blank=True)
    asked_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=ApproachStatus, default=ApproachStatus.WAITING)

    class Meta:
        constraints = sealed_constraints("approach", "subject", "text")
