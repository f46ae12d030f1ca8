"""Papers that life events ask for, checklists of them at accounts, and who keeps the archive."""

from django.db import models
from django.db.models import Q

from primeline.kit.keeping import Keeping
from primeline.kit.reference import ReferenceRow
from primeline.papers.choices import EntryState, LifeEvent
from primeline.privacy.textfields import FreeTextField


class RequiredPaper(ReferenceRow):
    """A paper that a life event asks for, of every line of business or of one. Reference data."""

    reach_through = None

    event = models.CharField(max_length=7, choices=LifeEvent)
    line = models.ForeignKey(
        "products.LineOfBusiness", models.PROTECT, null=True, blank=True, related_name="+"
    )


class Checklist(models.Model):
    """The papers that one life event of an account asks for."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="checklists")
    event = models.CharField(max_length=7, choices=LifeEvent)
    line = models.ForeignKey(
        "products.LineOfBusiness", models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("staff.Person", models.PROTECT, null=True, related_name="+")
    # What it was opened for by itself, say "subscription:17"; empty where somebody opened it.
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="checklist_once_for_a_source",
                fields=["source", "event"],
                condition=~Q(source=""),
            ),
        ]


def owed(prefix: str = "") -> Q:
    """Return what finds owed papers: one that never came, or whose file was withdrawn."""
    return Q(**{f"{prefix}state": EntryState.MISSING}) | Q(
        **{f"{prefix}attachment__is_active": False}
    )


class ChecklistEntry(models.Model):
    """One paper of a checklist: missing, on file with its attachment, or waived because."""

    keeping = Keeping.ARCHIVE
    reach_through = "checklist__customer"

    checklist = models.ForeignKey("papers.Checklist", models.PROTECT, related_name="entries")
    required_paper = models.ForeignKey(
        "papers.RequiredPaper", models.PROTECT, related_name="entries"
    )
    state = models.CharField(max_length=7, choices=EntryState, default=EntryState.MISSING)
    attachment = models.ForeignKey(
        "customers.Attachment", models.PROTECT, null=True, blank=True, related_name="+"
    )
    waived_because = FreeTextField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("staff.Person", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="checklistentry_once", fields=["checklist", "required_paper"]
            ),
            models.CheckConstraint(
                name="checklistentry_says_why",
                condition=Q(
                    state=EntryState.MISSING, attachment=None, waived_because="", settled_at=None
                )
                | Q(
                    state=EntryState.ON_FILE,
                    attachment__isnull=False,
                    waived_because="",
                    settled_at__isnull=False,
                )
                | (
                    Q(state=EntryState.WAIVED, attachment=None, settled_at__isnull=False)
                    & ~Q(waived_because="")
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["checklist"],
                name="checklistentry_missing",
                condition=Q(state=EntryState.MISSING),
            ),
        ]

    @property
    def is_withdrawn(self) -> bool:
        """Whether the file that was this paper has been withdrawn."""
        return self.attachment is not None and not self.attachment.is_active

    @property
    def is_owed(self) -> bool:
        """Whether the paper is owed, as `owed` asks the database."""
        return self.state == EntryState.MISSING or self.is_withdrawn


class Custodian(models.Model):
    """Who keeps the archive of a unit, from when to when; one at a time."""

    keeping = Keeping.ARCHIVE
    reach_through = None
    on_record = "primeline.staff.queries.of_units_on_record"

    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="custodians")
    person = models.ForeignKey("staff.Person", models.PROTECT, related_name="+")
    active_from = models.DateTimeField()
    active_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="custodian_one_at_a_time", fields=["unit"], condition=Q(active_to=None)
            ),
        ]
