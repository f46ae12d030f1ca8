"""What people at a customer agree to: put on file, taken back."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.customers import actions, queries
from primeline.customers.choices import AttachmentKind, ConsentPurpose
from primeline.customers.rules import check_usable
from primeline.customers.values import Agreed, Paper
from primeline.kit import clock
from primeline.kit.once import once
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.accounts.people_forms import ConsentForm, WithdrawalForm
from primeline.web.edits import Edit, OnceForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Contact, Customer

AGREED = ("purpose", "given_date", "proof", "proof_place")


@page(Permission.EDIT_CUSTOMERS, methods=("GET", "POST"))
def new_consent(request: PersonRequest, number: str, contact_id: int) -> HttpResponse:
    """Put on file what a person has agreed to, and what shows it."""
    customer, person = _person(request, number, contact_id)
    title = _("Consent")
    if request.method != "POST":
        initial = {"once": OnceForm.new_key(), "given_date": today()}
        return _show(request, customer, Edit(form=ConsentForm(initial=initial)), title)

    def record(facts: dict[str, Any]) -> None:
        agreed = Agreed(**{name: facts[name] for name in AGREED})
        brought = facts["file"]
        proof = brought and Paper(name=brought.name, content=brought, kind=AttachmentKind.CONSENT)
        once(
            key=facts["once"],
            at=clock.now(),
            deed=lambda: str(
                actions.record_consent(
                    contact=person,
                    agreed=agreed,
                    proof=proof or None,
                    by=request.user,
                    at=clock.now(),
                ).pk
            ),
        )

    edit = edits.save(ConsentForm(request.POST, request.FILES), record)
    return _done(request, customer) if edit.is_done else _show(request, customer, edit, title)


@page(Permission.EDIT_CUSTOMERS, methods=("GET", "POST"))
def withdrawn_consent(
    request: PersonRequest, number: str, contact_id: int, consent_id: int
) -> HttpResponse:
    """Mark from which day a person no longer agrees."""
    customer, person = _person(request, number, contact_id)
    consent = queries.get_consent(person, consent_id)
    purpose = ConsentPurpose(consent.purpose).label

    def withdraw(facts: dict[str, Any]) -> None:
        actions.withdraw_consent(
            consent=consent,
            version=facts["version"],
            withdrawn_date=facts["withdrawn_date"],
            by=request.user,
            at=clock.now(),
        )

    edit = edits.edited(
        request,
        WithdrawalForm,
        withdraw,
        stored={"withdrawn_date": today()},
        version=consent.version,
    )
    if edit.is_done:
        return _done(request, customer)
    title = _("Consent withdrawn: %(purpose)s") % {"purpose": purpose}
    return _show(request, customer, edit, title)


def _person(request: PersonRequest, number: str, contact_id: int) -> "tuple[Customer, Contact]":
    customer = queries.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    person = queries.get_contact(customer, contact_id)
    check_usable(person.name)
    return customer, person


def _done(request: PersonRequest, customer: "Customer") -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("accounts:people", customer.number)


def _show(request: PersonRequest, customer: "Customer", edit: Edit, title: str) -> HttpResponse:
    context = {"customer": customer, "edit": edit, "form": edit.form, "title": title}
    return render(request, "web/accounts/edit.html", context, status=edit.status)
