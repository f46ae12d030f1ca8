"""Where an account stands in a group, and who pays for it."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from primeline.customers import actions
from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused
from primeline.staff.choices import Permission
from primeline.web.accounts import acting
from primeline.web.accounts.acting import Facts, Matter
from primeline.web.groups.forms import LeaveForm, PayerForm, PlaceForm, SubsidiaryForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer

GET_AND_POST = ("GET", "POST")


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def place(request: PersonRequest, number: str) -> HttpResponse:
    """Make an account the subsidiary of another."""
    child = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)

    def join(facts: Facts) -> None:
        _join(request, child, _named(request, facts["number"]), facts)

    matter = Matter(customer=child, title=_("Place in a group"), back=back(number))
    return acting.add(request, matter, PlaceForm, join, initial={"from_date": today()})


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def new_subsidiary(request: PersonRequest, number: str) -> HttpResponse:
    """Add a subsidiary below an account."""
    parent = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)

    def join(facts: Facts) -> None:
        _join(request, _named(request, facts["number"]), parent, facts)

    matter = Matter(customer=parent, title=_("Add a subsidiary"), back=back(number))
    return acting.add(request, matter, SubsidiaryForm, join, initial={"from_date": today()})


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def leave(request: PersonRequest, number: str) -> HttpResponse:
    """Take an account out of its group."""
    child = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    link = customers.get_link(child, request.reach)

    def act(facts: Facts) -> None:
        actions.leave_group(
            link=link,
            version=facts["version"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    title = _("Take out of the group")
    matter = Matter(customer=child, title=title, back=back(number), row=link)
    return acting.change(request, matter, LeaveForm, act)


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def payer(request: PersonRequest, number: str) -> HttpResponse:
    """Say who pays for an account of a group."""
    child = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    link = customers.get_link(child, request.reach)
    found = customers.group_of(child, request.reach)
    others = {one.customer.pk: one.customer for one in found.members if one.customer != child}

    def act(facts: Facts) -> None:
        actions.set_payer(
            link=link,
            version=facts["version"],
            payer=others[facts["payer"]] if facts["payer"] else None,
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    matter = Matter(customer=child, title=_("Who pays"), back=back(number), row=link)
    choices = {"payer": [(pk, f"{one.display_name} {one.number}") for pk, one in others.items()]}
    stored = {"payer": link.payer_id if link.payer_id in others else None}
    return acting.change(request, matter, PayerForm, act, stored=stored, choices=choices)


def back(number: str) -> str:
    """Return where the group of an account shows."""
    return reverse("accounts:group", args=[number])


def _join(request: PersonRequest, child: "Customer", parent: "Customer", facts: Facts) -> None:
    actions.join_group(
        child=child,
        parent=parent,
        from_date=facts["from_date"],
        reason=facts["reason"],
        by=request.user,
        at=clock.now(),
    )


def _named(request: PersonRequest, number: str) -> "Customer":
    try:
        return customers.get_customer(request.reach, number.strip(), Permission.EDIT_CUSTOMERS)
    except NotFound as missing:
        raise Refused(
            _("There is no such account that you may change. Compare its number."),
            field="number",
        ) from missing
