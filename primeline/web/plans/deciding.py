"""Handing a plan in, approving it, sending it back, ticking actions, and the PDF."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from primeline.access import queries as access
from primeline.audit import actions as audit
from primeline.audit.values import UNSAID
from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import Refused
from primeline.plans import actions, queries
from primeline.staff.choices import Permission
from primeline.web import edits, paper
from primeline.web.accounts.account import shown
from primeline.web.accounts.plan import with_answer
from primeline.web.pages import page
from primeline.web.plans.forms import AnswerForm, DoneForm
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.plans.models import Plan

WRITE, APPROVE = Permission.EDIT_CUSTOMERS, Permission.APPROVE_PLANS


@page(WRITE, methods=("POST",))
def submission(request: PersonRequest, number: str, plan_number: int) -> HttpResponse:
    """Hand a plan in for approval."""
    plan = _plan(request, number, plan_number, WRITE)
    actions.submit_plan(
        plan=plan,
        version=plan.version,
        reach=request.reach,
        by=request.user,
        at=clock.now(),
    )
    return _back(request, plan, _("Handed in. A lead of the account approves it."))


@page(APPROVE, methods=("POST",))
def approval(request: PersonRequest, number: str, plan_number: int) -> HttpResponse:
    """Put a plan in force."""
    plan = _plan(request, number, plan_number, APPROVE)
    actions.approve_plan(plan=plan, **_answer(request), by=request.user, at=clock.now())
    return _back(request, plan, _("The plan is in force."))


@page(APPROVE, methods=("POST",))
def refusal(request: PersonRequest, number: str, plan_number: int) -> HttpResponse:
    """Send a plan back to be worked on."""
    plan = _plan(request, number, plan_number, APPROVE)

    def send_back(facts: dict[str, Any]) -> None:
        actions.return_plan(
            plan=plan, **facts, reach=request.reach, by=request.user, at=clock.now()
        )

    edit = edits.save(AnswerForm(request.POST), send_back, version=plan.version)
    if not edit.is_done:
        facts = with_answer(request, plan, edit.form)
        return shown(request, plan.customer, "plan", facts=facts, status=edit.status)
    return _back(request, plan, _("Sent back. It is being drawn up again."))


@page(WRITE, methods=("POST",))
def action(request: PersonRequest, number: str, plan_number: int, action_id: int) -> HttpResponse:
    """Tick an action of a plan, or take the tick away."""
    plan = _plan(request, number, plan_number, WRITE)
    form = DoneForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Reload the page and try again."))
    actions.finish_action(
        action=queries.get_action(plan, action_id),
        **form.cleaned_data,
        by=request.user,
        at=clock.now(),
    )
    return _back(request, plan, _("Saved."))


@page(Permission.VIEW_DOSSIERS, methods=("POST",))
def pdf(request: PersonRequest, number: str, plan_number: int) -> HttpResponse:
    """Make a PDF file of a plan as the reader sees it, marked with who made it and when."""
    plan = _plan(request, number, plan_number, Permission.VIEW_DOSSIERS)
    at = clock.now()
    context = {
        "plan": plan,
        "customer": plan.customer,
        "shown": queries.shown(plan, request.reach),
        "at": at,
    }
    written = paper.as_pdf(render_to_string("web/plans/paper.html", context, request=request))
    audit.look(
        subject_kind="plan",
        subject_id=str(plan.customer_id),
        purpose=_("Plan of %(number)s, version %(version)s, as PDF")
        % {"number": number, "version": plan.number},
        right=access.right_to(plan.customer, request.reach) or UNSAID,
        by=request.user,
        at=at,
    )
    answer = HttpResponse(written, content_type="application/pdf")
    name = f"plan-{number}-{plan.number}-{timezone.localtime(at):%Y%m%d-%H%M}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _plan(request: PersonRequest, number: str, plan_number: int, permission: Permission) -> "Plan":
    customer = customers.get_customer(request.reach, number, permission)
    return queries.get_plan(customer, plan_number)


def _answer(request: PersonRequest) -> dict[str, Any]:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Reload the page and try again."))
    return {**form.cleaned_data, "reach": request.reach}


def _back(request: PersonRequest, plan: "Plan", message: str) -> HttpResponse:
    messages.success(request, message)
    address = reverse("accounts:plan", args=[plan.customer.number])
    return redirect(f"{address}?version={plan.number}")
