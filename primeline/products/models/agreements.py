"""Contracts with customers."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from primeline.kit.keeping import Keeping
from primeline.privacy.textfields import FreeTextField, KeptWordsField
from primeline.products.choices import (
    AgreementStatus,
    MatchedBy,
    MilestoneKind,
    PartyRole,
    RenewalKind,
)


class Agreement(models.Model):
    """A contract with a customer (TMF651 Agreement), as its latest edition has it.

    What earlier editions said is kept in `AgreementEdition`.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="agreements")
    number = models.CharField(max_length=40, unique=True)
    name = FreeTextField(max_length=200, blank=True)
    signed_date = models.DateField(null=True, blank=True)
    starts_date = models.DateField()
    ends_date = models.DateField(null=True, blank=True)
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    # A framework contract of a group; call-off orders of its subsidiaries point to it.
    is_framework = models.BooleanField(default=False, db_default=False)
    framework = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="call_offs"
    )
    value_cents = models.BigIntegerField(default=0)
    # What was agreed, in words, as far as it is not in the other fields.
    clauses = FreeTextField(blank=True)
    renewal_kind = models.CharField(max_length=9, choices=RenewalKind, default=RenewalKind.NONE)
    # The day on which it goes on for another term, if it does.
    renewal_date = models.DateField(null=True, blank=True)
    renewal_months = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # The last day on which notice keeps it from renewing by itself.
    notice_date = models.DateField(null=True, blank=True)
    signing_unit = models.ForeignKey(
        "staff.Unit", models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    filed_date = models.DateField(null=True, blank=True)
    filed_by = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The day of the amendment for which it is to be filed again; None if it never was filed.
    refile_from_date = models.DateField(null=True, blank=True)
    edition = models.PositiveSmallIntegerField(default=1)
    sales_representative = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    status = models.CharField(
        max_length=12, choices=AgreementStatus, default=AgreementStatus.ACTIVE
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreement_ends_after_it_starts",
                condition=Q(ends_date=None) | Q(ends_date__gte=F("starts_date")),
            ),
            models.CheckConstraint(
                name="agreement_renewal_is_whole",
                condition=Q(
                    renewal_kind=RenewalKind.NONE,
                    renewal_date=None,
                    renewal_months=None,
                    notice_days=None,
                    notice_date=None,
                )
                | Q(
                    renewal_kind=RenewalKind.BY_HAND,
                    renewal_date__isnull=False,
                    renewal_months=None,
                    notice_days=None,
                    notice_date=None,
                )
                | Q(
                    renewal_kind=RenewalKind.BY_ITSELF,
                    renewal_date__isnull=False,
                    renewal_months__gt=0,
                    notice_days__isnull=False,
                    notice_date__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="agreement_framework_calls_nothing_off",
                condition=Q(is_framework=False) | Q(framework=None),
            ),
        ]
        indexes = [
            models.Index(fields=["customer"], name="agreement_customer"),
            models.Index(fields=["ends_date"], name="agreement_ends"),
            models.Index(
                fields=["signed_date"],
                name="agreement_unfiled",
                condition=Q(filed_date=None, status=AgreementStatus.ACTIVE),
            ),
            models.Index(
                fields=["renewal_date"],
                name="agreement_renews",
                condition=Q(renewal_kind=RenewalKind.BY_ITSELF, status=AgreementStatus.ACTIVE),
            ),
            models.Index(
                fields=["notice_date"],
                name="agreement_notice",
                condition=Q(renewal_kind=RenewalKind.BY_ITSELF, status=AgreementStatus.ACTIVE),
            ),
        ]

    @property
    def to_file_from(self) -> date | None:
        """The day from which the time to file it counts, if anybody knows it."""
        return self.refile_from_date or self.signed_date


class AgreementEdition(models.Model):
    """What a contract said before an amendment took its place."""

    keeping = Keeping.ARCHIVE
    reach_through = "agreement__customer"

    agreement = models.ForeignKey(
        "products.Agreement", models.PROTECT, related_name="former_editions"
    )
    edition = models.PositiveSmallIntegerField()
    # The fields of `AgreementTerms` as they stood.
    terms = KeptWordsField()
    superseded_date = models.DateField()
    superseded_at = models.DateTimeField()
    superseded_by = models.ForeignKey("staff.Person", models.PROTECT, null=True, related_name="+")
    why = FreeTextField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="agreement_edition_once", fields=["agreement", "edition"]),
        ]


class AgreementParty(models.Model):
    """Somebody beside the account and us who takes part in a contract: by name or as an account."""

    keeping = Keeping.ARCHIVE
    reach_through = "agreement__customer"

    agreement = models.ForeignKey("products.Agreement", models.PROTECT, related_name="parties")
    role = models.CharField(max_length=9, choices=PartyRole)
    name = FreeTextField(max_length=200, blank=True)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreementparty_has_one_name",
                condition=Q(name="") ^ Q(customer=None),
            ),
        ]


class Milestone(models.Model):
    """Something that a contract says will be accepted or paid by a day."""

    keeping = Keeping.ARCHIVE
    reach_through = "agreement__customer"

    agreement = models.ForeignKey("products.Agreement", models.PROTECT, related_name="milestones")
    kind = models.CharField(max_length=10, choices=MilestoneKind)
    name = FreeTextField(max_length=100)
    due_date = models.DateField()
    amount_cents = models.BigIntegerField(default=0)
    done_date = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey("staff.Person", models.PROTECT, null=True, related_name="+")
    proof = FreeTextField(max_length=200, blank=True)
    attachment = models.ForeignKey(
        "customers.Attachment", models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="milestone_payment_has_amount",
                condition=Q(kind=MilestoneKind.PAYMENT, amount_cents__gt=0)
                | Q(kind=MilestoneKind.ACCEPTANCE, amount_cents=0),
            ),
            models.CheckConstraint(
                name="milestone_done_is_proved",
                condition=Q(done_date=None) | ~Q(proof="") | Q(attachment__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_date"],
                name="milestone_open",
                condition=Q(done_date=None, is_active=True),
            ),
        ]


class PaymentMatch(models.Model):
    """That a payment is the one a milestone waited for, until somebody takes it back."""

    keeping = Keeping.ARCHIVE
    reach_through = "milestone__agreement__customer"

    milestone = models.ForeignKey("products.Milestone", models.PROTECT, related_name="matches")
    payment = models.ForeignKey("customers.Payment", models.PROTECT, related_name="matches")
    how = models.CharField(max_length=4, choices=MatchedBy)
    matched_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    why_undone = FreeTextField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="match_once_a_milestone", fields=["milestone"], condition=Q(undone_at=None)
            ),
            models.UniqueConstraint(
                name="match_once_a_payment", fields=["payment"], condition=Q(undone_at=None)
            ),
        ]
