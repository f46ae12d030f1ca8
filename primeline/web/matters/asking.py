"""Taking what a customer asks: whoever takes it owns it until somebody else accepts it."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.commitments import actions
from primeline.commitments.choices import AskedBy
from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused
from primeline.kit.once import once
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.edits import Edit, OnceForm
from primeline.web.matters.forms import InquiryForm
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer

SEE = Permission.VIEW_COMMITMENTS


@page(SEE, methods=("GET", "POST"))
def new_inquiry(request: PersonRequest) -> HttpResponse:
    """Take what a customer asks as one's own."""
    if request.method != "POST":
        first = {"once": OnceForm.new_key(), "account": request.GET.get("account", "")}
        return _show(request, Edit(form=InquiryForm(initial=first)))
    taken: list[str] = []

    def take(facts: dict[str, Any]) -> None:
        customer = _account(request, facts["account"])
        taken.append(
            once(key=facts["once"], at=clock.now(), deed=lambda: _taken(request, customer, facts))
        )

    edit = edits.save(InquiryForm(request.POST), take)
    if not edit.is_done:
        return _show(request, edit)
    messages.success(request, _("Taken. It is yours until somebody else accepts it."))
    return redirect("matters:matter", taken[0])


def _taken(request: PersonRequest, customer: "Customer", facts: dict[str, Any]) -> str:
    matter = actions.take_inquiry(
        customer=customer,
        asked_by=AskedBy(facts["asked_by"]),
        text=facts["text"],
        by=request.user,
        at=clock.now(),
    )
    return matter.number


def _account(request: PersonRequest, number: str) -> "Customer":
    """Return the account with a number, if the reader may be told of its matters.

    :raises Refused: if there is none within reach
    """
    try:
        return customers.get_customer(request.reach, number, SEE)
    except NotFound as absent:
        raise Refused(_("There is no such account within your reach."), field="account") from absent


def _show(request: PersonRequest, edit: Edit) -> HttpResponse:
    return render(request, "web/matters/new_inquiry.html", {"form": edit.form}, status=edit.status)
