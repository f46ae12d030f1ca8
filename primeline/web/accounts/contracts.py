"""Deeds about the contracts of an account: signed, corrected, amended, filed, ended."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any

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
from primeline.web.accounts.contract_forms import (
    AmendmentForm,
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
    from primeline.staff.models import Person, Unit

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
    choices = {
        "sales_representative": _people(customer, None),
        "signing_unit": _units(request, customer.owner_unit),
    }
    start: Facts = {"signed_date": today(), "starts_date": today()}
    start["signing_unit"] = customer.owner_unit_id
    return acting.add(request, matter, NewContractForm, sign, initial=start, choices=choices)


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def contract_terms(request: PersonRequest, number: str, contract_id: int) -> HttpResponse:
    """Correct a contract, or renew it by a later last day."""
    matter = contract_matter(request, number, contract_id, _("Correct or renew the contract"))

    def change(facts: Facts) -> None:
        actions.change_agreement(
            agreement=matter.row,
            version=facts["version"],
            terms=_terms(facts),
            reason=facts["reason"],
            is_renewal_meant=facts["is_renewal_meant"],
            by=request.user,
            at=clock.now(),
        )

    stored, choices = _stored(matter), _choices(request, matter)
    return acting.change(request, matter, ContractForm, change, stored=stored, choices=choices)


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def amendment(request: PersonRequest, number: str, contract_id: int) -> HttpResponse:
    """Let an amendment take the place of what a contract says; the old edition stays readable."""
    matter = contract_matter(request, number, contract_id, _("Amend the contract"))

    def amend(facts: Facts) -> None:
        actions.amend_agreement(
            agreement=matter.row,
            version=facts["version"],
            terms=_terms(facts),
            amended_date=facts["amended_date"],
            reason=facts["reason"],
            is_renewal_meant=facts["is_renewal_meant"],
            by=request.user,
            at=clock.now(),
        )

    stored, choices = _stored(matter), _choices(request, matter)
    stored |= {"amended_date": today()}
    return acting.change(request, matter, AmendmentForm, amend, stored=stored, choices=choices)


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def filing(request: PersonRequest, number: str, contract_id: int) -> HttpResponse:
    """Mark a contract as filed with the service group. Whoever looks after the account owes it."""
    may = Permission.EDIT_CUSTOMERS
    matter = contract_matter(request, number, contract_id, _("File the contract"), may)

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
    matter = contract_matter(request, number, contract_id, _("End the contract"))

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


def contract_matter(
    request: PersonRequest,
    number: str,
    contract_id: int,
    title: str | Promise,
    permission: Permission = Permission.EDIT_SUBSCRIPTIONS,
) -> Matter:
    """Return a contract as what a form is about; afterwards its page is shown again."""
    customer = customers.get_customer(request.reach, number, permission)
    row = queries.get_agreement(customer, contract_id)
    about = f"{row.number} {row.name}".strip()
    back = reverse("accounts:contract", args=[number, contract_id])
    return Matter(customer=customer, title=title, back=back, about=about, row=row)


def _back(number: str) -> str:
    return reverse("accounts:contracts", args=[number])


def _stored(matter: Matter) -> Facts:
    row = matter.row
    return {name: getattr(row, name) for name in TERMS if not name.endswith("_id")} | {
        "value_cents": written(row.value_cents),
        "sales_representative": row.sales_representative_id,
        "signing_unit": row.signing_unit_id,
    }


def _terms(facts: Facts) -> AgreementTerms:
    said = {name: facts[name] for name in TERMS if name in facts}
    return AgreementTerms(
        **said,
        sales_representative_id=facts["sales_representative"],
        signing_unit_id=facts["signing_unit"],
    )


def _choices(request: PersonRequest, matter: Matter) -> dict[str, Any]:
    return {
        "sales_representative": _people(matter.customer, matter.row.sales_representative),
        "signing_unit": _units(request, matter.row.signing_unit),
    }


def _units(request: PersonRequest, kept: "Unit | None") -> list[tuple[int, str]]:
    """Return the units that may have signed: those within reach, and the one that did."""
    within = staff.units_in_order(request.reach, Permission.EDIT_SUBSCRIPTIONS, only_open=True)
    units = {unit.pk: unit.name for unit in within}
    if kept is not None:
        units.setdefault(kept.pk, kept.name)
    return list(units.items())


def _people(customer: "Customer", kept: "Person | None") -> list[tuple[int, str]]:
    sellers = staff.people_who_sell(customer.owner_unit, today=today())
    people = {person.pk: person for person in sellers}
    if kept is not None:
        people.setdefault(kept.pk, kept)
    return [(pk, f"{person.name} · {person.username}") for pk, person in people.items()]
