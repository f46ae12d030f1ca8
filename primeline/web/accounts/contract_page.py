"""The page of one contract: its facts, who takes part, what is due, what it said before."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from primeline.customers import queries as customers
from primeline.customers.choices import AttachedTo
from primeline.kit.errors import NotFound
from primeline.products import queries
from primeline.products.values import AgreementTerms
from primeline.staff.choices import Permission
from primeline.web import looking
from primeline.web.accounts import timeline
from primeline.web.accounts.contract_forms import ContractFields
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.products.models import PaymentMatch
    from primeline.products.queries import Dossier

LABELS: dict[str, str | Promise] = {
    field.name: ContractFields.base_fields[field.name.removesuffix("_id")].label or ""
    for field in fields(AgreementTerms)
}
LABELS["value_cents"] = _("Value")


@page(Permission.VIEW_DOSSIERS)
def contract(request: PersonRequest, number: str, contract_id: int) -> HttpResponse:
    """Show one contract in full."""
    customer = customers.get_customer(request.reach, number, Permission.VIEW_DOSSIERS)
    agreement = queries.get_agreement(customer, contract_id)
    looking.note_look(request, customer, "contracts")
    dossier = queries.dossier_of(agreement, request.reach)
    attachments = customers.attachments_of(
        customer, request.reach, subject=(AttachedTo.AGREEMENT, agreement.pk)
    )
    told = customers.lines_about(
        customer,
        {"agreement": [agreement.pk], "attachment": [one.id for one in attachments]},
    )
    context = {
        "customer": customer,
        "one": agreement,
        "dossier": dossier,
        "matches": _matches(dossier),
        "attachments": attachments,
        "lines": told,
        "may": customers.permissions_on(customer, request.reach),
        "today": today(),
        **timeline.words_for(told),
    }
    return render(request, "web/accounts/contract.html", context)


@page(Permission.VIEW_DOSSIERS)
def contract_edition(
    request: PersonRequest, number: str, contract_id: int, edition: int
) -> HttpResponse:
    """Show what a contract said before an amendment, beside what took its place."""
    customer = customers.get_customer(request.reach, number, Permission.VIEW_DOSSIERS)
    agreement = queries.get_agreement(customer, contract_id)
    looking.note_look(request, customer, "contracts")
    dossier = queries.dossier_of(agreement, request.reach)
    shown = next((one for one in dossier.editions if one.edition == edition), None)
    if shown is None:
        raise NotFound
    context = {
        "customer": customer,
        "one": agreement,
        "shown": shown,
        "rows": _compared(dossier, edition),
        "attachments": [
            one
            for one in customers.attachments_of(
                customer, request.reach, subject=(AttachedTo.AGREEMENT, agreement.pk)
            )
            if one.attached_at <= shown.superseded_at
        ],
        "may": frozenset(),
    }
    return render(request, "web/accounts/contract_edition.html", context)


def _matches(dossier: "Dossier") -> dict[int, "PaymentMatch"]:
    """Return with which payments the milestones that are paid were matched."""
    paid = [one for one in dossier.milestones if one.done_date and one.amount_cents]
    return queries.matches_of(paid) if paid else {}


def _compared(dossier: "Dossier", edition: int) -> list[dict[str, Any]]:
    """Return field by field what an edition said and what the next one says."""
    said = {one.edition: one for one in dossier.editions}
    before, after = said[edition], said.get(edition + 1)
    rows = []
    for name, label in LABELS.items():
        old, new = _value(before, name), _value(after or dossier.agreement, name)
        if old or new:
            rows.append({"name": name, "label": label, "old": old, "new": new})
    return rows


def _value(edition: Any, name: str) -> Any:
    if name.endswith("_id"):
        named = getattr(edition, name.removesuffix("_id"))
        return named if isinstance(named, str | None) else named.name
    return getattr(getattr(edition, "terms", edition), name)
