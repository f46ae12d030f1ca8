"""Batches, the files they came from, what was found in them, and mappings that are kept."""

from django.db import models

from primeline.imports.choices import BatchStatus, Extent, RowState, Target
from primeline.kit.keeping import Keeping


class Batch(models.Model):
    """One file that somebody imported, with how it was read and what it did."""

    keeping = Keeping.ARCHIVE
    on_record = "primeline.imports.queries.batches_on_record"

    target = models.CharField(max_length=16, choices=Target)
    status = models.CharField(max_length=12, choices=BatchStatus, default=BatchStatus.UPLOADED)
    file_name = models.CharField(max_length=200)
    file_bytes = models.BigIntegerField()
    file_hash = models.CharField(max_length=64)
    sheet = models.CharField(max_length=100, blank=True)
    headings = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    # The unit whose accounts these are unless a row says otherwise, as chosen by the importer.
    unit = models.ForeignKey(
        "staff.Unit", models.PROTECT, null=True, blank=True, related_name="import_batches"
    )
    uploaded_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="import_batches"
    )
    by_name = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    committed_at = models.DateTimeField(null=True, blank=True)
    extent = models.CharField(max_length=8, choices=Extent, blank=True)
    # How many rows were new, changed, unchanged and in error, and how many facts they made.
    tally = models.JSONField(default=dict)
    # The same of what has been written so far, and the job that works on the batch.
    written = models.JSONField(default=dict)
    job_id = models.BigIntegerField(null=True, blank=True)
    # Rows up to this number are written; a run that was broken off goes on behind it.
    written_through = models.PositiveIntegerField(default=0)
    # What came of taking the batch back, by kind of row, and the last act that was reversed.
    undone_at = models.DateTimeField(null=True, blank=True)
    undone = models.JSONField(default=dict)
    undone_through = models.BigIntegerField(null=True, blank=True)
    trouble = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["-uploaded_at"], name="batch_latest"),
            models.Index(fields=["file_hash"], name="batch_file"),
        ]


class BatchFile(models.Model):
    """The file of a batch, packed, until the batch is done with."""

    keeping = Keeping.WORKING

    batch = models.OneToOneField(
        "imports.Batch", models.CASCADE, primary_key=True, related_name="file"
    )
    content = models.BinaryField()
    # The first rows, and the words of columns that have few: what mapping needs to show.
    samples = models.JSONField(default=dict)


class BatchRow(models.Model):
    """A row of a batch that is worth showing: in error, or one of the first of its state."""

    keeping = Keeping.WORKING

    batch = models.ForeignKey("imports.Batch", models.CASCADE, related_name="rows", db_index=False)
    row_number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RowState)
    cells = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="batch_row_once", fields=["batch", "state", "row_number"]),
        ]


class SavedMapping(models.Model):
    """A mapping that is used again for files with the same headings."""

    keeping = Keeping.WORKING

    name = models.CharField(max_length=100)
    target = models.CharField(max_length=16, choices=Target)
    layout = models.CharField(max_length=64, db_index=True)
    headings = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    person = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="saved_mappings"
    )
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="saved_mapping_name_once", fields=["person", "target", "name"]
            ),
        ]
