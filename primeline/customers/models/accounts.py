"""Who the accounts are, and who may open a restricted one."""

from typing import Any

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
from primeline.privacy import masks, readers
from primeline.privacy.choices import PersonalKind
from primeline.privacy.fields import EncryptedField, SubjectField
from primeline.privacy.textfields import NamelessField, OpenTextField
from primeline.privacy.values import MARK, Gone


class Industry(ReferenceRow):
    """An industry that accounts are classed by."""


# What of an individual is personal, and what is sealed for them.
PERSONAL = ("name", "short_name", "name_en", "identifier", "address", "notes")


class IndividualField(SubjectField):
    """The person that an account is, if it is an individual; made as the account is stored."""

    def is_needed(self, row: models.Model) -> bool:
        """Test whether the account is a person."""
        return bool(getattr(row, "kind", "") == CustomerKind.INDIVIDUAL)

    def deconstruct(self) -> Any:
        """Return what migrations know of it."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "primeline.privacy.fields.SubjectField", args, kwargs


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
    # Whose facts the fields of `PERSONAL` are; None for organizations, whose facts lie open.
    subject = IndividualField(null=True, unique=True)
    name = EncryptedField(kind=PersonalKind.NAME, is_mixed=True, is_registered=True)
    short_name = EncryptedField(kind=PersonalKind.NAME, is_mixed=True, blank=True)
    name_en = EncryptedField(kind=PersonalKind.NAME, is_mixed=True, blank=True)
    identifier_kind = models.CharField(max_length=16, choices=IdentifierKind, blank=True)
    identifier = EncryptedField(kind=PersonalKind.IDENTIFIER, is_mixed=True, blank=True)
    industry = models.ForeignKey(
        "customers.Industry", models.PROTECT, null=True, blank=True, related_name="customers"
    )
    scale = models.CharField(max_length=8, choices=Scale, blank=True)
    business_kind = models.CharField(max_length=8, choices=BusinessKind, blank=True)
    brand = NamelessField(max_length=40, blank=True)
    is_agent = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=CustomerStatus, default=CustomerStatus.ACTIVE)
    address = EncryptedField(kind=PersonalKind.ADDRESS, is_mixed=True, blank=True)
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
    cover_name = OpenTextField(max_length=40, blank=True)
    opened_date = models.DateField(null=True, blank=True)
    closed_date = models.DateField(null=True, blank=True)
    # What all active subscriptions bring in a month; kept by the products room.
    monthly_fee_cents = models.BigIntegerField(default=0)
    notes = EncryptedField(kind=PersonalKind.NOTE, is_mixed=True, blank=True)
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
                name="customer_individual_is_sealed",
                condition=Q(subject=None)
                | Q(
                    *(Q(**{one: ""}) | Q(**{f"{one}__startswith": MARK}) for one in PERSONAL[:5]),
                    kind=CustomerKind.INDIVIDUAL,
                ),
            ),
            models.CheckConstraint(
                name="customer_closed_has_date",
                condition=~Q(status=CustomerStatus.CLOSED) | Q(closed_date__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["owner_unit", "is_key_account", "tier"], name="customer_owner"),
            models.Index(fields=["-monthly_fee_cents", "id"], name="customer_fee"),
            models.Index(fields=["name", "-id"], name="customer_name"),
            models.Index(fields=["-opened_date", "id"], name="customer_opened"),
            models.Index(fields=["identifier"], name="customer_identifier"),
            # The index of the unique column counts all organizations as one value, so SQLite, once
            # it knows the figures, reads all accounts instead.
            models.Index(
                fields=["subject"], name="customer_person", condition=Q(subject__isnull=False)
            ),
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
            return str(self.cover_name)
        return self._seen(self.short_name or self.name)

    @property
    def full_name(self) -> str:
        """The name in full, as whoever reads may see it."""
        return self._seen(self.name)

    @property
    def english_name(self) -> str:
        """The English name, as whoever reads may see it."""
        return self._seen(self.name_en)

    @property
    def lasting_name(self) -> str:
        """What a row that is kept may call the account: an individual by an outline."""
        if self.is_restricted:
            return str(self.cover_name)
        name = self.short_name or self.name
        return masks.shown(PersonalKind.NAME, name, is_clear=not self.is_person)

    @property
    def is_person(self) -> bool:
        """Whether the account is an individual, whose facts are personal."""
        return self.kind == CustomerKind.INDIVIDUAL

    def seen(self, text: str, kind: PersonalKind = PersonalKind.ADDRESS) -> str:
        """Return a fact of the account as whoever reads may see it: a place, say, or words."""
        return masks.shown(kind, text, is_clear=not self.is_person or self._is_read_by_own())

    @property
    def number_elsewhere(self) -> str:
        """What another system calls the account, as whoever reads may see it."""
        number = self.external_id or ""
        if number and isinstance(self.name, Gone):
            return self.name
        return self.seen(number, PersonalKind.IDENTIFIER)

    def _seen(self, name: str) -> str:
        return self.seen(name, PersonalKind.NAME)

    def _is_read_by_own(self) -> bool:
        is_named = readers.is_among(self.account_manager_id, self.deputy_id)
        return is_named or readers.holds(self.pk)


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
