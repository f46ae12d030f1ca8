"""The people at a customer: put on file, changed, marked as gone."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.customers import actions, queries
from primeline.customers.rules import check_usable
from primeline.customers.values import ContactDetails
from primeline.kit import clock
from primeline.kit.errors import Refused
from primeline.kit.once import once
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.accounts.forms import ContactForm, FormerContactForm, NewContactForm
from primeline.web.accounts.history import last_change
from primeline.web.edits import Edit, OnceForm
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Contact, Customer

TABLE = "customers_contact"
DETAILS = [field.name for field in fields(ContactDetails)]
# Whoever sees these masked may replace them, but not read them by opening the form.
HIDDEN = ("name", "phone", "email", "birthday", "lunar_birthday")


@page(Permission.EDIT_CUSTOMERS, methods=("GET", "POST"))
def new_contact(request: PersonRequest, number: str) -> HttpResponse:
    """Put a person of the customer on file."""
    customer = queries.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    people = _others(request, customer)
    if request.method != "POST":
        form = NewContactForm(initial={"once": OnceForm.new_key()}, people=people)
        return _show(request, customer, Edit(form=form))

    def add(facts: dict[str, Any]) -> None:
        once(
            key=facts["once"],
            at=clock.now(),
            deed=lambda: str(
                actions.add_contact(
                    customer=customer, details=_details(facts), by=request.user, at=clock.now()
                ).pk
            ),
        )

    edit = edits.save(NewContactForm(request.POST, people=people), add)
    return _done(request, customer) if edit.is_done else _show(request, customer, edit)


@page(Permission.EDIT_CUSTOMERS, methods=("GET", "POST"))
def contact(request: PersonRequest, number: str, contact_id: int) -> HttpResponse:
    """Change what is on file about a person of the customer."""
    customer = queries.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    person = queries.get_contact(customer, contact_id)
    is_clear = queries.sees_contacts(customer, request.reach)
    check_usable(person.name)
    stored = {name: getattr(person, name) for name in DETAILS}
    readable = stored if is_clear else stored | dict.fromkeys(HIDDEN, "")
    initial = {**readable, "version": person.version}
    people = _others(request, customer, but=person)
    if request.method != "POST":
        form = ContactForm(initial=initial, is_masked=not is_clear, people=people)
        return _show(request, customer, Edit(form=form), person)

    def change(facts: dict[str, Any]) -> None:
        if not is_clear:
            facts |= {name: facts[name] or stored[name] for name in HIDDEN}
        actions.change_contact(
            contact=person,
            version=facts["version"],
            details=_details(facts),
            by=request.user,
            at=clock.now(),
        )

    sent = edits.merged(request.POST, readable)
    form = ContactForm(sent, initial=initial, is_masked=not is_clear, people=people)
    edit = edits.save(form, change, version=person.version)
    if edit.is_done:
        return _done(request, customer)
    if not is_clear:
        edit.differences = [one for one in edit.differences if one.name not in HIDDEN]
    return _show(request, customer, edit, person)


@page(Permission.EDIT_CUSTOMERS, methods=("POST",))
def former_contact(request: PersonRequest, number: str, contact_id: int) -> HttpResponse:
    """Mark that a person no longer works at the customer."""
    customer = queries.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    person = queries.get_contact(customer, contact_id)
    form = FormerContactForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Write the reason in at most 300 characters."))
    if person.is_active:
        actions.retire_contact(
            contact=person,
            version=form.cleaned_data["version"] or 0,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=clock.now(),
        )
    return _done(request, customer)


@page(Permission.EDIT_CUSTOMERS, methods=("POST",))
def returned_contact(request: PersonRequest, number: str, contact_id: int) -> HttpResponse:
    """Mark that a person works at the customer again, or never left."""
    customer = queries.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    person = queries.get_contact(customer, contact_id)
    if not person.is_active:
        actions.reinstate_contact(
            contact=person, version=person.version, by=request.user, at=clock.now()
        )
    return _done(request, customer)


@page(Permission.UNMASK_CONTACTS, methods=("POST",))
def clear_contact(request: PersonRequest, number: str, contact_id: int) -> HttpResponse:
    """Show one person in clear, once, for a purpose; loaded again the page hides them."""
    customer = queries.get_customer(request.reach, number, Permission.UNMASK_CONTACTS)
    person = queries.get_contact(customer, contact_id)
    actions.unmask_contact(
        contact=person, purpose=request.POST.get("purpose", ""), by=request.user, at=clock.now()
    )
    context = {"customer": customer, "contact": queries.contact_in_clear(person)}
    is_part = bool(request.htmx)
    return render(request, f"web/accounts/{'person' if is_part else 'clear_person'}.html", context)


@page(Permission.UNMASK_CONTACTS, methods=("POST",))
def clear_individual(request: PersonRequest, number: str) -> HttpResponse:
    """Show once in clear who an individual account is, for a purpose."""
    customer = queries.get_customer(request.reach, number, Permission.UNMASK_CONTACTS)
    actions.unmask_individual(
        customer=customer, purpose=request.POST.get("purpose", ""), by=request.user, at=clock.now()
    )
    context = {"customer": customer, "shown": queries.individual_in_clear(customer)}
    return render(request, "web/accounts/clear_individual.html", context)


def _others(
    request: PersonRequest, customer: "Customer", *, but: "Contact | None" = None
) -> list[tuple[int, str]]:
    """Return whom somebody may report to, called as this reader may see them."""
    kept = but.reports_to_id if but else None
    return [
        (card.id, f"{card.name} · {card.job_title}" if card.job_title else card.name)
        for card in queries.contacts_of(customer, request.reach)
        if (card.is_active or card.id == kept) and (but is None or card.id != but.pk)
    ]


def _details(facts: dict[str, Any]) -> ContactDetails:
    return ContactDetails(**{name: facts[name] for name in DETAILS})


def _done(request: PersonRequest, customer: "Customer") -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("accounts:people", customer.number)


def _show(
    request: PersonRequest, customer: "Customer", edit: Edit, person: "Contact | None" = None
) -> HttpResponse:
    context = {
        "customer": customer,
        "edit": edit,
        "form": edit.form,
        "title": _("Person at the customer"),
        "contact": person,
        "last": last_change(request, table=TABLE, row_id=person.pk)
        if edit.differences and person is not None
        else None,
        "is_masked": person is not None and not queries.sees_contacts(customer, request.reach),
    }
    return render(request, "web/accounts/edit.html", context, status=edit.status)
