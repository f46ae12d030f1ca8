"""Where an account is: its sites."""

from django.db import models

from primeline.customers.choices import SiteKind
from primeline.kit.keeping import Keeping
from primeline.privacy.choices import PersonalKind
from primeline.privacy.fields import OF_ACCOUNT, EncryptedField
from primeline.privacy.freetext import together
from primeline.privacy.textfields import NamelessField
from primeline.privacy.values import Gone


class Site(models.Model):
    """A place of an account that we serve (TMF674 GeographicSite): head office, shop, data room."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="sites", db_index=False
    )
    # Of an individual these say where somebody lives: they are sealed for them.
    name = EncryptedField(kind=PersonalKind.ADDRESS, is_mixed=True, subject=OF_ACCOUNT)
    kind = models.CharField(max_length=12, choices=SiteKind)
    province = NamelessField(max_length=40, blank=True)
    city = NamelessField(max_length=40, blank=True)
    district = EncryptedField(
        kind=PersonalKind.ADDRESS, is_mixed=True, subject=OF_ACCOUNT, blank=True
    )
    street = EncryptedField(
        kind=PersonalKind.ADDRESS, is_mixed=True, subject=OF_ACCOUNT, blank=True
    )
    # How to get in: entry permit, escort, hours, where to park.
    way_in = EncryptedField(kind=PersonalKind.NOTE, is_mixed=True, subject=OF_ACCOUNT, blank=True)
    served_by = models.ForeignKey(
        "staff.Unit", models.PROTECT, null=True, blank=True, related_name="served_sites"
    )
    # Somebody at the same account; the actions see to it.
    contact = models.ForeignKey(
        "customers.Contact", models.PROTECT, null=True, blank=True, related_name="sites"
    )
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="site_name_once", fields=["customer", "name"]),
        ]

    @property
    def address(self) -> str:
        """Where it is, from the province down to the street."""
        parts = (self.province, self.city, self.district, self.street)
        if gone := next((part for part in parts if isinstance(part, Gone)), None):
            return gone
        return together(part for part in parts if part)
