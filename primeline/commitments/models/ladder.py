"""The rungs that were reached, and whom they have told."""

from typing import TYPE_CHECKING

from django.db import models

from primeline.commitments.choices import NoticeKind
from primeline.kit.keeping import Keeping

if TYPE_CHECKING:
    from primeline.commitments.models.commitments import Commitment


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

    @property
    def commitment(self) -> "Commitment":
        """The matter that it is about."""
        return self.rung.commitment


class Notice(models.Model):
    """One person is told of something that happened to a matter, once: on pages, by e-mail too."""

    keeping = Keeping.WORKING

    commitment = models.ForeignKey("commitments.Commitment", models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    # What happened, as the room says it that tells: "rosters.call_run:17".
    happening = models.CharField(max_length=60)
    person = models.ForeignKey(
        "staff.Person", models.CASCADE, related_name="notices", db_index=False
    )
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="notice_tells_once", fields=["person", "happening"]),
        ]
