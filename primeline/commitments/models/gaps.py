"""What would be owed, had the matrix a rule for it."""

from django.db import models

from primeline.kit.keeping import Keeping
from primeline.privacy.textfields import FreeTextField


class Gap(models.Model):
    """A case that no rule of the matrix speaks of, with all that opens it once a rule does.

    Its commitment may be there all the same: its rule was taken away while it ran, or whoever
    opened it has a limit of their own.
    """

    keeping = Keeping.WORKING

    # The key of what would be owed: found again, it is the same gap.
    owed_key = models.CharField(max_length=120, unique=True)
    step = models.ForeignKey("standards.Step", models.PROTECT, related_name="+", db_index=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    mark = models.CharField(max_length=40, blank=True)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="+", db_index=False)
    # Whether the unit was named, or follows the account; who was named, if anybody.
    is_of_unit = models.BooleanField(default=False)
    role = models.CharField(max_length=24, blank=True)
    person = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    what = FreeTextField(max_length=200, blank=True, account="customer_id")
    # Beside the level of the account, what a rule may ask.
    circumstances = models.JSONField(default=dict)
    # Since when it would be owed.
    opened_at = models.DateTimeField()
    found_at = models.DateTimeField()
    # Whether its room asks for it again and again, and when anybody last did.
    is_asked_again = models.BooleanField(default=False)
    # Whether anything is owed once a rule is there, or only its limit was asked for.
    is_owed = models.BooleanField(default=True)
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="gap_subject")]
