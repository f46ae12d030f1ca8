"""Contracts with customers."""

from django.db import models
from django.db.models import F, Q

from primeline.kit.keeping import Keeping
from primeline.products.choices import AgreementStatus


class Agreement(models.Model):
    """A contract with a customer (TMF651 Agreement)."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="agreements")
    number = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200, blank=True)
    signed_date = models.DateField(null=True, blank=True)
    starts_date = models.DateField()
    ends_date = models.DateField(null=True, blank=True)
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    value_cents = models.BigIntegerField(default=0)
    filed_date = models.DateField(null=True, blank=True)
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
        ]
        indexes = [
            models.Index(fields=["customer"], name="agreement_customer"),
            models.Index(fields=["ends_date"], name="agreement_ends"),
        ]
