"""What happens to a commitment on its way: pauses, hand-overs, waivers, other due moments."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from primeline.commitments.choices import Because, OfferStatus, WaiverStatus
from primeline.kit.keeping import Keeping
from primeline.privacy.textfields import FreeTextField


class Pause(models.Model):
    """A time in which the clock of a commitment stood still, for a reason, up to a bound."""

    keeping = Keeping.ARCHIVE
    reach_through = "commitment__customer"

    commitment = models.ForeignKey(
        "commitments.Commitment", models.PROTECT, related_name="pauses", db_index=False
    )
    cycle = models.PositiveSmallIntegerField(default=1)
    reason = models.ForeignKey("standards.PauseReason", models.PROTECT, related_name="+")
    evidence = FreeTextField(max_length=300, blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The clock goes on then by itself, whoever forgets it.
    paused_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="pause_one_at_a_time", fields=["commitment"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="pause_is_bounded", condition=Q(paused_until__gt=F("started_at"))
            ),
            models.CheckConstraint(
                name="pause_never_longer_than_its_bound",
                condition=Q(ended_at=None)
                | Q(ended_at__gte=F("started_at"), ended_at__lte=F("paused_until")),
            ),
        ]
        indexes = [
            models.Index(fields=["commitment", "started_at"], name="pause_of"),
            models.Index(fields=["paused_until"], name="pause_running", condition=Q(ended_at=None)),
        ]


class Offer(models.Model):
    """A matter offered to somebody else. Until they accept, it stays with whoever has it."""

    # Whether the reader sees the matter already, where a question asked for it.
    is_reached: bool

    keeping = Keeping.ARCHIVE
    reach_through = "commitment__customer"

    commitment = models.ForeignKey("commitments.Commitment", models.PROTECT, related_name="offers")
    from_person = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    to_person = models.ForeignKey("staff.Person", models.PROTECT, related_name="matters_offered")
    offered_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    reason = FreeTextField(max_length=300)
    status = models.CharField(max_length=9, choices=OfferStatus, default=OfferStatus.OFFERED)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = FreeTextField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="offer_one_waits",
                fields=["commitment"],
                condition=Q(status=OfferStatus.OFFERED),
            ),
            models.CheckConstraint(name="offer_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="offer_to_somebody_else",
                condition=Q(from_person=None) | ~Q(from_person=F("to_person")),
            ),
        ]


class Waiver(models.Model):
    """Somebody's wish to be let off, which somebody else approves or refuses."""

    keeping = Keeping.ARCHIVE
    reach_through = "commitment__customer"

    commitment = models.ForeignKey("commitments.Commitment", models.PROTECT, related_name="waivers")
    asked_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    reason = FreeTextField(max_length=300)
    status = models.CharField(max_length=9, choices=WaiverStatus, default=WaiverStatus.WAITING)
    decided_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = FreeTextField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="waiver_one_waits",
                fields=["commitment"],
                condition=Q(status=WaiverStatus.WAITING),
            ),
            models.CheckConstraint(
                name="waiver_decided_by_somebody_else",
                condition=Q(status__in=[WaiverStatus.WAITING, WaiverStatus.WITHDRAWN])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
            ),
            models.CheckConstraint(name="waiver_has_reason", condition=~Q(reason="")),
        ]


class Estimate(models.Model):
    """By when its owner expects to be done, and why then. The due moment stays what it is."""

    keeping = Keeping.ARCHIVE
    reach_through = "commitment__customer"

    commitment = models.ForeignKey(
        "commitments.Commitment", models.PROTECT, related_name="estimates"
    )
    cycle = models.PositiveSmallIntegerField(default=1)
    expected_at = models.DateTimeField()
    # Nothing where whoever gave it said no more than the moment.
    reason = FreeTextField(max_length=300, blank=True)
    given_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="estimate_of_what_is_to_come", condition=Q(expected_at__gt=F("given_at"))
            ),
        ]

    @property
    def why(self) -> str:
        """Why then: as it was written, or in the language of whoever reads it."""
        return str(self.reason) or gettext("We know where it is and are repairing it.")


class Repricing(models.Model):
    """A due moment that was worked out anew while the clock ran: what it was, and why."""

    keeping = Keeping.ARCHIVE
    reach_through = "commitment__customer"

    commitment = models.ForeignKey(
        "commitments.Commitment", models.PROTECT, related_name="repricings"
    )
    because = models.CharField(max_length=8, choices=Because)
    repriced_at = models.DateTimeField()
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    old_tier = models.CharField(max_length=2, blank=True)
    new_tier = models.CharField(max_length=2, blank=True)
    old_row = models.ForeignKey(
        "standards.PolicyRow", models.PROTECT, null=True, related_name="+", db_index=False
    )
    new_row = models.ForeignKey(
        "standards.PolicyRow", models.PROTECT, null=True, related_name="+", db_index=False
    )


class Chase(models.Model):
    """Somebody has asked whoever owes a matter to get on with it."""

    keeping = Keeping.ARCHIVE
    reach_through = "commitment__customer"

    commitment = models.ForeignKey("commitments.Commitment", models.PROTECT, related_name="chases")
    cycle = models.PositiveSmallIntegerField(default=1)
    # The first is told to the owner, the next ones ever higher.
    number = models.PositiveSmallIntegerField()
    chased_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    chased_at = models.DateTimeField()
    told_count = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="chase_counts_up", fields=["commitment", "cycle", "number"]
            ),
        ]
