"""Changing an account: identity, status, owner unit, managers, contacts; opening a new one."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from primeline.customers import actions, queries
from primeline.customers.choices import CustomerKind, CustomerStatus
from primeline.customers.values import Identity
from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused
from primeline.kit.once import once
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.tiers import queries as tiers
from primeline.tiers.actions import name_on_list
from primeline.tiers.choices import ListLevel
from primeline.tiers.values import Listed
from primeline.web import edits, loads
from primeline.web.accounts import acting
from primeline.web.accounts.acting import Matter
from primeline.web.accounts.forms import (
    IdentityForm,
    ListingForm,
    ManagersForm,
    NewAccountForm,
    OwnerUnitForm,
    StatusForm,
)
from primeline.web.edits import Edit, OnceForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer
    from primeline.staff.models import Person, Unit

IDENTITY_FIELDS = [field.name for field in fields(Identity)]
# Of a person these are masked: whoever may not read them leaves them empty, and they stay.
HIDDEN = ("name", "short_name", "name_en", "identifier", "address", "notes")
GET_AND_POST = ("GET", "POST")


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def identity(request: PersonRequest, number: str) -> HttpResponse:
    """Change what an account is called and how it is classed."""
    customer = queries.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)
    if customer.is_restricted:
        raise Refused(_("This account is restricted: its identity is nobody's to read or change."))
    stored = {name: getattr(customer, name) for name in IDENTITY_FIELDS}
    hidden = () if queries.sees_identity(customer, request.reach) else HIDDEN

    def change(facts: dict[str, Any]) -> None:
        actions.change_identity(
            customer=customer,
            version=facts["version"],
            identity=_identity(facts),
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    matter, readable = _matter(customer, _("Identity")), stored | dict.fromkeys(hidden, "")
    deed = acting.keeping(change, stored, hidden)
    return acting.change(
        request, matter, IdentityForm, deed, stored=readable, is_masked=bool(hidden)
    )


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def status(request: PersonRequest, number: str) -> HttpResponse:
    """Suspend, lock, close or reopen an account."""
    customer = queries.get_customer(request.reach, number, Permission.EDIT_CUSTOMERS)

    def change(facts: dict[str, Any]) -> None:
        actions.change_status(
            customer=customer,
            version=facts["version"],
            status=CustomerStatus(facts["status"]),
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    matter = _matter(customer, _("Status"))
    return acting.change(request, matter, StatusForm, change, current=customer.status)


@page(Permission.ASSIGN_MANAGERS, methods=GET_AND_POST)
def managers(request: PersonRequest, number: str) -> HttpResponse:
    """Name the manager and the deputy of an account."""
    customer = queries.get_customer(request.reach, number, Permission.ASSIGN_MANAGERS)
    people = _people(customer)
    stored = {"account_manager": customer.account_manager_id, "deputy": customer.deputy_id}

    def change(facts: dict[str, Any]) -> None:
        actions.name_managers(
            customer=customer,
            version=facts["version"],
            account_manager=people.get(facts["account_manager"]),
            deputy=people.get(facts["deputy"]),
            reason=_reason_of_managers(request, customer, facts),
            by=request.user,
            at=clock.now(),
        )

    labels = [(pk, _label(person)) for pk, person in people.items()]
    matter, named = _matter(customer, _("Manager and deputy")), tuple(stored.values())
    return acting.change(
        request, matter, ManagersForm, change, stored=stored, people=labels, named=named
    )


@page(Permission.ASSIGN_MANAGERS, methods=GET_AND_POST)
def listing(request: PersonRequest, number: str) -> HttpResponse:
    """Put a key account on a named list, or take it off; say whether it is a core account."""
    customer = queries.get_customer(request.reach, number, Permission.ASSIGN_MANAGERS)
    row = tiers.listing_of(customer)
    stored = {
        "level": row.level if row else "",
        "is_core": row.is_core if row else False,
        "since_date": row.since_date if row else today(),
    }
    mine = tiers.levels_to_decide(request.reach, customer)
    offered = [(one.value, one.label) for one in ListLevel if one in mine | {stored["level"]}]

    def change(facts: dict[str, Any]) -> None:
        name_on_list(
            customer=customer,
            version=facts["version"],
            wanted=Listed(facts["level"], facts["is_core"], facts["since_date"]),
            reach=request.reach,
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    back = reverse("accounts:account", args=[customer.number])
    matter = Matter(customer=customer, title=_("Named list"), back=back, row=row)
    return acting.change(request, matter, ListingForm, change, stored=stored, levels=offered)


def _reason_of_managers(request: PersonRequest, customer: "Customer", facts: dict[str, Any]) -> str:
    """Return why these people look after it; above the limit of a load only if that is meant."""
    manager_id, reason = facts["account_manager"], str(facts["reason"])
    if manager_id in (None, customer.account_manager_id):
        return reason
    meant = bool(facts["is_overload_meant"])
    above = loads.checked(request.reach, manager_id, [customer.pk], is_meant=meant, today=today())
    if above and not reason:
        raise Refused(_("Say why somebody is to carry more than the limit."), field="reason")
    return loads.reason_above(above, reason)


@page(Permission.ASSIGN_MANAGERS, methods=GET_AND_POST)
def owner_unit(request: PersonRequest, number: str) -> HttpResponse:
    """Hand an account over to another unit."""
    customer = queries.get_customer(request.reach, number, Permission.ASSIGN_MANAGERS)
    units = _open_units(request, Permission.ASSIGN_MANAGERS)
    stored = {"owner_unit": customer.owner_unit_id}

    def change(facts: dict[str, Any]) -> None:
        actions.change_owner_unit(
            customer=customer,
            version=facts["version"],
            owner_unit=units[facts["owner_unit"]],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    matter, offered = _matter(customer, _("Owner unit")), _indented(units)
    return acting.change(request, matter, OwnerUnitForm, change, stored=stored, units=offered)


@page(Permission.CREATE_CUSTOMERS, methods=GET_AND_POST)
def new_account(request: PersonRequest) -> HttpResponse:
    """Open an account."""
    units = _open_units(request, Permission.CREATE_CUSTOMERS)
    if request.method != "POST":
        start = {"once": OnceForm.new_key(), "unit": min(units) if len(units) == 1 else None}
        return _new_page(request, Edit(form=NewAccountForm(initial=start, units=_indented(units))))
    opened: list[str] = []

    def open_account(facts: dict[str, Any]) -> None:
        opened.append(
            once(
                key=facts["once"],
                at=clock.now(),
                deed=lambda: (
                    actions.open_customer(
                        identity=_identity(facts),
                        owner_unit=units[facts["unit"]],
                        status=CustomerStatus(facts["status"]),
                        by=request.user,
                        at=clock.now(),
                    ).number
                ),
            )
        )

    edit = edits.save(NewAccountForm(request.POST, units=_indented(units)), open_account)
    if not edit.is_done:
        return _new_page(request, edit)
    messages.success(request, _("The account is on file."))
    return redirect("accounts:account", opened[0])


def _matter(customer: "Customer", title: str | Promise) -> Matter:
    back = reverse("accounts:account", args=[customer.number])
    return Matter(customer=customer, title=title, back=back, row=customer)


def _new_page(request: PersonRequest, edit: Edit) -> HttpResponse:
    context = {"edit": edit, "form": edit.form}
    return render(request, "web/accounts/new.html", context, status=edit.status)


def _identity(facts: dict[str, Any]) -> Identity:
    values = {name: facts[name] for name in IDENTITY_FIELDS}
    return Identity(**values | {"kind": CustomerKind(facts["kind"])})


def _people(customer: "Customer") -> dict[int, "Person"]:
    named = staff.people_to_name(customer.owner_unit, today=today())
    people = {person.pk: person for person, _unit in named}
    for person in (customer.account_manager, customer.deputy):
        if person is not None:
            people.setdefault(person.pk, person)
    return people


def _label(person: "Person") -> str:
    left = "" if person.is_active else f" ({_('has left')})"
    return f"{person.name} · {person.username}{left}"


def _open_units(request: PersonRequest, permission: Permission) -> dict[int, "Unit"]:
    units = staff.units_in_order(request.reach, permission, only_open=True)
    if not units:
        raise NotFound
    return {unit.pk: unit for unit in units}


def _indented(units: dict[int, "Unit"]) -> list[tuple[int, str]]:
    top = min(unit.depth for unit in units.values())
    return [(pk, f"{'　' * (unit.depth - top)}{unit.name}") for pk, unit in units.items()]
