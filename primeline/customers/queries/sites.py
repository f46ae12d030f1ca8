"""The places of an account: as much of them as the reader may see."""

from primeline.customers.models import Customer, Site
from primeline.customers.queries.account import (
    card_of,
    includes_contacts,
    sees_identity,
)
from primeline.customers.values import SiteCard
from primeline.kit.errors import NotFound
from primeline.privacy import masks
from primeline.privacy.choices import PersonalKind
from primeline.staff.reach import Reach

MOST_SITES = 1000


def sites_of(customer: Customer, reach: Reach) -> list[SiteCard]:
    """Return the places of an account, those in use first, by name."""
    rows = Site.objects.filter(customer=customer).select_related("served_by", "contact")
    found = list(rows.order_by("-is_active", "kind", "name")[:MOST_SITES])
    is_clear = sees_identity(customer, reach)
    with_contacts = any(site.contact_id for site in found) and includes_contacts(customer, reach)
    return [
        _card(site, customer, reach, is_clear=is_clear, with_contacts=with_contacts)
        for site in found
    ]


def get_site(customer: Customer, site_id: int) -> Site:
    """Return one place of an account.

    :raises NotFound: if there is none
    """
    rows = Site.objects.filter(customer=customer).select_related("served_by", "contact")
    site = rows.filter(pk=site_id).first()
    if site is None:
        raise NotFound
    site.customer = customer
    return site


def name_of_site(site: Site, customer: Customer, reach: Reach) -> str:
    """Return what a place is called, masked if it can say where an individual lives."""
    is_clear = sees_identity(customer, reach)
    return masks.shown(PersonalKind.ADDRESS, site.name, is_clear=is_clear)


def _card(
    site: Site, customer: Customer, reach: Reach, *, is_clear: bool, with_contacts: bool
) -> SiteCard:
    contact = site.contact if with_contacts else None
    return SiteCard(
        id=site.pk,
        name=masks.shown(PersonalKind.ADDRESS, site.name, is_clear=is_clear),
        kind=site.kind,
        address=masks.shown(PersonalKind.ADDRESS, site.address, is_clear=is_clear),
        way_in=site.way_in if is_clear else "",
        served_by=site.served_by.name if site.served_by else "",
        contact=card_of(customer, contact, reach) if contact and contact.is_active else None,
        is_active=site.is_active,
    )
