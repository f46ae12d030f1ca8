"""Contracts of an account: signed, filed, changed, renewed, ended."""

from dataclasses import fields
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.products import actions, queries
from primeline.products.values import AgreementTerms
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web.accounts import acting
from primeline.web.accounts.acting import Facts, Matter
from primeline.web.accounts.holding_forms import (
    ContractEndForm,
    ContractForm,
    FilingForm,
    NewContractForm,
)
from primeline.web.fields import written
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer
    from primeline.staff.models import Person

GET_AND_POST = ("GET", "POST")
TERMS = [field.name for field in fields(AgreementTerms)]


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def new_contract(request: PersonRequest, number: str) -> HttpResponse:
    """Put a signed contract on file."""
    customer = customers.get_customer(request.reach, number, Permission.EDIT_SUBSCRIPTIONS)

    def sign(facts: Facts) -> str:
        return actions.sign_agreement(
            customer=customer, terms=_terms(facts), by=request.user, at=clock.now()
        ).number

    matter = Matter(customer=customer, title=_("New contract"), back=_back(number))
    choices = {"sales_representative": _people(customer, None)}
    start = {"signed_date": today(), "starts_date": today()}
    return acting.add(request, matter, NewContractForm, sign, initial=start, choices=choices)


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def contract(request: PersonRequest, number: str, contract_id: int) -> HttpResponse:
    """Correct a contract, or renew it by a later last day."""
    matter = _matter(request, number, contract_id, _("Change or renew the contract"))
    row = matter.row
    stored = {name: getattr(row, name) for name in TERMS if hasattr(row, name)}
    stored |= {
        "value_cents": written(row.value_cents),
        "sales_representative": row.sales_representative_id,
    }

    def change(facts: Facts) -> None:
        actions.change_agreement(
            agreement=row,
            version=facts["version"],
            terms=_terms(facts),
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    choices = {"sales_representative": _people(matter.customer, row.sales_representative)}
    return acting.change(request, matter, ContractForm, change, stored=stored, choices=choices)


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def filing(request: PersonRequest, number: str, contract_id: int) -> HttpResponse:
    """Mark a contract as filed with the service group."""
    matter = _matter(request, number, contract_id, _("File the contract"))

    def change(facts: Facts) -> None:
        actions.file_agreement(
            agreement=matter.row,
            version=facts["version"],
            filed_date=facts["filed_date"],
            by=request.user,
            at=clock.now(),
        )

    return acting.change(request, matter, FilingForm, change)


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def contract_end(request: PersonRequest, number: str, contract_id: int) -> HttpResponse:
    """End a contract."""
    matter = _matter(request, number, contract_id, _("End the contract"))

    def change(facts: Facts) -> None:
        actions.end_agreement(
            agreement=matter.row,
            version=facts["version"],
            ends_date=facts["ends_date"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    return acting.change(request, matter, ContractEndForm, change)


def _matter(request: PersonRequest, number: str, contract_id: int, title: str | Promise) -> Matter:
    customer = customers.get_customer(request.reach, number, Permission.EDIT_SUBSCRIPTIONS)
    row = queries.get_agreement(customer, contract_id)
    about = f"{row.number} {row.name}".strip()
    return Matter(customer=customer, title=title, back=_back(number), about=about, row=row)


def _back(number: str) -> str:
    return reverse("accounts:contracts", args=[number])


def _terms(facts: Facts) -> AgreementTerms:
    said = {name: facts[name] for name in TERMS if name in facts}
    return AgreementTerms(**said, sales_representative_id=facts["sales_representative"])


def _people(customer: "Customer", kept: "Person | None") -> list[tuple[int, str]]:
    named = staff.people_to_name(customer.owner_unit, today=today())
    people = {person.pk: person for person, _unit in named}
    if kept is not None:
        people.setdefault(kept.pk, kept)
    return [(pk, f"{person.name} · {person.username}") for pk, person in people.items()]
