"""What a lead has put off beyond its stretch."""

from django.db import models
from django.db.models import F, Q

from primeline.kit.keeping import Keeping
from primeline.privacy.textfields import FreeTextField


class Postponement(models.Model):
    """A visit or call that a lead has put off beyond its stretch: from when to when, and why.

    What was due before stays on record, and whether it counts as late, by which rule.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "action__customer"

    action = models.ForeignKey("visits.ServiceAction", models.PROTECT, related_name="postponements")
    old_date = models.DateField()
    new_date = models.DateField()
    # By when it was owed, and is from now on; the same where it counts as late.
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    counts_late = models.BooleanField()
    # The rule of the matrix that decided; empty where none speaks of it, so that it is late.
    policy_row = models.ForeignKey(
        "standards.PolicyRow", models.PROTECT, null=True, related_name="+", db_index=False
    )
    reason = FreeTextField(max_length=300)
    made_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="postponement_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="postponement_late_or_owed_later",
                condition=Q(counts_late=True, new_due_at=F("old_due_at"))
                | Q(counts_late=False, new_due_at__gt=F("old_due_at")),
            ),
        ]
