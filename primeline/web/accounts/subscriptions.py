"""Subscriptions of an account: opened, looked at, changed, ended, understood, paired."""

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.products import actions, queries
from primeline.products.choices import Influence, SubscriptionStatus
from primeline.products.values import Circuit, Papers, Terms
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web.accounts import acting
from primeline.web.accounts.acting import Facts, Matter
from primeline.web.accounts.holding_forms import (
    Choices,
    EndingForm,
    FeeForm,
    NewSubscriptionForm,
    ReplacementForm,
    SubscriptionForm,
    SuspensionForm,
    VerifiedReasonForm,
)
from primeline.web.accounts.holding_history import history_of
from primeline.web.fields import written
from primeline.web.formats import day
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer
    from primeline.products.models import Subscription
    from primeline.staff.models import Unit

GET_AND_POST = ("GET", "POST")
# Of an individual they say where somebody lives: whoever may not read them leaves them empty.
ENDS = ("a_end", "z_end")
CIRCUIT = [field.name for field in fields(Circuit)]


@page(Permission.VIEW_CUSTOMERS)
def subscription(request: PersonRequest, number: str, subscription: str) -> HttpResponse:
    """Show one subscription: its circuit, its fees, what it replaced, and what became of it."""
    customer = customers.get_customer(request.reach, number)
    held = queries.get_subscription(customer, subscription)
    context = {
        "customer": customer,
        "one": held,
        "site_name": customers.name_of_site(held.site, customer, request.reach)
        if held.site
        else "",
        "fee_changes": queries.fee_changes_of(held),
        "may": customers.permissions_on(customer, request.reach),
        "sees_dossier": customers.sees_dossier(customer, request.reach),
        **history_of(request, held),
    }
    return render(request, "web/accounts/subscription.html", context)


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def new_subscription(request: PersonRequest, number: str) -> HttpResponse:
    """Open a subscription."""
    customer = customers.get_customer(request.reach, number, Permission.EDIT_SUBSCRIPTIONS)
    lines = {line.pk: line for line in queries.lines() if line.is_open_to_new}
    endings = {one.pk: one for one in queries.endings_of(customer)}

    def open_it(facts: Facts) -> str:
        return actions.open_subscription(
            customer=customer,
            line=lines[facts["line"]],
            terms=Terms(
                fee_cents=facts["fee_cents"],
                opened_date=facts["opened_date"],
                payment_mode=facts["payment_mode"],
                agreement_id=facts["agreement"],
            ),
            circuit=_circuit(facts),
            replaces=endings.get(facts["replaces"]),
            by=request.user,
            at=clock.now(),
        ).number

    back = reverse("accounts:subscriptions", args=[number])
    matter = Matter(customer=customer, title=_("New subscription"), back=back)
    choices = {
        "line": [(pk, line.name) for pk, line in lines.items()],
        "agreement": _contracts(customer),
        "site_id": _sites(request, customer),
        **_end_units(),
        "replaces": [(pk, _ended(one)) for pk, one in endings.items()],
    }
    start = {"opened_date": today()}
    return acting.add(request, matter, NewSubscriptionForm, open_it, initial=start, choices=choices)


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def facts(request: PersonRequest, number: str, subscription: str) -> HttpResponse:
    """Change the technical facts and the papers of a subscription."""
    matter = _matter(request, number, subscription, _("Circuit and papers"))
    stored = {name: getattr(matter.row, name) for name in (*CIRCUIT, "payment_mode")}
    stored["agreement"] = matter.row.agreement_id

    def change(facts: Facts) -> None:
        actions.change_subscription(
            subscription=matter.row,
            version=facts["version"],
            circuit=_circuit(facts),
            papers=Papers(payment_mode=facts["payment_mode"], agreement_id=facts["agreement"]),
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    choices = {
        "agreement": _contracts(matter.customer),
        "site_id": _sites(request, matter.customer, kept=matter.row.site_id),
        **_end_units(matter.row.a_end_unit, matter.row.z_end_unit),
    }
    hidden = () if customers.sees_identity(matter.customer, request.reach) else ENDS
    deed, readable = acting.keeping(change, stored, hidden), stored | dict.fromkeys(hidden, "")
    return acting.change(request, matter, SubscriptionForm, deed, stored=readable, choices=choices)


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def fee(request: PersonRequest, number: str, subscription: str) -> HttpResponse:
    """Change the monthly fee of a subscription."""
    matter = _matter(request, number, subscription, _("Fee a month"))

    def change(facts: Facts) -> None:
        actions.change_fee(
            subscription=matter.row,
            version=facts["version"],
            fee_cents=facts["fee_cents"],
            changed_date=facts["changed_date"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    stored = {"fee_cents": written(matter.row.fee_cents)}
    return acting.change(request, matter, FeeForm, change, stored=stored)


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def suspension(request: PersonRequest, number: str, subscription: str) -> HttpResponse:
    """Suspend a subscription that is in force, or put a suspended one back in force."""
    matter = _matter(request, number, subscription, _("Suspend"))
    is_back = matter.row.status == SubscriptionStatus.SUSPENDED
    if is_back:
        matter = replace(matter, title=_("Put back in force"))
    move = actions.resume_subscription if is_back else actions.suspend_subscription

    def change(facts: Facts) -> None:
        move(
            subscription=matter.row,
            version=facts["version"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    return acting.change(request, matter, SuspensionForm, change)


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def ending(request: PersonRequest, number: str, subscription: str) -> HttpResponse:
    """End a subscription, with the reason as the customer tells it."""
    matter = _matter(request, number, subscription, _("End the subscription"))
    reasons = queries.reasons_by_id()
    openings = {
        one.pk: one for one in queries.openings_of(matter.customer) if one.pk != matter.row.pk
    }

    def change(facts: Facts) -> None:
        actions.terminate_subscription(
            subscription=matter.row,
            version=facts["version"],
            terminated_date=facts["terminated_date"],
            reason_recorded=reasons[facts["reason_recorded"]],
            replaced_by=openings.get(facts["replaced_by"]),
            by=request.user,
            at=clock.now(),
        )

    choices = {
        "reason_recorded": _reasons(reasons),
        "replaced_by": [(pk, _opened(one)) for pk, one in openings.items()],
    }
    return acting.change(request, matter, EndingForm, change, choices=choices)


@page(Permission.VERIFY_REASONS, methods=GET_AND_POST)
def verified_reason(request: PersonRequest, number: str, subscription: str) -> HttpResponse:
    """Keep the reason of an ending that a second call has found."""
    may = Permission.VERIFY_REASONS
    matter = _matter(request, number, subscription, _("Reason after the second call"), may)
    reasons = queries.reasons_by_id()

    def change(facts: Facts) -> None:
        actions.verify_reason(
            subscription=matter.row,
            version=facts["version"],
            reason_verified=reasons[facts["reason_verified"]],
            verified_date=facts["verified_date"],
            by=request.user,
            at=clock.now(),
        )

    choices = {"reason_verified": _reasons(reasons)}
    stored = {"reason_verified": matter.row.reason_verified_id}
    return acting.change(
        request, matter, VerifiedReasonForm, change, stored=stored, choices=choices
    )


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def replacement(request: PersonRequest, number: str, subscription: str) -> HttpResponse:
    """Say whose place a subscription took, so that the pair nets to zero."""
    matter = _matter(request, number, subscription, _("Took the place of"))
    endings = {
        one.pk: one for one in queries.endings_of(matter.customer) if one.pk != matter.row.pk
    }

    def change(facts: Facts) -> None:
        actions.mark_replacement(
            opening=matter.row,
            version=facts["version"],
            ending=endings[facts["replaces"]],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    choices = {"replaces": [(pk, _ended(one)) for pk, one in endings.items()]}
    stored = {"replaces": matter.row.replaces_id}
    return acting.change(request, matter, ReplacementForm, change, stored=stored, choices=choices)


def _matter(
    request: PersonRequest,
    number: str,
    subscription: str,
    title: str | Promise,
    may: Permission = Permission.EDIT_SUBSCRIPTIONS,
) -> Matter:
    customer = customers.get_customer(request.reach, number, may)
    row = queries.get_subscription(customer, subscription)
    back = reverse("accounts:subscription", args=[number, subscription])
    about = f"{row.number} · {row.line.name}"
    return Matter(customer=customer, title=title, back=back, about=about, row=row)


def _circuit(facts: Facts) -> Circuit:
    return Circuit(**{name: facts[name] for name in CIRCUIT})


def _contracts(customer: "Customer") -> list[tuple[int, str]]:
    found = queries.agreements_of(customer)
    return [(one.pk, f"{one.number} {one.name}".strip()) for one in found]


def _end_units(*kept: "Unit | None") -> dict[str, Choices]:
    units = {unit.pk: f"{'　' * unit.depth}{unit.name}" for unit in staff.units_to_name()}
    for unit in kept:
        if unit is not None:
            units.setdefault(unit.pk, unit.name)
    named = list(units.items())
    return {"a_end_unit_id": named, "z_end_unit_id": named}


def _sites(
    request: PersonRequest, customer: "Customer", kept: int | None = None
) -> list[tuple[int, str]]:
    found = customers.sites_of(customer, request.reach)
    return [(one.id, one.name) for one in found if one.is_active or one.id == kept]


def _reasons(reasons: dict[int, Any]) -> list[tuple[Any, Any]]:
    """Return the reasons that may still be given, by whether we could have done something."""
    groups = []
    for influence in Influence:
        these = [
            (pk, one.name)
            for pk, one in reasons.items()
            if one.influence == influence and one.is_active
        ]
        if these:
            groups.append((influence.label, these))
    return groups


def _ended(one: "Subscription") -> str:
    return _("%(what)s, ended %(day)s") % {"what": _what(one), "day": day(one.terminated_date)}


def _opened(one: "Subscription") -> str:
    return _("%(what)s, opened %(day)s") % {"what": _what(one), "day": day(one.opened_date)}


def _what(one: "Subscription") -> str:
    return " ".join(part for part in (one.number, one.line.name, one.circuit_number) if part)
