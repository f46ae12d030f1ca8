"""Hiding an account and showing it again: proposed by one, confirmed by another."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.access import actions, queries
from primeline.access.choices import ProposalKind
from primeline.access.values import Restriction
from primeline.commitments import queries as owed
from primeline.customers import actions as customer_actions
from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.access.forms import ClearForm, LiftForm, ReasonForm, RemarkForm, RestrictForm
from primeline.web.edits import Edit
from primeline.web.matters.lines import owner_words
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.access.models import RestrictionProposal
    from primeline.commitments.models import Commitment
    from primeline.customers.models import Customer
    from primeline.staff.models import Person

MAY = Permission.RESTRICT_CUSTOMERS


@page(MAY, methods=("GET", "POST"))
def restriction(request: PersonRequest, number: str) -> HttpResponse:
    """Show who is cleared for an account, and propose to hide it or to show it again."""
    customer = customers.get_customer(request.reach, number, MAY)
    edit = Edit(form=_form(request, customer))
    if request.method == "POST":
        edit = edits.save(edit.form, lambda facts: _propose(request, customer, facts))
        if edit.is_done:
            messages.success(request, _("Proposed. A second person has to confirm it."))
            return redirect("access:restriction", number)
    return _show(request, customer, edit)


@page(MAY, methods=("POST",))
def people(request: PersonRequest, number: str) -> HttpResponse:
    """Clear one more person for a restricted account."""
    customer = _restricted(request, number)
    form = ClearForm(request.POST, people=_labels(_uncleared(customer)))

    def clear(facts: dict[str, Any]) -> None:
        at, days = clock.now(), facts["days_count"]
        customer_actions.clear_person(
            customer=customer,
            person=_uncleared(customer)[facts["person"]],
            active_to=at + timedelta(days=days) if days else None,
            by=request.user,
            at=at,
            reason=facts["reason"],
        )

    edit = edits.save(form, clear)
    if not edit.is_done:
        return _show(request, customer, Edit(form=_form(request, customer, fresh=True)), edit)
    messages.success(request, _("Cleared."))
    return redirect("access:restriction", number)


@page(MAY, methods=("POST",))
def cleared_person(request: PersonRequest, number: str, clearance_id: int) -> HttpResponse:
    """End the clearance of one person."""
    customer = _restricted(request, number)
    at = clock.now()
    held = {one.pk: one for one in customers.clearances_of(customer, at=at)}
    if clearance_id not in held:
        raise NotFound
    actions.end_clearance(
        clearance=held[clearance_id],
        by=request.user,
        at=at,
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("This person no longer sees the account."))
    # Not back to the account: it may have been one's own clearance.
    return redirect("access:overview")


@page(MAY, methods=("GET", "POST"))
def proposal(request: PersonRequest, proposal_id: int) -> HttpResponse:
    """Show what somebody proposed, and confirm it."""
    found = queries.get_proposal(request.reach, proposal_id)
    form = RemarkForm(request.POST or None, initial={"version": found.version})
    if request.method != "POST":
        return _proposal_page(request, found, Edit(form=form))

    def confirm(facts: dict[str, Any]) -> None:
        actions.confirm_proposal(
            proposal=found,
            version=facts["version"],
            by=request.user,
            at=clock.now(),
            reason=facts["reason"],
        )

    edit = edits.save(form, confirm, version=found.version)
    return _decided(request, found, edit, _("Confirmed. It holds from now on."))


@page(MAY, methods=("POST",))
def refusal(request: PersonRequest, proposal_id: int) -> HttpResponse:
    """Leave the account as it is."""
    found = queries.get_proposal(request.reach, proposal_id)

    def decline(facts: dict[str, Any]) -> None:
        actions.decline_proposal(
            proposal=found,
            version=facts["version"],
            by=request.user,
            at=clock.now(),
            reason=facts["reason"],
        )

    edit = edits.save(ReasonForm(request.POST), decline, version=found.version)
    return _decided(request, found, edit, _("Declined. Nothing has changed."))


@page(MAY, methods=("POST",))
def withdrawal(request: PersonRequest, proposal_id: int) -> HttpResponse:
    """Take back one's own proposal."""
    found = queries.get_proposal(request.reach, proposal_id)
    actions.withdraw_proposal(
        proposal=found, version=found.version, by=request.user, at=clock.now()
    )
    messages.success(request, _("Withdrawn."))
    return redirect("access:overview")


def _form(request: PersonRequest, customer: "Customer", *, fresh: bool = False) -> forms.Form:
    sent = request.POST if request.method == "POST" and not fresh else None
    if customer.is_restricted:
        return LiftForm(sent)
    return RestrictForm(sent, people=_labels(_known_people(customer)))


def _propose(request: PersonRequest, customer: "Customer", facts: dict[str, Any]) -> None:
    if customer.is_restricted:
        actions.propose_lift(
            customer=customer, by=request.user, at=clock.now(), reason=facts["reason"]
        )
        return
    actions.propose_restriction(
        customer=customer,
        restriction=Restriction(cover_name=facts["cover_name"], person_ids=tuple(facts["people"])),
        by=request.user,
        at=clock.now(),
        reason=facts["reason"],
    )


def _show(
    request: PersonRequest, customer: "Customer", edit: Edit, clearing: Edit | None = None
) -> HttpResponse:
    at = clock.now()
    context = {
        "customer": customer,
        "form": edit.form,
        "edit": edit,
        "clear_form": clearing.form
        if clearing
        else ClearForm(people=_labels(_uncleared(customer))),
        "clearances": list(customers.clearances_of(customer, at=at)),
        "proposal": queries.proposal_on(customer, request.reach),
    }
    status = max(edit.status, clearing.status if clearing else 200)
    return render(request, "web/access/restriction.html", context, status=status)


def _proposal_page(
    request: PersonRequest, found: "RestrictionProposal", edit: Edit
) -> HttpResponse:
    names = staff.names_by_id(found.people)
    at = clock.now()
    is_to_hide = found.kind == ProposalKind.MARK
    context = {
        "proposal": found,
        "customer": found.customer,
        "people": [names[one] for one in found.people if one in names],
        "stranded": _stranded(found, at) if is_to_hide else [],
        "taker": owed.taker_among(found.customer, found.people, at=at) if is_to_hide else None,
        "is_own": found.proposed_by_id == request.user.pk,
        "form": edit.form,
        "reason_form": ReasonForm(initial={"version": found.version}),
    }
    return render(request, "web/access/proposal.html", context, status=edit.status)


def _stranded(found: "RestrictionProposal", at: datetime) -> list[tuple["Commitment", str]]:
    """Return what none of those to be cleared has in hand, and who has it."""
    left = owed.stranded_among(found.customer, found.people, at=at)
    return [(one, owner_words(one)) for one in left]


def _decided(
    request: PersonRequest, found: "RestrictionProposal", edit: Edit, message: str
) -> HttpResponse:
    if not edit.is_done:
        return _proposal_page(request, found, edit)
    messages.success(request, message)
    return redirect("access:overview")


def _restricted(request: PersonRequest, number: str) -> "Customer":
    customer = customers.get_customer(request.reach, number, MAY)
    if not customer.is_restricted:
        raise NotFound
    return customer


def _known_people(customer: "Customer") -> dict[int, "Person"]:
    """Return whom one may clear: those who work with accounts of this unit, and those above."""
    return {person.pk: person for person in staff.people_over(customer.owner_unit, today=today())}


def _uncleared(customer: "Customer") -> dict[int, "Person"]:
    """Return whom one may clear, without those who are cleared already."""
    cleared = {one.person_id for one in customers.clearances_of(customer, at=clock.now())}
    return {pk: one for pk, one in _known_people(customer).items() if pk not in cleared}


def _labels(people: dict[int, "Person"]) -> list[tuple[int, str]]:
    return [(pk, f"{person.name} · {person.username}") for pk, person in people.items()]
