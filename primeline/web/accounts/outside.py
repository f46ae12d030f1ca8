"""What a customer has from others: put down, corrected, over; and what of its money is ours."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.products import actions, queries
from primeline.products.values import OutsideFacts
from primeline.staff.choices import Permission
from primeline.web.accounts import acting
from primeline.web.accounts.acting import Facts, Matter
from primeline.web.accounts.outside_forms import NewOutsideForm, OutsideEndForm, OutsideForm
from primeline.web.fields import written
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer

GET_AND_POST = ("GET", "POST")
FACTS = [field.name for field in fields(OutsideFacts)]


def pane(request: PersonRequest, customer: "Customer") -> dict[str, Any]:
    """Return what the pane of services from others shows."""
    services = queries.outside_services_of(customer)
    return {
        "services": services,
        "wallet": queries.wallet_of(customer, services),
        "today": today(),
    }


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def new_outside(request: PersonRequest, number: str) -> HttpResponse:
    """Put down what the customer has from others."""
    customer = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)

    def note(facts: Facts) -> str:
        noted = actions.note_outside_service(
            customer=customer, facts=_facts(facts), by=request.user, at=clock.now()
        )
        return str(noted.pk)

    matter = Matter(customer=customer, title=_("Service from others"), back=_back(number))
    start = {"learned_date": today()}
    return acting.add(
        request, matter, NewOutsideForm, note, initial=start, choices={"line": _lines()}
    )


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def outside_service(request: PersonRequest, number: str, service_id: int) -> HttpResponse:
    """Correct what we know of a service from others."""
    matter = _matter(request, number, service_id)
    row = matter.row

    def change(facts: Facts) -> None:
        actions.change_outside_service(
            service=row,
            version=facts["version"],
            facts=_facts(facts),
            by=request.user,
            at=clock.now(),
        )

    stored = {name: getattr(row, name) for name in FACTS if name != "line_id"} | {
        "line": row.line_id,
        "from_cents": written(row.from_cents),
        "to_cents": written(row.to_cents),
    }
    return acting.change(
        request, matter, OutsideForm, change, stored=stored, choices={"line": _lines()}
    )


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def outside_end(request: PersonRequest, number: str, service_id: int) -> HttpResponse:
    """Say what became of a service from others."""
    matter = _matter(request, number, service_id)

    def end(facts: Facts) -> None:
        actions.end_outside_service(
            service=matter.row,
            version=facts["version"],
            outcome=facts["outcome"],
            over_date=facts["over_date"],
            by=request.user,
            at=clock.now(),
        )

    return acting.change(request, matter, OutsideEndForm, end, stored={"over_date": today()})


def _matter(request: PersonRequest, number: str, service_id: int) -> Matter:
    customer = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    row = queries.get_outside_service(customer, service_id)
    about = f"{row.operator} · {row.line.name}"
    title = _("Service from others")
    return Matter(customer=customer, title=title, back=_back(number), about=about, row=row)


def _facts(facts: Facts) -> OutsideFacts:
    said = {name: facts[name] for name in FACTS if name in facts}
    return OutsideFacts(**said, line_id=facts["line"])


def _lines() -> list[tuple[int, str]]:
    return [(line.pk, line.name) for line in queries.lines()]


def _back(number: str) -> str:
    return reverse("accounts:outside", args=[number])
