"""Who the accounts are, and who may open a restricted one."""

from django.db import models
from django.db.models import F, Q

from primeline.customers.choices import (
    BusinessKind,
    CustomerKind,
    CustomerStatus,
    IdentifierKind,
    Scale,
    Tier,
)
from primeline.kit.keeping import Keeping, ReachBy
from primeline.kit.reference import ReferenceRow


class Industry(ReferenceRow):
    """An industry that accounts are classed by."""


class Customer(models.Model):
    """An account: an organization or individual that we serve (TMF629 Customer)."""

    keeping = Keeping.ARCHIVE
    stays_in_merge = ("merged_into",)
    reach_by = ReachBy(
        unit="owner_unit",
        people=("account_manager", "deputy"),
        is_restricted="is_restricted",
        industry="industry",
        line="subscriptions__line",
        within="primeline.customers.queries.within_and_granted",
    )

    number = models.CharField(max_length=20, unique=True)
    # The number under which another system knows this account; imports find it again by this.
    external_id = models.CharField(max_length=64, null=True, blank=True, unique=True)
    kind = models.CharField(max_length=16, choices=CustomerKind)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    identifier_kind = models.CharField(max_length=16, choices=IdentifierKind, blank=True)
    identifier = models.CharField(max_length=40, blank=True)
    industry = models.ForeignKey(
        "customers.Industry", models.PROTECT, null=True, blank=True, related_name="customers"
    )
    scale = models.CharField(max_length=8, choices=Scale, blank=True)
    business_kind = models.CharField(max_length=8, choices=BusinessKind, blank=True)
    brand = models.CharField(max_length=40, blank=True)
    is_agent = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=CustomerStatus, default=CustomerStatus.ACTIVE)
    address = models.CharField(max_length=300, blank=True)
    owner_unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="customers")
    account_manager = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="managed_customers"
    )
    deputy = models.ForeignKey(
        "staff.Person", models.PROTECT, null=True, blank=True, related_name="deputized_customers"
    )
    manager_since_date = models.DateField(null=True, blank=True)
    # Level as a value: set by the rooms above through `set_level`, never worked out here.
    is_key_account = models.BooleanField(default=False)
    tier = models.CharField(max_length=2, choices=Tier, blank=True)
    tier_since_month = models.DateField(null=True, blank=True)
    is_restricted = models.BooleanField(default=False)
    cover_name = models.CharField(max_length=40, blank=True)
    opened_date = models.DateField(null=True, blank=True)
    closed_date = models.DateField(null=True, blank=True)
    # What all active subscriptions bring in a month; kept by the products room.
    monthly_fee_cents = models.BigIntegerField(default=0)
    notes = models.TextField(blank=True)
    # The account that this one turned out to be. It stays to be read, and nothing is added to it.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="absorbed", db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="customer_deputy_is_somebody_else",
                condition=Q(deputy=None)
                | Q(account_manager=None)
                | ~Q(deputy=F("account_manager")),
            ),
            models.CheckConstraint(
                name="customer_restricted_has_cover_name",
                condition=Q(is_restricted=False) | ~Q(cover_name=""),
            ),
            models.CheckConstraint(
                name="customer_merged_is_closed",
                condition=Q(merged_into=None)
                | (Q(status=CustomerStatus.CLOSED, is_key_account=False) & ~Q(merged_into=F("id"))),
            ),
            models.CheckConstraint(
                name="customer_closed_has_date",
                condition=~Q(status=CustomerStatus.CLOSED) | Q(closed_date__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["owner_unit", "is_key_account", "tier"], name="customer_owner"),
            models.Index(fields=["account_manager"], name="customer_manager"),
            models.Index(fields=["deputy"], name="customer_deputy"),
            models.Index(fields=["-monthly_fee_cents", "id"], name="customer_fee"),
            models.Index(fields=["name", "-id"], name="customer_name"),
            models.Index(fields=["-opened_date", "id"], name="customer_opened"),
            models.Index(fields=["identifier"], name="customer_identifier"),
            models.Index(
                fields=["merged_into"],
                name="customer_merged",
                condition=Q(merged_into__isnull=False),
            ),
        ]

    @property
    def display_name(self) -> str:
        """What lists call the account: the cover name of a restricted one, else the short name."""
        if self.is_restricted:
            return self.cover_name
        return self.short_name or self.name


class Clearance(models.Model):
    """A person who may open a restricted account, from a moment until it is withdrawn."""

    keeping = Keeping.ARCHIVE
    # Ids only, and needed to work out a reach before any wall is open.
    reach_through = None
    stays_in_merge = ("customer",)

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="clearances")
    person = models.ForeignKey("staff.Person", models.PROTECT, related_name="clearances")
    active_from = models.DateTimeField()
    active_to = models.DateTimeField(null=True, blank=True)
