"""What customers have from others, and what stands at them."""

from django.db import models
from django.db.models import F, Q

from primeline.kit.keeping import Keeping
from primeline.privacy.choices import PersonalKind
from primeline.privacy.fields import OF_ACCOUNT, EncryptedField
from primeline.privacy.textfields import FreeTextField, NamelessField
from primeline.products.choices import (
    EquipmentExit,
    EquipmentKind,
    EquipmentOwner,
    KnowledgeSource,
    OutsideOutcome,
)


class OutsideService(models.Model):
    """A service that an account has from another operator (异网), as far as we know."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="outside_services"
    )
    operator = NamelessField(max_length=64)
    line = models.ForeignKey("products.LineOfBusiness", models.PROTECT, related_name="+")
    # Files find the row by it every month, so nobody can be sealed in it.
    what = FreeTextField(account=None, max_length=100, blank=True)
    # What it costs a month lies somewhere between these.
    from_cents = models.BigIntegerField()
    to_cents = models.BigIntegerField()
    ends_date = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=8, choices=KnowledgeSource)
    source_note = FreeTextField(max_length=200, blank=True)
    learned_date = models.DateField()
    outcome = models.CharField(max_length=8, choices=OutsideOutcome, blank=True)
    over_date = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="outsideservice_band_is_one",
                condition=Q(from_cents__gte=0, to_cents__gte=F("from_cents")),
            ),
            models.CheckConstraint(
                name="outsideservice_over_has_outcome",
                condition=Q(outcome="", over_date=None)
                | (~Q(outcome="") & Q(over_date__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_date"],
                name="outsideservice_ends",
                condition=Q(over_date=None, ends_date__isnull=False),
            ),
        ]


class Equipment(models.Model):
    """A device that stands, or stood, at an account (TMF639 Resource)."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="equipment")
    subscription = models.ForeignKey(
        "products.Subscription", models.PROTECT, null=True, blank=True, related_name="equipment"
    )
    serial = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=EquipmentKind)
    make = NamelessField(max_length=100, blank=True)
    owner = models.CharField(max_length=8, choices=EquipmentOwner)
    place = EncryptedField(kind=PersonalKind.ADDRESS, is_mixed=True, subject=OF_ACCOUNT)
    installed_date = models.DateField()
    warranty_date = models.DateField(null=True, blank=True)
    gone_date = models.DateField(null=True, blank=True)
    gone_how = models.CharField(max_length=9, choices=EquipmentExit, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="equipment_stands_at_one_place",
                fields=["serial"],
                condition=Q(gone_date=None),
            ),
            models.CheckConstraint(
                name="equipment_gone_is_whole",
                condition=Q(gone_date=None, gone_how="")
                | (Q(gone_date__isnull=False) & ~Q(gone_how="")),
            ),
        ]


class Spare(models.Model):
    """A device of ours that lies in stock in a city, or lay there."""

    keeping = Keeping.ARCHIVE
    # Of no account: whoever sees the unit sees its stock.
    reach_through = None
    on_record = "primeline.staff.queries.of_units_on_record"

    serial = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8, choices=EquipmentKind)
    make = models.CharField(max_length=100, blank=True)
    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="spares")
    city = models.CharField(max_length=32)
    is_in_stock = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "city", "kind"],
                name="spare_in_stock",
                condition=Q(is_in_stock=True),
            ),
        ]
