"""Proposing a version, deciding about it, going back to an older one."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.staff.choices import Permission
from primeline.standards import actions, queries
from primeline.web import edits
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.standards.forms import ProposalForm, ReasonForm, ReturnForm
from primeline.web.standards.versions import shown_version

if TYPE_CHECKING:
    from primeline.standards.models import PolicyVersion


@page(Permission.EDIT_POLICY, methods=("POST",))
def proposal(request: PersonRequest, number: int) -> HttpResponse:
    """Ask for approval of a draft."""
    shown = queries.get_version(number)

    def propose(said: dict[str, Any]) -> None:
        actions.propose_version(draft=shown, **said, by=request.user, at=clock.now())

    said = _("Proposed. Somebody else decides now.")
    return _done(request, shown, ProposalForm(request.POST), propose, said, "proposal_form")


@page(Permission.EDIT_POLICY, methods=("POST",))
def withdrawal(request: PersonRequest, number: int) -> HttpResponse:
    """Take a proposal back, to change it again."""
    shown = queries.get_version(number)

    def take_back(said: dict[str, Any]) -> None:
        actions.take_back_proposal(
            proposal=shown, version=said["version"], by=request.user, at=clock.now()
        )

    said = _("It is a draft again.")
    return _done(request, shown, ReasonForm(request.POST), take_back, said, "reason_form")


@page(Permission.EDIT_POLICY, methods=("POST",))
def decision(request: PersonRequest, number: int) -> HttpResponse:
    """Approve or refuse what somebody else has proposed."""
    shown = queries.get_version(number)
    is_approved = request.POST.get("answer") == "approve"
    decide = actions.approve_version if is_approved else actions.refuse_version

    def answer(said: dict[str, Any]) -> None:
        decide(proposal=shown, **said, by=request.user, at=clock.now())

    said = _("Approved.") if is_approved else _("Refused.")
    return _done(request, shown, ReasonForm(request.POST), answer, said, "reason_form")


@page(Permission.EDIT_POLICY, methods=("POST",))
def end(request: PersonRequest, number: int) -> HttpResponse:
    """Give a draft up."""
    shown = queries.get_version(number)

    def drop(said: dict[str, Any]) -> None:
        actions.drop_draft(draft=shown, version=said["version"], by=request.user, at=clock.now())

    return _done(request, shown, ReasonForm(request.POST), drop, _("Given up."), "reason_form")


@page(Permission.EDIT_POLICY, methods=("POST",))
def rolling_back(request: PersonRequest, number: int) -> HttpResponse:
    """Propose a new version that says again what this one said."""
    shown = queries.get_version(number)
    made: list[PolicyVersion] = []

    def roll_back(said: dict[str, Any]) -> None:
        said.pop("version")
        made.append(actions.roll_back(to=shown, **said, by=request.user, at=clock.now()))

    edit = edits.save(ReturnForm(request.POST), roll_back)
    if edit.is_done:
        messages.success(request, _("Proposed. Somebody else decides now."))
        return redirect("standards:version", number=made[0].number)
    return _again(request, shown, edit.status, return_form=edit.form)


def _done(
    request: PersonRequest,
    shown: "PolicyVersion",
    form: forms.Form,
    deed: Callable[[dict[str, Any]], object],
    said: str | Promise,
    name: str,
) -> HttpResponse:
    edit = edits.save(form, deed, version=shown.version)
    if edit.is_done:
        messages.success(request, str(said))
        return redirect("standards:version", number=shown.number)
    return _again(request, shown, edit.status, **{name: edit.form})


def _again(
    request: PersonRequest, shown: "PolicyVersion", status: int, **bound: forms.Form
) -> HttpResponse:
    return shown_version(request, queries.get_version(shown.number), status=status, **bound)
