"""What happened to an account, what lies with its papers, and how people look at the list."""

from urllib.parse import parse_qsl, urlencode

from django.db import models
from django.db.models import Q

from primeline.customers.choices import AttachedTo, AttachmentKind, timeline_kinds
from primeline.kit.keeping import Keeping
from primeline.privacy.choices import PersonalKind
from primeline.privacy.fields import EncryptedField, SubjectField, sealed_if_owned
from primeline.privacy.textfields import OpenTextField, WordsField


class TimelineLine(models.Model):
    """One thing that happened to an account, told on its timeline.

    `words` are the values that the sentence for this kind is filled with.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="timeline", db_index=False
    )
    kind = models.CharField(max_length=24, choices=timeline_kinds)
    happened_at = models.DateTimeField()
    subject_kind = models.CharField(max_length=32, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    words = WordsField(default=dict)
    by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-happened_at", "-id"], name="timeline_of_customer"),
            models.Index(
                fields=["customer", "kind", "-happened_at", "-id"], name="timeline_of_kind"
            ),
        ]


class Attachment(models.Model):
    """A file on the papers of an account, or of a row of a room above. Withdrawn ones stay."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="attachments", db_index=False
    )
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=12, choices=AttachmentKind)
    # Whose it is, if it is a person's: then name, note and content are sealed for them.
    subject = SubjectField(null=True)
    name = EncryptedField(kind=PersonalKind.NOTE, is_mixed=True)
    note = EncryptedField(kind=PersonalKind.NOTE, is_mixed=True, blank=True)
    subject_kind = models.CharField(max_length=12, choices=AttachedTo, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    attached_at = models.DateTimeField()
    attached_by = models.ForeignKey("staff.Person", models.PROTECT, null=True, related_name="+")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            *sealed_if_owned("attachment", "name", "note"),
            models.CheckConstraint(
                name="attachment_subject_is_whole",
                condition=Q(subject_kind="") ^ Q(subject_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "subject_kind", "subject_id"], name="attachment_of"),
        ]


class SavedView(models.Model):
    """A filter and a choice of columns that a person keeps for a list."""

    keeping = Keeping.WORKING

    person = models.ForeignKey("staff.Person", models.PROTECT, related_name="saved_views")
    page = models.CharField(max_length=40)
    name = OpenTextField(max_length=40)
    # Readable, as `readable_query` makes it: whoever it names can be found in it.
    query = OpenTextField(max_length=2000, blank=True)
    columns = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="saved_view_name_once", fields=["person", "page", "name"]),
        ]

    @property
    def query_string(self) -> str:
        """The filter as the address of its list holds it."""
        return urlencode(parse_qsl(self.query))


class ListLook(models.Model):
    """When a person last opened a list, and when they had last done so before they sat down."""

    keeping = Keeping.WORKING

    person = models.ForeignKey(
        "staff.Person", models.CASCADE, related_name="list_looks", db_index=False
    )
    page = models.CharField(max_length=40)
    looked_at = models.DateTimeField()
    # Empty at the first sitting.
    before_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="list_look_once", fields=["person", "page"]),
        ]
