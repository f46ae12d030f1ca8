"""Deeds about those who take part in a contract, its milestones and its files."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from primeline.customers import actions as customer_actions
from primeline.customers import queries as customers
from primeline.customers.choices import AttachedTo, AttachmentKind
from primeline.customers.values import Paper
from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused
from primeline.products import actions, queries
from primeline.products.choices import MilestoneKind
from primeline.products.values import MilestoneTerms, Party
from primeline.staff.choices import Permission
from primeline.web.accounts import acting
from primeline.web.accounts.acting import Facts, Matter
from primeline.web.accounts.attachments import paper_from, people_to_choose
from primeline.web.accounts.contract_forms import (
    MilestoneDoneForm,
    MilestoneForm,
    NewMilestoneForm,
    PartyForm,
    ReasonForm,
)
from primeline.web.accounts.contracts import contract_matter
from primeline.web.accounts.paper_forms import AttachmentForm
from primeline.web.fields import written
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.products.models import Agreement

GET_AND_POST = ("GET", "POST")


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def new_party(request: PersonRequest, number: str, contract_id: int) -> HttpResponse:
    """Name somebody else who takes part in a contract."""
    matter = contract_matter(request, number, contract_id, _("Name a party"))

    def add(facts: Facts) -> str:
        party = Party(
            role=facts["role"],
            name=facts["name"],
            customer_id=_account(request, facts["customer_number"]),
        )
        return str(
            actions.add_party(agreement=matter.row, party=party, by=request.user, at=clock.now()).pk
        )

    return acting.add(request, matter, PartyForm, add)


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def party_end(request: PersonRequest, number: str, contract_id: int, party_id: int) -> HttpResponse:
    """Record that somebody no longer takes part in a contract."""
    matter = contract_matter(request, number, contract_id, _("No longer takes part"))
    party = queries.get_party(matter.row, party_id)

    def end(facts: Facts) -> None:
        actions.end_party(
            party=party,
            version=facts["version"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    about = f"{matter.about} · {party.get_role_display()}"
    return acting.change(request, replace(matter, row=party, about=about), ReasonForm, end)


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def new_milestone(request: PersonRequest, number: str, contract_id: int) -> HttpResponse:
    """Plan a milestone of a contract."""
    matter = contract_matter(request, number, contract_id, _("Plan a milestone"))

    def plan(facts: Facts) -> str:
        return str(
            actions.plan_milestone(
                agreement=matter.row, terms=_terms(facts), by=request.user, at=clock.now()
            ).pk
        )

    return acting.add(request, matter, NewMilestoneForm, plan)


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def milestone(
    request: PersonRequest, number: str, contract_id: int, milestone_id: int
) -> HttpResponse:
    """Change a milestone of a contract."""
    matter = milestone_matter(request, number, contract_id, milestone_id, _("Change a milestone"))

    def change(facts: Facts) -> None:
        actions.change_milestone(
            milestone=matter.row,
            version=facts["version"],
            terms=_terms(facts),
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    row = matter.row
    stored = {
        "kind": row.kind,
        "name": row.name,
        "due_date": row.due_date,
        "amount_cents": written(row.amount_cents) if row.amount_cents else "",
    }
    return acting.change(request, matter, MilestoneForm, change, stored=stored)


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def milestone_done(
    request: PersonRequest, number: str, contract_id: int, milestone_id: int
) -> HttpResponse:
    """Record that a milestone is reached, with what shows it."""
    title, permission = _("Milestone reached"), Permission.EDIT_CUSTOMERS
    matter = milestone_matter(request, number, contract_id, milestone_id, title, permission)

    def reach(facts: Facts) -> None:
        row = matter.row
        is_payment = row.kind == MilestoneKind.PAYMENT
        kind = AttachmentKind.OTHER if is_payment else AttachmentKind.ACCEPTANCE
        paper = facts["file"] and paper_from({"file": facts["file"], "kind": kind, "note": ""})
        actions.reach_milestone(
            milestone=row,
            version=facts["version"],
            done_date=facts["done_date"],
            proof=facts["proof"],
            paper=_of_contract(paper, row.agreement) if paper else None,
            by=request.user,
            at=clock.now(),
        )

    stored = {"done_date": today()}
    sent = {"files": request.FILES} if request.method == "POST" else {}
    return acting.change(request, matter, MilestoneDoneForm, reach, stored=stored, **sent)


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def milestone_reopened(
    request: PersonRequest, number: str, contract_id: int, milestone_id: int
) -> HttpResponse:
    """Take back that a milestone is reached."""
    title, permission = _("Not reached after all"), Permission.EDIT_CUSTOMERS
    matter = milestone_matter(request, number, contract_id, milestone_id, title, permission)

    def reopen(facts: Facts) -> None:
        actions.reopen_milestone(
            milestone=matter.row,
            version=facts["version"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    return acting.change(request, matter, ReasonForm, reopen)


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def milestone_dropped(
    request: PersonRequest, number: str, contract_id: int, milestone_id: int
) -> HttpResponse:
    """Record that a milestone is not waited for any longer."""
    matter = milestone_matter(request, number, contract_id, milestone_id, _("Drop a milestone"))

    def drop(facts: Facts) -> None:
        actions.drop_milestone(
            milestone=matter.row,
            version=facts["version"],
            reason=facts["reason"],
            by=request.user,
            at=clock.now(),
        )

    return acting.change(request, matter, ReasonForm, drop)


@page(Permission.EDIT_CUSTOMERS, methods=GET_AND_POST)
def new_contract_file(request: PersonRequest, number: str, contract_id: int) -> HttpResponse:
    """Put a file on a contract."""
    title, permission = _("Attach a file"), Permission.EDIT_CUSTOMERS
    matter = contract_matter(request, number, contract_id, title, permission)

    def attach(facts: Facts) -> None:
        paper = _of_contract(paper_from(facts), matter.row)
        customer_actions.attach_file(
            customer=matter.customer, paper=paper, by=request.user, at=clock.now()
        )

    start = {"kind": AttachmentKind.CONTRACT}
    choices = people_to_choose(request, matter.customer)
    return acting.add(request, matter, AttachmentForm, attach, initial=start, choices=choices)


def milestone_matter(
    request: PersonRequest,
    number: str,
    contract_id: int,
    milestone_id: int,
    title: str | Promise,
    permission: Permission = Permission.EDIT_SUBSCRIPTIONS,
) -> Matter:
    """Return what a form about a milestone is about."""
    matter = contract_matter(request, number, contract_id, title, permission)
    row = queries.get_milestone(matter.row, milestone_id)
    return replace(matter, row=row, about=f"{matter.about} · {row.name}")


def _terms(facts: Facts) -> MilestoneTerms:
    return MilestoneTerms(
        kind=facts["kind"],
        name=facts["name"],
        due_date=facts["due_date"],
        amount_cents=facts["amount_cents"] or 0,
    )


def _account(request: PersonRequest, number: str) -> int | None:
    if not number:
        return None
    try:
        return customers.get_customer(request.reach, number, Permission.EDIT_SUBSCRIPTIONS).pk
    except NotFound as missing:
        raise Refused(
            _("There is no such account that you may change. Compare its number."),
            field="customer_number",
        ) from missing


def _of_contract(paper: Paper, agreement: "Agreement") -> Paper:
    return replace(
        paper,
        subject_kind=AttachedTo.AGREEMENT,
        subject_id=agreement.pk,
        subject_name=agreement.number,
    )
