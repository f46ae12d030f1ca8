"""Logs of other systems, what was done in each of their cases, and how that fits a drawing."""

from django.db import models
from django.db.models import Q

from primeline.kit.keeping import Keeping
from primeline.replays.choices import ReplayStatus


class EventLog(models.Model):
    """A log that somebody brought: evidence of how work went elsewhere. Nobody owes its cases."""

    keeping = Keeping.ARCHIVE
    reach_through = None

    name = models.CharField(max_length=100)
    file_name = models.CharField(max_length=200)
    file_bytes = models.BigIntegerField()
    file_hash = models.CharField(max_length=64)
    # Under which headings it said what.
    columns = models.JSONField(default=dict)
    activities = models.JSONField(default=list)
    cases_count = models.PositiveIntegerField()
    events_count = models.PositiveIntegerField()
    resources_count = models.PositiveIntegerField()
    left_out_count = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    brought_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    brought_at = models.DateTimeField()
    # Its cases are not kept any more; what replays found stays.
    dropped_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="log_on_file_once", fields=["file_hash"], condition=Q(dropped_at=None)
            ),
        ]


class LogCase(models.Model):
    """A case of a log: what was done, when, and by the how-manieth, without names of people."""

    keeping = Keeping.WORKING

    log = models.ForeignKey(
        "replays.EventLog", models.PROTECT, related_name="cases", db_index=False
    )
    name = models.CharField(max_length=200)
    # Number of the activity, milliseconds since 1970, number of the resource; in order of time.
    events = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(name="log_case_once", fields=["log", "name"])]


class Replay(models.Model):
    """A log replayed on a version of a process: which activity is which step, what was found."""

    keeping = Keeping.ARCHIVE
    reach_through = None

    log = models.ForeignKey("replays.EventLog", models.PROTECT, related_name="replays")
    edition = models.ForeignKey("processes.Edition", models.PROTECT, related_name="replays")
    # Activities, each with its node; empty where nothing on the drawing stands for it.
    mapping = models.JSONField(default=dict)
    status = models.CharField(max_length=7, choices=ReplayStatus, default=ReplayStatus.WAITING)
    asked_by = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    job_id = models.BigIntegerField(null=True, blank=True)
    findings = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="replay_done_when_it_ended",
                condition=Q(status=ReplayStatus.WAITING, done_at=None)
                | Q(status=ReplayStatus.DONE, done_at__isnull=False),
            ),
        ]


class ReplayVariant(models.Model):
    """Cases of a log in which the same was done in the same order, and how that fits."""

    keeping = Keeping.WORKING

    replay = models.ForeignKey(
        "replays.Replay", models.PROTECT, related_name="variants", db_index=False
    )
    number = models.PositiveIntegerField()
    cases_count = models.PositiveIntegerField()
    activities = models.JSONField(default=list)
    produced = models.PositiveIntegerField()
    consumed = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    remaining = models.PositiveIntegerField()
    fitness = models.FloatField()
    median_seconds = models.BigIntegerField()
    # [kind, node, how often]
    deviations = models.JSONField(default=list)
    # The same to be looked for: |KIND:node|KIND:node|
    marks = models.TextField(blank=True)
    examples = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="variant_number_once", fields=["replay", "number"])
        ]
