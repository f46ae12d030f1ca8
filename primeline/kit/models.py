"""Rows that every room may need: number series, events on their way, jobs, installation facts."""

from django.db import models
from django.db.models import Q

from primeline.kit.keeping import Keeping


class NumberSeries(models.Model):
    """How far a series of human-readable numbers has got."""

    keeping = Keeping.WORKING

    name = models.CharField(max_length=32, primary_key=True)
    latest = models.PositiveBigIntegerField(default=0)


class InstallationFact(models.Model):
    """One fact about this installation, for example that its data are an example."""

    keeping = Keeping.WORKING

    name = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()


class EventRow(models.Model):
    """A fact that was published, until every listener has heard it."""

    keeping = Keeping.WORKING

    name = models.CharField(max_length=100)
    payload = models.JSONField()
    happened_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)
    attempts_count = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="event_unheard", condition=Q(heard_at=None)
            ),
        ]


class JobRow(models.Model):
    """Work to be done outside a request: leased, tried again with back-off, crash-safe."""

    keeping = Keeping.WORKING

    kind = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    unique_key = models.CharField(max_length=200, null=True, blank=True, unique=True)
    enqueued_at = models.DateTimeField()
    run_after = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    leased_by = models.CharField(max_length=64, blank=True)
    attempts_count = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    progress = models.JSONField(default=dict)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["run_after"],
                name="job_waiting",
                condition=Q(done_at=None, failed_at=None),
            ),
        ]
