"""Where bills go, what was billed and what was paid."""

from django.db import models
from django.db.models import Q

from primeline.customers.choices import BillStatus, PaymentMethod, PaymentMode, PaymentStatus
from primeline.kit.keeping import Keeping
from primeline.privacy.choices import PersonalKind
from primeline.privacy.fields import OF_ACCOUNT, EncryptedField


class BillingAccount(models.Model):
    """An account that bills are written to (TMF666 BillingAccount)."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="billing_accounts"
    )
    number = models.CharField(max_length=32, unique=True)
    payment_mode = models.CharField(max_length=8, choices=PaymentMode)
    pays_every_months = models.PositiveSmallIntegerField(default=1)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)


class Bill(models.Model):
    """The head of one month's bill (TMF678 CustomerBill).

    `charges` holds cents by code of the line of business; they add up to `amount_cents`.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="bills", db_index=False
    )
    bill_month = models.DateField()
    amount_cents = models.BigIntegerField()
    charges = models.JSONField(default=dict)
    due_date = models.DateField()
    settled_date = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=BillStatus, default=BillStatus.SENT)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="bill_once_a_month", fields=["customer", "bill_month"]),
        ]
        indexes = [
            models.Index(
                fields=["due_date", "customer"],
                name="bill_unpaid",
                condition=Q(settled_date__isnull=True),
            ),
        ]


class Payment(models.Model):
    """Money that an account has paid (TMF676 Payment).

    `bill_month` names the bill that it was paid for, where the paying system tells.
    """

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="payments", db_index=False
    )
    # The number under which the paying system knows it; imports find it again by this.
    external_id = models.CharField(max_length=64, null=True, blank=True, unique=True)
    paid_date = models.DateField()
    amount_cents = models.BigIntegerField()
    bill_month = models.DateField(null=True, blank=True)
    method = models.CharField(max_length=8, choices=PaymentMethod, default=PaymentMethod.TRANSFER)
    status = models.CharField(max_length=9, choices=PaymentStatus, default=PaymentStatus.DONE)
    # Of an individual's, who paid is mostly they themselves.
    payer = EncryptedField(kind=PersonalKind.NAME, is_mixed=True, subject=OF_ACCOUNT, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-paid_date", "-id"], name="payment_customer"),
        ]
