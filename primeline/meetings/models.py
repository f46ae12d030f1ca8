"""Meetings of units, what they talk about, what they decide, and who reads the minutes."""

from django.db import models
from django.db.models import Q

from primeline.kit.keeping import Keeping
from primeline.privacy.textfields import FreeTextField


class Meeting(models.Model):
    """The morning meeting of a unit on a day: open until its minutes are written."""

    keeping = Keeping.ARCHIVE
    reach_through = None
    on_record = "primeline.staff.queries.of_units_on_record"

    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="+", db_index=False)
    on_date = models.DateField()
    opened_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    finished_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    # What was shown as it was finished: counts, and ids of people, letters and decisions.
    figures = models.JSONField(default=dict)
    # Rises with all that is pinned, decided or taken back.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="meeting_once_a_day", fields=["unit", "on_date"]),
            models.CheckConstraint(
                name="meeting_finished_by_somebody",
                condition=Q(finished_at=None, finished_by=None)
                | Q(finished_at__isnull=False, finished_by__isnull=False),
            ),
        ]

    @property
    def is_finished(self) -> bool:
        """Whether its minutes are written."""
        return self.finished_at is not None


class Pin(models.Model):
    """An account that a meeting talks about: pinned by somebody, or by the rule as it ended.

    What stood beside it then is kept when the meeting is finished.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="pins")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="pins")
    why = FreeTextField(max_length=200, blank=True)
    # Nobody where the rule chose it.
    pinned_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    pinned_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)
    money_cents = models.BigIntegerField(null=True, blank=True)
    late_count = models.PositiveIntegerField(default=0)
    late_since_at = models.DateTimeField(null=True, blank=True)
    next = models.ForeignKey(
        "commitments.Commitment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    next_due_at = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="pin_once_a_meeting",
                fields=["meeting", "customer"],
                condition=Q(is_active=True),
            ),
        ]


class Decision(models.Model):
    """What a meeting has decided; a commitment of its owner holds whether it is done."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"
    is_open_without_account = True

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="decisions")
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    what = FreeTextField(max_length=200)
    owner = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    due_date = models.DateField()
    said_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    said_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)


class Addressee(models.Model):
    """One person is told on their pages that minutes are written, and may read them."""

    keeping = Keeping.WORKING

    meeting = models.ForeignKey("meetings.Meeting", models.CASCADE, related_name="addressees")
    person = models.ForeignKey("staff.Person", models.CASCADE, related_name="+", db_index=False)
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="minutes_tell_once", fields=["person", "meeting"]),
        ]
