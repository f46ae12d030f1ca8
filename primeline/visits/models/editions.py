"""What holds for a standard action from a day on."""

from django.db import models

from primeline.kit.keeping import Keeping


class CadenceEdition(models.Model):
    """How often a standard action is done at each level from a day on, until the next edition.

    Nothing is overwritten: what holds until the first edition stands on the action itself. One
    that names no level ends it. Of two from the same day the later one holds.
    """

    keeping = Keeping.ARCHIVE
    reach_through = None

    standard = models.ForeignKey("visits.StandardAction", models.PROTECT, related_name="editions")
    active_from = models.DateField()
    rhythms = models.JSONField(default=dict)
    lines = models.JSONField(default=list, blank=True)
    is_for_postpaid = models.BooleanField(default=False, db_default=False)
    roles = models.JSONField(default=list, blank=True)
    is_in_last_month = models.BooleanField(default=False)
    made_at = models.DateTimeField()
