"""Days that differ, years that are published, and when units work."""

from django.db import models
from django.db.models import F, Q

from primeline.hours.choices import DayKind
from primeline.kit.keeping import Keeping
from primeline.kit.words import in_language


class CalendarDay(models.Model):
    """A day that differs from its day of the week, by publication or by hand."""

    keeping = Keeping.ARCHIVE
    reach_through = None

    day_date = models.DateField(unique=True)
    kind = models.CharField(max_length=8, choices=DayKind)
    name_zh = models.CharField(max_length=64, blank=True)
    name_en = models.CharField(max_length=64, blank=True)
    # Where we have it from: the libraries we ship with, a notice, or somebody's word.
    source = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="calendarday_has_a_name",
                condition=Q(kind=DayKind.ORDINARY) | ~Q(name_zh=""),
            ),
        ]

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(zh=self.name_zh, en=self.name_en)


class PublishedYear(models.Model):
    """A year whose days are known for good."""

    keeping = Keeping.ARCHIVE
    reach_through = None

    year = models.PositiveSmallIntegerField(unique=True)
    source = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )


class UnitHours(models.Model):
    """When a unit works, from a day on. One that ends on the day it starts never took effect."""

    keeping = Keeping.ARCHIVE
    reach_through = None
    on_record = "primeline.staff.queries.of_units_on_record"

    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="hours")
    zone = models.CharField(max_length=64)
    keeps_public_days = models.BooleanField(default=True)
    # Minutes of the local day: {"days": [[[510, 720], …], …], "on_holidays": …, …}.
    week = models.JSONField()
    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="unithours_never_end_before_they_start",
                condition=Q(active_to=None) | Q(active_to__gte=F("active_from")),
            ),
            models.UniqueConstraint(
                name="unithours_once_at_a_time", fields=["unit"], condition=Q(active_to=None)
            ),
        ]
