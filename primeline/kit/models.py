"""Rows that every room may need: number series, events on their way, jobs, installation facts."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from primeline.kit.keeping import Keeping

# Leases are given for a minute; what ends later than this was given by a clock that ran ahead.
LONGEST_LEASE = timedelta(minutes=5)


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


class EventRowQuerySet(models.QuerySet["EventRow"]):
    """Words about events on their way."""

    def waiting(self) -> "EventRowQuerySet":
        """Return those that somebody has still to hear and that were not given up."""
        return self.filter(heard_at=None, parked_at=None)

    def due(self, at: datetime) -> "EventRowQuerySet":
        """Return those to be handed over now: none that has an earlier one before it."""
        before = EventRow.objects.waiting().filter(stream=OuterRef("stream"), pk__lt=OuterRef("pk"))
        is_free = Q(stream="") | ~Exists(before)
        # What was never tried is due, also if the clock was put back since it was published.
        is_due = Q(next_attempt_at__lte=at) | Q(attempts_count=0)
        return self.waiting().filter(is_free, is_due)


class EventRow(models.Model):
    """A fact that was published, until every listener has heard it.

    One that failed too often is parked: it is out of the way until a person has looked.
    """

    keeping = Keeping.WORKING

    name = models.CharField(max_length=100)
    stream = models.CharField(max_length=100, blank=True)
    payload = models.JSONField()
    happened_at = models.DateTimeField()
    heard_by = models.JSONField(default=list)
    heard_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    attempts_count = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.TextField(blank=True)

    objects: ClassVar[EventRowQuerySet] = EventRowQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="event_waiting",
                condition=Q(heard_at=None, parked_at=None),
            ),
            models.Index(
                fields=["stream", "id"],
                name="event_stream",
                condition=Q(heard_at=None, parked_at=None) & ~Q(stream=""),
            ),
            models.Index(
                fields=["heard_at"], name="event_heard", condition=Q(heard_at__isnull=False)
            ),
        ]


class JobRowQuerySet(models.QuerySet["JobRow"]):
    """Words about work to be done."""

    def unfinished(self) -> "JobRowQuerySet":
        """Return what was neither done nor given up."""
        return self.filter(done_at=None, failed_at=None)

    def claimable(self, at: datetime) -> "JobRowQuerySet":
        """Return what a worker may take up now: due, and held by no worker that is alive."""
        return self._free(at).filter(run_after__lte=at)

    def claimable_ahead(self, at: datetime) -> "JobRowQuerySet":
        """Return what was to be done at once by a clock that was put back since.

        Nothing waits until the clock has caught up. Asked for by itself: put together by `or`,
        all that waits for a later day would be read.
        """
        return self._free(at).filter(run_after__gt=at, run_after=F("enqueued_at"))

    def _free(self, at: datetime) -> "JobRowQuerySet":
        # A lease that is longer than any was given by a clock that was ahead: it is nobody's.
        is_held = Q(leased_until__gte=at, leased_until__lte=at + LONGEST_LEASE)
        return self.unfinished().filter(Q(leased_until=None) | ~is_held)


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

    objects: ClassVar[JobRowQuerySet] = JobRowQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                fields=["run_after"],
                name="job_waiting",
                condition=Q(done_at=None, failed_at=None),
            ),
            models.Index(
                fields=["run_after"],
                name="job_at_once",
                condition=Q(done_at=None, failed_at=None, run_after=F("enqueued_at")),
            ),
            models.Index(fields=["done_at"], name="job_done", condition=Q(done_at__isnull=False)),
        ]


class WorkerRow(models.Model):
    """A worker process that was seen lately."""

    keeping = Keeping.WORKING

    name = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()


class Submission(models.Model):
    """A form that was sent, and what its deed answered."""

    keeping = Keeping.WORKING

    key = models.CharField(max_length=64, primary_key=True)
    answer = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(db_index=True)
