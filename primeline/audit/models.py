"""Acts, the history of every archive row, and the seal over both."""

from django.db import models

from primeline.audit.choices import Operation
from primeline.audit.fields import GrowingId, Image
from primeline.kit.keeping import Keeping


class Epoch(models.Model):
    """A stretch of time in which positions of acts only grow.

    Transaction ids start anew when an archive is restored on another PostgreSQL server, so each
    such restore opens an epoch. `archive` names the archive for good, through all restores.
    """

    keeping = Keeping.ARCHIVE

    number = models.PositiveIntegerField(primary_key=True)
    archive = models.CharField(max_length=32)
    # What PostgreSQL calls its server; empty on SQLite, where positions survive a restore.
    server = models.CharField(max_length=32, blank=True)
    opened_at = models.DateTimeField()


class Act(models.Model):
    """One deed by one actor at one moment, in one transaction."""

    keeping = Keeping.ARCHIVE

    kind = models.CharField(max_length=64)
    actor = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    # Where the act stands in commit order: the transaction id on PostgreSQL, the act's own id on
    # SQLite. The database sets both.
    epoch = models.PositiveIntegerField()
    position = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["epoch", "position"], name="act_position"),
            models.Index(fields=["at", "id"], name="act_at"),
            models.Index(fields=["actor", "at", "id"], name="act_actor"),
        ]


class ActLine(models.Model):
    """What an act did to what, beyond the changes of rows: a nested deed, an import's counts."""

    keeping = Keeping.ARCHIVE

    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=64)
    line = models.JSONField(default=dict)


class HistoryRow(models.Model):
    """A change of one archive row, written by the database itself.

    `before` and `after` hold the whole row by column; a row that was created has no `before`.
    """

    keeping = Keeping.ARCHIVE

    id = GrowingId(primary_key=True)
    # The trigger has seen to it that the act is open; a constraint would look again for each row.
    act = models.ForeignKey(
        "audit.Act",
        models.PROTECT,
        related_name="history",
        db_index=False,
        db_constraint=False,
    )
    table = models.CharField(max_length=64)
    row_id = models.CharField(max_length=64)
    operation = models.CharField(max_length=1, choices=Operation)
    before = Image(null=True)
    after = Image()

    class Meta:
        # The ids stand in them so that nobody walks the whole table for the latest or first row.
        indexes = [
            models.Index(fields=["table", "row_id", "id"], name="history_of_row"),
            models.Index(fields=["act", "id"], name="history_of_act"),
        ]


class Seal(models.Model):
    """One link of the chain: a hash over a stretch of acts and all they did.

    It covers the positions after `from_position` up to and with `to_position` of its epoch.
    """

    keeping = Keeping.ARCHIVE

    epoch = models.PositiveIntegerField()
    from_position = models.BigIntegerField()
    to_position = models.BigIntegerField()
    acts_count = models.PositiveIntegerField()
    rows_count = models.PositiveIntegerField()
    # Unique, so that two sealers can never fork the chain, whatever their locks do.
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()


class Look(models.Model):
    """Somebody looked at or took out something worth recording: an unmasking, an export."""

    keeping = Keeping.ARCHIVE

    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="looks")
    subject_kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    rows_count = models.PositiveIntegerField(default=1)
