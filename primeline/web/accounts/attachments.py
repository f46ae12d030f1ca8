"""Files on the papers of an account: brought, taken out, withdrawn."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from primeline.customers import actions
from primeline.customers import queries as customers
from primeline.customers.choices import AttachedTo
from primeline.customers.values import Paper
from primeline.files.choices import FileKind
from primeline.files.rules import CONTENT_TYPES
from primeline.kit import clock
from primeline.staff.choices import Permission
from primeline.web.accounts import acting
from primeline.web.accounts.acting import Facts, Matter
from primeline.web.accounts.paper_forms import AttachmentForm, WithdrawalForm
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer

GET_AND_POST = ("GET", "POST")
# Whatever a file holds, a browser that opens it all the same lets it do nothing.
NOTHING_RUNS = "sandbox; default-src 'none'; frame-ancestors 'none'"


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def new_attachment(request: PersonRequest, number: str) -> HttpResponse:
    """Put a file on the papers of an account."""
    customer = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)

    def attach(facts: Facts) -> None:
        actions.attach_file(
            customer=customer, paper=paper_from(facts), by=request.user, at=clock.now()
        )

    matter = Matter(customer=customer, title=_("Attach a file"), back=_back(number))
    choices = people_to_choose(request, customer)
    return acting.add(request, matter, AttachmentForm, attach, choices=choices)


@page(Permission.VIEW_DOSSIERS)
def attachment(request: PersonRequest, number: str, attachment_id: int) -> HttpResponse:
    """Hand a file out for saving; that it was taken out is on record."""
    customer = customers.get_customer(request.reach, number, Permission.VIEW_DOSSIERS)
    row = customers.get_attachment(customer, request.reach, attachment_id, to_open=True)
    content = customers.content_of(row)
    actions.take_out_file(attachment=row, by=request.user, at=clock.now())
    response = HttpResponse(content, content_type=CONTENT_TYPES[FileKind(row.file.kind)])
    response["Content-Disposition"] = content_disposition_header(True, row.name)
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["Cache-Control"] = "private, no-store"
    return response


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def withdrawal(request: PersonRequest, number: str, attachment_id: int) -> HttpResponse:
    """Take a file off the papers."""
    customer = customers.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    row = customers.get_attachment(customer, request.reach, attachment_id)

    def withdraw(facts: Facts) -> None:
        actions.withdraw_attachment(
            attachment=row,
            version=facts["version"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    about = str(row.get_kind_display())
    back = _back(number)
    if row.subject_kind == AttachedTo.AGREEMENT:
        back = reverse("accounts:contract", args=[number, row.subject_id])
    matter = Matter(customer=customer, title=_("Withdraw a file"), back=back, about=about, row=row)
    return acting.change(request, matter, WithdrawalForm, withdraw)


def paper_from(facts: Facts) -> Paper:
    """Return what a form brings."""
    brought = facts["file"]
    return Paper(
        name=brought.name,
        content=brought,
        kind=facts["kind"],
        note=facts["note"],
        contact_id=facts.get("contact_id"),
    )


def people_to_choose(request: PersonRequest, customer: "Customer") -> dict[str, Any]:
    """Return whose a file may be: the people at an account, as this reader may see them."""
    cards = customers.contacts_of(customer, request.reach)
    return {"contact_id": [(card.id, card.name) for card in cards if not card.is_gone]}


def _back(number: str) -> str:
    return reverse("accounts:attachments", args=[number])
