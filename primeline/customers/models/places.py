"""Where an account is: its sites."""

from django.db import models

from primeline.customers.choices import SiteKind
from primeline.kit.keeping import Keeping


class Site(models.Model):
    """A place of an account that we serve (TMF674 GeographicSite): head office, shop, data room."""

    keeping = Keeping.ARCHIVE
    reach_through = "customer"

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="sites", db_index=False
    )
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=SiteKind)
    province = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=40, blank=True)
    district = models.CharField(max_length=40, blank=True)
    street = models.CharField(max_length=200, blank=True)
    # How to get in: entry permit, escort, hours, where to park.
    way_in = models.CharField(max_length=200, blank=True)
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
        return " ".join(part for part in parts if part)
