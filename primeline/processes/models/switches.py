"""Cases that go on by another version of their process: what was asked, decided, and done."""

from django.db import models
from django.db.models import F, Q

from primeline.kit.keeping import Keeping
from primeline.processes.choices import SwitchStatus


class Switch(models.Model):
    """The running cases of one version go on by another, as one proposed and another approved."""

    keeping = Keeping.ARCHIVE
    reach_through = None

    source = models.ForeignKey("processes.Edition", models.PROTECT, related_name="switches_away")
    target = models.ForeignKey(
        "processes.Edition", models.PROTECT, related_name="switches_here", db_index=False
    )
    # Nodes of the old drawing, each with the one it goes to; empty to stay. Others keep their id.
    mapping = models.JSONField(default=dict)
    note = models.CharField(max_length=300)
    status = models.CharField(max_length=9, choices=SwitchStatus, default=SwitchStatus.PROPOSED)
    author = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    moved_count = models.PositiveIntegerField(default=0)
    stayed_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="switch_once_at_a_time",
                fields=["source"],
                condition=Q(status__in=[SwitchStatus.PROPOSED, SwitchStatus.APPROVED]),
            ),
            models.CheckConstraint(
                name="switch_has_two_people",
                condition=Q(decided_by=None) | ~Q(decided_by=F("author")),
            ),
            models.CheckConstraint(
                name="switch_approved_by_somebody",
                condition=~Q(status__in=[SwitchStatus.APPROVED, SwitchStatus.DONE])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(name="switch_leads_elsewhere", condition=~Q(source=F("target"))),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.status == SwitchStatus.PROPOSED


class SwitchedCase(models.Model):
    """One case that went over, and when."""

    keeping = Keeping.ARCHIVE
    reach_through = "case__customer"

    switch = models.ForeignKey("processes.Switch", models.PROTECT, related_name="cases")
    case = models.ForeignKey("processes.Case", models.PROTECT, related_name="switches")
    switched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="case_switched_once", fields=["case", "switch"])
        ]
