"""What customers have of our lines of business, with circuits, and what it costs."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from primeline.customers.choices import PaymentMode
from primeline.kit.keeping import Keeping
from primeline.privacy.choices import PersonalKind
from primeline.privacy.fields import OF_ACCOUNT, EncryptedField
from primeline.privacy.textfields import FreeTextField, NamelessField
from primeline.products.choices import (
    AccessKind,
    AssuranceLevel,
    Distance,
    ReplacementKind,
    SubscriptionStatus,
)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Words about subscriptions."""

    def held(self) -> "SubscriptionQuerySet":
        """Return those that the customer has now: in force or suspended."""
        return self.filter(
            status__in=[
                SubscriptionStatus.ACTIVE,
                SubscriptionStatus.SUSPENDED,
                SubscriptionStatus.PENDING_TERMINATE,
            ]
        )


class Subscription(models.Model):
    """Something a customer has of one line of business (TMF637 Product), with its circuit.

    `replaces` names the subscription whose place this one took within 60 days for the same
    purpose; such a pair is netted out of lost and gained and shown as such.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"
    stays_in_merge = ("came_from",)

    number = models.CharField(max_length=24, unique=True)
    external_id = models.CharField(max_length=64, null=True, blank=True, unique=True)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="subscriptions", db_index=False
    )
    # The account it was opened at, where that one was merged into this one later: whether it counts
    # as a key account's in the months before is told by that one's level.
    came_from = models.ForeignKey(
        "customers.Customer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    line = models.ForeignKey(
        "products.LineOfBusiness", models.PROTECT, related_name="subscriptions", db_index=False
    )
    agreement = models.ForeignKey(
        "products.Agreement", models.PROTECT, null=True, blank=True, related_name="subscriptions"
    )
    # Where at the customer it ends.
    site = models.ForeignKey(
        "customers.Site", models.PROTECT, null=True, blank=True, related_name="subscriptions"
    )
    status = models.CharField(
        max_length=17, choices=SubscriptionStatus, default=SubscriptionStatus.ACTIVE
    )
    payment_mode = models.CharField(max_length=8, choices=PaymentMode, default=PaymentMode.POSTPAID)
    label = FreeTextField(max_length=100, blank=True)
    circuit_number = models.CharField(max_length=40, blank=True)
    a_end = EncryptedField(kind=PersonalKind.ADDRESS, is_mixed=True, subject=OF_ACCOUNT, blank=True)
    z_end = EncryptedField(kind=PersonalKind.ADDRESS, is_mixed=True, subject=OF_ACCOUNT, blank=True)
    # Who serves an end: where that is another unit than the account's, it sees that line and end.
    a_end_unit = models.ForeignKey(
        "staff.Unit", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    z_end_unit = models.ForeignKey(
        "staff.Unit", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    distance = models.CharField(max_length=14, choices=Distance, blank=True)
    bandwidth_mbps = models.PositiveIntegerField(null=True, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    ip_addresses = models.CharField(max_length=200, blank=True)
    access_kind = models.CharField(max_length=10, choices=AccessKind, blank=True)
    access_operator = NamelessField(max_length=64, blank=True)
    access_number = models.CharField(max_length=40, blank=True)
    access_fault_phone = models.CharField(max_length=32, blank=True)
    fee_cents = models.BigIntegerField()
    assurance = models.CharField(
        max_length=6, choices=AssuranceLevel, default=AssuranceLevel.NORMAL
    )
    opened_date = models.DateField()
    terminated_date = models.DateField(null=True, blank=True)
    # The reason as recorded on the day, and as a second call within ten working days found it.
    reason_recorded = models.ForeignKey(
        "products.TerminationReason",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recorded_for",
    )
    reason_verified = models.ForeignKey(
        "products.TerminationReason",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="verified_for",
    )
    reason_verified_date = models.DateField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    replacement_kind = models.CharField(max_length=8, choices=ReplacementKind, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[SubscriptionQuerySet] = SubscriptionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="subscription_terminated_has_date",
                condition=Q(status=SubscriptionStatus.TERMINATED, terminated_date__isnull=False)
                | (~Q(status=SubscriptionStatus.TERMINATED) & Q(terminated_date=None)),
            ),
            models.CheckConstraint(
                name="subscription_ends_after_it_opens",
                condition=Q(terminated_date=None) | Q(terminated_date__gte=F("opened_date")),
            ),
            models.CheckConstraint(
                name="subscription_replacement_has_kind",
                condition=Q(replaces=None, replacement_kind="")
                | (Q(replaces__isnull=False) & ~Q(replacement_kind="")),
            ),
            models.CheckConstraint(
                name="subscription_fee_is_not_negative", condition=Q(fee_cents__gte=0)
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "status"], name="subscription_customer"),
            models.Index(fields=["opened_date", "line"], name="subscription_opened"),
            models.Index(
                fields=["terminated_date", "line"],
                name="subscription_terminated",
                condition=Q(terminated_date__isnull=False),
            ),
            models.Index(
                fields=["circuit_number"],
                name="subscription_circuit",
                condition=~Q(circuit_number=""),
            ),
            models.Index(
                fields=["a_end_unit"],
                name="subscription_a_end_unit",
                condition=Q(a_end_unit__isnull=False),
            ),
            models.Index(
                fields=["z_end_unit"],
                name="subscription_z_end_unit",
                condition=Q(z_end_unit__isnull=False),
            ),
        ]


class FeeChange(models.Model):
    """A change of a subscription's monthly fee, so that price cuts count as fees lost."""

    keeping = Keeping.ARCHIVE
    reach_through = "subscription__customer"

    subscription = models.ForeignKey(
        "products.Subscription", models.PROTECT, related_name="fee_changes"
    )
    changed_date = models.DateField(db_index=True)
    old_fee_cents = models.BigIntegerField()
    new_fee_cents = models.BigIntegerField()
    why = FreeTextField(max_length=300, blank=True)
