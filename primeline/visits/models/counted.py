"""Why something counts as done though nobody said so: what else was done for the account."""

from django.db import models

from primeline.kit.keeping import Keeping
from primeline.visits.choices import CountedKind


class Counted(models.Model):
    """What else was done and counts as a service action; each thing counts once at most."""

    keeping = Keeping.ARCHIVE
    reach_through = "action__customer"

    action = models.ForeignKey("visits.ServiceAction", models.PROTECT, related_name="counted")
    source_kind = models.CharField(max_length=10, choices=CountedKind)
    source_id = models.BigIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="counted_once", fields=["source_kind", "source_id"]),
        ]
