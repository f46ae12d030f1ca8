"""The places of an account: put on file, changed, given up, in use again."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.customers.actions.timeline import tell
from primeline.customers.choices import CustomerKind, SiteKind, TimelineKind
from primeline.customers.models import Contact, Customer, Site
from primeline.customers.values import Line, SiteFacts
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.privacy.freetext import OPEN
from primeline.privacy.sealing import save_sealed
from primeline.privacy.telling import is_same
from primeline.privacy.textfields import check_nameless
from primeline.privacy.values import Gone
from primeline.staff.models import Unit


@deed("customers.add_site")
def add_site(*, customer: Customer, facts: SiteFacts, by: Actor, at: datetime) -> Site:
    """Put a place of an account on file.

    :raises Refused: if its name is missing or taken, its unit is closed, or its contact is not
        somebody who works at this account
    """
    site = Site.objects.create(customer=customer, **_checked(customer, facts))
    _tell(site, TimelineKind.SITE_ADDED, {}, by=by, at=at)
    return site


@deed("customers.change_site")
def change_site(
    *, site: Site, version: int, facts: SiteFacts, by: Actor, at: datetime, reason: str = ""
) -> Site:
    """Change what is on file about a place.

    :raises Refused: as `add_site` does
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    changes = _checked(site.customer, facts, site=site)
    save_sealed(site, version=version, changes=changes)
    site.refresh_from_db()
    _tell(site, TimelineKind.SITE_CHANGED, {"reason": reason}, by=by, at=at)
    return site


@deed("customers.close_site")
def close_site(*, site: Site, version: int, by: Actor, at: datetime, reason: str) -> Site:
    """Mark that the customer has given a place up; what is said about it stays.

    :raises Refused: if it is given up already, or no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if not site.is_active:
        raise Refused(_("This site has been given up already."))
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    return _move(site, version, is_active=False, reason=reason, by=by, at=at)


@deed("customers.reopen_site")
def reopen_site(*, site: Site, version: int, by: Actor, at: datetime) -> Site:
    """Mark that the customer uses a place again.

    :raises Refused: if it was not given up
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if site.is_active:
        raise Refused(_("This site is in use."))
    return _move(site, version, is_active=True, reason="", by=by, at=at)


def _move(
    site: Site, version: int, *, is_active: bool, reason: str, by: Actor, at: datetime
) -> Site:
    save_changes(Site, pk=site.pk, version=version, changes={"is_active": is_active})
    site.refresh_from_db()
    kind = TimelineKind.SITE_REOPENED if is_active else TimelineKind.SITE_CLOSED
    _tell(site, kind, {"reason": reason}, by=by, at=at)
    return site


def _checked(customer: Customer, facts: SiteFacts, *, site: Site | None = None) -> dict[str, Any]:
    checked = {k: v.strip() if isinstance(v, str) else v for k, v in asdict(facts).items()}
    if not checked["name"]:
        raise Refused(_("A site needs a name."), field="name")
    if facts.kind not in SiteKind.values:
        raise Refused(_("Say what kind of place this is."), field="kind")
    if _is_taken(customer, checked["name"], but=site.pk if site else 0):
        raise Refused(_("This account has a site of this name already."), field="name")
    check_nameless(Site, customer.pk, checked)
    _check_unit(facts.served_by_id, site)
    _check_contact(customer, facts.contact_id)
    return checked


def _is_taken(customer: Customer, name: str, *, but: int) -> bool:
    # Two who name a place alike at once: what is sealed, the database cannot hold to be unique.
    list(Customer.objects.select_for_update().filter(pk=customer.pk).values_list("pk"))
    others = Site.objects.filter(customer=customer).exclude(pk=but)
    if customer.subject is None:
        if others.filter(name=name).exists():
            return True
        others = others.filter(name__contains=OPEN)
    # What is sealed can be compared only once it is opened; there are few such places.
    return any(not isinstance(one.name, Gone) and is_same(one.name, name) for one in others)


def _check_unit(unit_id: int | None, site: Site | None) -> None:
    if unit_id is None or (site is not None and unit_id == site.served_by_id):
        return
    if not Unit.objects.filter(pk=unit_id, is_active=True).exists():
        raise Refused(_("This unit is closed. Choose another one."), field="served_by_id")


def _check_contact(customer: Customer, contact_id: int | None) -> None:
    if contact_id is None:
        return
    if not Contact.objects.filter(pk=contact_id, customer=customer, is_active=True).exists():
        raise Refused(_("Choose somebody who works at this account."), field="contact_id")


def _tell(
    site: Site, kind: TimelineKind, words: dict[str, str], *, by: Actor, at: datetime
) -> None:
    # What an individual calls a place can say where they live; a timeline cannot forget it.
    is_public = site.customer.kind == CustomerKind.ORGANIZATION
    line = Line(
        customer_id=site.customer_id,
        kind=kind,
        happened_at=at,
        words={"name": site.name if is_public else "", **words},
        subject_kind="site",
        subject_id=site.pk,
    )
    tell(line=line, by=by, at=at)
