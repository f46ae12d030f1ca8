"""Instructions down and reports up."""

from django.db import models
from django.db.models import Q

from primeline.commitments.choices import LetterKind
from primeline.kit.keeping import Keeping
from primeline.privacy.textfields import FreeTextField


class Letter(models.Model):
    """What one unit tells another, with an answer owed; a commitment holds by when."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"
    is_open_without_account = True

    kind = models.CharField(max_length=11, choices=LetterKind)
    from_unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="+")
    to_unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="letters"
    )
    # The first of those that were sent to several units at once.
    sent_with = models.ForeignKey(
        "commitments.Letter", models.PROTECT, null=True, blank=True, related_name="copies"
    )
    title = FreeTextField(max_length=200)
    text = FreeTextField(max_length=4000)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    file_name = FreeTextField(max_length=200, blank=True)
    written_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    # Where a file alone is the answer, what that is called.
    answer = FreeTextField(max_length=4000, blank=True)
    answer_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answer_file_name = FreeTextField(max_length=200, blank=True)
    answered_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="letter_answered_by_somebody",
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            ),
        ]
