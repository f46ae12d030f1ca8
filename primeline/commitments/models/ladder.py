"""The rungs that were reached, and whom they have told."""

from django.db import models

from primeline.kit.keeping import Keeping


class RungFired(models.Model):
    """One rung of one commitment was reached. It is there once, whoever runs and whatever fails."""

    keeping = Keeping.ARCHIVE
    reach_through = "commitment__customer"

    commitment = models.ForeignKey(
        "commitments.Commitment", models.PROTECT, related_name="rungs_fired", db_index=False
    )
    percent = models.PositiveIntegerField()
    cycle = models.PositiveSmallIntegerField()
    # Whom it tells, as a rule of the matrix says it.
    tells = models.JSONField(default=list)
    # When so much of the time had passed, and when it was seen.
    reached_at = models.DateTimeField()
    fired_at = models.DateTimeField(db_index=True)
    due_at = models.DateTimeField()
    # Whose it was at that moment.
    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="rung_fires_once", fields=["commitment", "percent", "cycle"]
            ),
        ]


class Alert(models.Model):
    """One person is told of one rung: on their pages at once, by e-mail where they have one."""

    keeping = Keeping.WORKING

    rung = models.ForeignKey(
        "commitments.RungFired", models.CASCADE, related_name="alerts", db_index=False
    )
    person = models.ForeignKey(
        "staff.Person", models.CASCADE, related_name="alerts", db_index=False
    )
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="alert_tells_once", fields=["rung", "person"]),
        ]
        indexes = [
            models.Index(
                fields=["person", "-id"], name="alert_unseen", condition=models.Q(seen_at=None)
            ),
        ]
