"""Requests to see accounts of others, and proposals to hide accounts."""

from django.db import models
from django.db.models import F, Q

from primeline.access.choices import ProposalKind, ProposalStatus, RequestStatus
from primeline.access.values import Wish
from primeline.kit.keeping import Keeping
from primeline.privacy import freetext
from primeline.privacy.textfields import FreeTextField


class AccessRequest(models.Model):
    """Somebody's wish to see one account outside their reach, and what became of it.

    `customer` is empty where the number is nobody's to ask for; the asker is not told.
    """

    keeping = Keeping.ARCHIVE
    # The asker reads their own before they reach the account.
    reach_through = None
    stays_in_merge = ("customer",)
    on_record = "primeline.access.queries.requests_on_record"

    number = models.CharField(max_length=20)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="access_requests"
    )
    requester = models.ForeignKey(
        "staff.Person", models.PROTECT, related_name="access_requests", db_index=False
    )
    reason = FreeTextField(max_length=300, account="customer_id")
    days_count = models.PositiveSmallIntegerField()
    with_contacts = models.BooleanField(default=False)
    # The highest unit at which the asker leads the account's unit: whoever answers sits above it.
    rung = models.CharField(max_length=255, blank=True)
    asked_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=RequestStatus, default=RequestStatus.WAITING)
    decided_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = FreeTextField(max_length=300, blank=True, account="customer_id")
    grant = models.OneToOneField(
        "audit.Grant", models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="access_request_decided_by_somebody_else",
                condition=Q(decided_by=None) | ~Q(decided_by=F("requester")),
            ),
            models.CheckConstraint(
                name="access_request_granted_has_grant",
                condition=~Q(status__in=[RequestStatus.GRANTED, RequestStatus.ENDED])
                | Q(grant__isnull=False),
            ),
            models.CheckConstraint(name="access_request_has_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                name="access_request_waits_once",
                fields=["requester", "number"],
                condition=Q(status=RequestStatus.WAITING),
            ),
        ]
        indexes = [
            models.Index(fields=["requester", "-id"], name="access_request_of"),
            models.Index(
                fields=["lapses_at"],
                name="access_request_waiting",
                condition=Q(status=RequestStatus.WAITING),
            ),
        ]

    @property
    def reason_typed(self) -> str:
        """What was typed, for who asks: an outline would tell that somebody they named is there."""
        return freetext.typed(self.reason)

    @property
    def wish(self) -> Wish:
        """What was asked for."""
        return Wish(
            reason=self.reason, days_count=self.days_count, with_contacts=self.with_contacts
        )


class RestrictionProposal(models.Model):
    """One person's proposal to hide an account or to show it again; another one decides."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"
    stays_in_merge = ("customer",)

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="restriction_proposals"
    )
    kind = models.CharField(max_length=4, choices=ProposalKind)
    cover_name = models.CharField(max_length=40, blank=True)
    # Ids of the people to be cleared.
    people = models.JSONField(default=list)
    reason = FreeTextField(max_length=300, account="customer_id")
    proposed_by = models.ForeignKey(
        "staff.Person", models.PROTECT, related_name="+", db_index=False
    )
    proposed_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=ProposalStatus, default=ProposalStatus.WAITING)
    decided_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = FreeTextField(max_length=300, blank=True, account="customer_id")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="restriction_confirmed_by_somebody_else",
                condition=~Q(status=ProposalStatus.CONFIRMED)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
            models.CheckConstraint(name="restriction_has_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                name="restriction_one_waits",
                fields=["customer"],
                condition=Q(status=ProposalStatus.WAITING),
            ),
        ]
