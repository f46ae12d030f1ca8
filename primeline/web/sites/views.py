"""Sites of an account: put on file, changed, given up, in use again."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from primeline.customers import actions
from primeline.customers import queries as customers
from primeline.customers.values import SiteFacts
from primeline.kit import clock
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web.accounts import acting
from primeline.web.accounts.acting import Facts, Matter
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.sites.forms import GivenUpForm, NewSiteForm, SiteForm

if TYPE_CHECKING:
    from primeline.customers.models import Customer, Site

GET_AND_POST = ("GET", "POST")
FACTS = [field.name for field in fields(SiteFacts)]
# Of an individual these say where somebody lives: whoever may not read them leaves them empty.
HIDDEN = ("name", "province", "city", "district", "street", "way_in")


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def new_site(request: PersonRequest, number: str) -> HttpResponse:
    """Put a place of an account on file."""
    customer = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)

    def add(facts: Facts) -> int:
        site = actions.add_site(
            customer=customer, facts=_facts(facts), by=request.user, at=clock.now()
        )
        return site.pk

    matter = Matter(customer=customer, title=_("New site"), back=_back(number))
    return acting.add(request, matter, NewSiteForm, add, choices=_choices(request, customer))


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def site(request: PersonRequest, number: str, site_id: int) -> HttpResponse:
    """Change what is on file about a place."""
    customer = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    row = customers.get_site(customer, site_id)
    stored = {name: getattr(row, name) for name in FACTS}
    hidden = () if customers.sees_identity(customer, request.reach) else HIDDEN

    def change(facts: Facts) -> None:
        actions.change_site(
            site=row,
            version=facts["version"],
            facts=_facts(facts),
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    about = "" if hidden else row.name
    matter = Matter(
        customer=customer, title=_("Change a site"), back=_back(number), about=about, row=row
    )
    readable = stored | dict.fromkeys(hidden, "")
    options = {"choices": _choices(request, customer, row), "is_masked": bool(hidden)}
    deed = acting.keeping(change, stored, hidden)
    return acting.change(request, matter, SiteForm, deed, stored=readable, **options)


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def site_given_up(request: PersonRequest, number: str, site_id: int) -> HttpResponse:
    """Mark that the customer has given a place up."""
    customer = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    row = customers.get_site(customer, site_id)

    def close(facts: Facts) -> None:
        actions.close_site(
            site=row,
            version=facts["version"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    matter = Matter(customer=customer, title=_("Site given up"), back=_back(number), row=row)
    return acting.change(request, matter, GivenUpForm, close)


@page(Permission.EDIT_CUSTOMERS, methods=("POST",))
def site_in_use(request: PersonRequest, number: str, site_id: int) -> HttpResponse:
    """Mark that the customer uses a place again."""
    customer = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    row = customers.get_site(customer, site_id)
    if not row.is_active:
        actions.reopen_site(site=row, version=row.version, by=request.user, at=clock.now())
    messages.success(request, _("Saved."))
    return redirect(_back(number))


def _back(number: str) -> str:
    return reverse("accounts:sites", args=[number])


def _facts(facts: Facts) -> SiteFacts:
    return SiteFacts(**{name: facts[name] for name in FACTS})


def _choices(
    request: PersonRequest, customer: "Customer", row: "Site | None" = None
) -> dict[str, Any]:
    units = {unit.pk: f"{'　' * unit.depth}{unit.name}" for unit in staff.units_to_name()}
    if row is not None and row.served_by is not None:
        units.setdefault(row.served_by.pk, row.served_by.name)
    kept = row.contact_id if row is not None else None
    people = [
        (card.id, " · ".join(part for part in (card.name, card.job_title) if part))
        for card in customers.contacts_of(customer, request.reach)
        if (card.is_active and not card.is_gone) or card.id == kept
    ]
    return {"served_by_id": list(units.items()), "contact_id": people}
