"""Acts, the history of every archive row, and the seal over both."""

from django.db import models
from django.db.models import F, Q

from primeline.audit.choices import GrantKind, LookBasis, Operation, RefusalKind
from primeline.audit.fields import GrowingId, Image
from primeline.audit.strikes import ShownQuerySet
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

    objects = ShownQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
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

    objects = ShownQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"


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

    objects = ShownQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
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


class Strike(models.Model):
    """A piece of the record that is shown no more: somebody stood there who was erased.

    The record itself stays as it is, and verifies. `table` and `row_id` name the row of the record,
    `path` leads to the text in it, `start` and `end` to the piece; `instead` is shown there.
    """

    keeping = Keeping.ARCHIVE

    table = models.CharField(max_length=64)
    row_id = models.BigIntegerField()
    path = models.JSONField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    instead = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(name="strike_is_of_a_piece", condition=Q(end__gt=F("start"))),
        ]
        indexes = [models.Index(fields=["table", "row_id"], name="strike_of_row")]


class Grant(models.Model):
    """One row that was opened to one person for a time, to be read and nothing else.

    It lies here, below the rooms whose rows it opens, because the walls read it. One that was
    ended early ends then; `subject_kind` and `subject_id` name the request or the work it is for.
    """

    keeping = Keeping.ARCHIVE
    on_record = "primeline.audit.queries.grants_on_record"

    person = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    table = models.CharField(max_length=64)
    row_id = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=GrantKind)
    with_contacts = models.BooleanField(default=False)
    # People there are seen as who is named on the account sees them; so does who stands in.
    in_clear = models.BooleanField(default=False)
    purpose = models.CharField(max_length=300)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    active_from = models.DateTimeField()
    active_to = models.DateTimeField()

    objects = ShownQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                name="grant_never_ends_before_it_starts",
                condition=Q(active_to__gte=F("active_from")),
            ),
            models.CheckConstraint(name="grant_has_purpose", condition=~Q(purpose="")),
            models.CheckConstraint(
                name="grant_in_clear_has_contacts",
                condition=Q(in_clear=False) | Q(with_contacts=True),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "active_to"], name="grant_of_person"),
            models.Index(fields=["table", "row_id"], name="grant_of_row"),
            models.Index(fields=["subject_kind", "subject_id"], name="grant_of_subject"),
        ]


class Look(models.Model):
    """Somebody looked at or took out something worth recording: an unmasking, an export.

    `basis` says by what right, `role` in which role; a look under a grant names the grant.
    """

    keeping = Keeping.ARCHIVE

    act = models.ForeignKey("audit.Act", models.PROTECT, related_name="looks")
    subject_kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    rows_count = models.PositiveIntegerField(default=1)
    basis = models.CharField(max_length=12, choices=LookBasis, blank=True)
    role = models.CharField(max_length=24, blank=True)
    grant = models.ForeignKey(
        "audit.Grant", models.PROTECT, null=True, blank=True, related_name="looks"
    )

    objects = ShownQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="look_at_subject"),
        ]


class RefusedRequest(models.Model):
    """How often somebody was not let in at one page within one hour, and what they asked for last.

    Counted, not listed: whoever asks ten thousand times writes one row. A working row, swept by
    the schedule of how long things are kept; a record for ever of wrong turns would judge people.
    """

    keeping = Keeping.WORKING

    person = models.ForeignKey("staff.Person", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=RefusalKind)
    route = models.CharField(max_length=80)
    hour_at = models.DateTimeField()
    requests_count = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()
    # The address without its query: numbers of accounts and rows, no names of people.
    last_path = models.CharField(max_length=200)
    last_request = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "hour_at", "route", "kind"], name="refused_request_counted_once"
            ),
        ]
        indexes = [models.Index(fields=["hour_at", "id"], name="refused_request_hour")]
