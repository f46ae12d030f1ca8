"""Bringing drawings, proposing versions, deciding about them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.kit.errors import Refused
from primeline.kit.once import once
from primeline.processes import actions, queries
from primeline.processes.rules import FaultyDrawing
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.edits import OnceForm
from primeline.web.pages import page
from primeline.web.processes.forms import DrawingForm, ProcessForm
from primeline.web.processes.library import faults_of, shown_edition
from primeline.web.requests import PersonRequest
from primeline.web.standards.forms import ProposalForm, ReasonForm

if TYPE_CHECKING:
    from primeline.processes.models import Edition, Process

EDIT = Permission.EDIT_POLICY
Facts = dict[str, Any]


@page(EDIT, methods=("GET", "POST"))
def new_process(request: PersonRequest) -> HttpResponse:
    """Bring the first drawing of a new process."""

    def begin(facts: Facts) -> str:
        shown = actions.draft_process(
            code=facts["code"],
            name_zh=facts["name_zh"],
            name_en=facts["name_en"],
            xml=facts["file"].read(),
            note=facts["note"],
            by=request.user,
            at=clock.now(),
        )
        return f"{shown.process.code} {shown.number}"

    return _brought(request, ProcessForm, begin, None)


@page(EDIT, methods=("GET", "POST"))
def new_edition(request: PersonRequest, code: str) -> HttpResponse:
    """Bring a drawing as the next version of a process."""
    process = queries.get_process(code)

    def begin(facts: Facts) -> str:
        shown = actions.draft_edition(
            process=process,
            xml=facts["file"].read(),
            note=facts["note"],
            by=request.user,
            at=clock.now(),
        )
        return f"{code} {shown.number}"

    return _brought(request, DrawingForm, begin, process)


@page(EDIT, methods=("POST",))
def proposal(request: PersonRequest, code: str, number: int) -> HttpResponse:
    """Have a draft checked and ask for approval."""
    shown = queries.get_edition(code, number)

    def propose(said: Facts) -> None:
        actions.propose_edition(draft=shown, **said, by=request.user, at=clock.now())

    said = _("Checked and proposed. Somebody else decides now.")
    return _done(request, shown, ProposalForm(request.POST), propose, said, "proposal_form")


@page(EDIT, methods=("POST",))
def withdrawal(request: PersonRequest, code: str, number: int) -> HttpResponse:
    """Take a proposal back, to draw it anew."""
    shown = queries.get_edition(code, number)

    def take_back(said: Facts) -> None:
        actions.take_back_edition(
            proposal=shown, version=said["version"], by=request.user, at=clock.now()
        )

    said = _("It is a draft again.")
    return _done(request, shown, ReasonForm(request.POST), take_back, said, "reason_form")


@page(EDIT, methods=("POST",))
def decision(request: PersonRequest, code: str, number: int) -> HttpResponse:
    """Approve or refuse what somebody else has proposed."""
    shown = queries.get_edition(code, number)
    is_approved = request.POST.get("answer") == "approve"
    decide = actions.approve_edition if is_approved else actions.refuse_edition

    def answer(said: Facts) -> None:
        decide(proposal=shown, **said, by=request.user, at=clock.now())

    said = _("Approved.") if is_approved else _("Refused.")
    return _done(request, shown, ReasonForm(request.POST), answer, said, "reason_form")


@page(EDIT, methods=("POST",))
def end(request: PersonRequest, code: str, number: int) -> HttpResponse:
    """Give a draft up."""
    shown = queries.get_edition(code, number)

    def drop(said: Facts) -> None:
        actions.drop_edition(draft=shown, version=said["version"], by=request.user, at=clock.now())

    return _done(request, shown, ReasonForm(request.POST), drop, _("Given up."), "reason_form")


def _brought(
    request: PersonRequest,
    kind: type[DrawingForm],
    begin: Callable[[Facts], str],
    process: "Process | None",
) -> HttpResponse:
    """Show the form for a drawing, or keep what was brought; faults are shown with their lines."""
    context: dict[str, Any] = {"process": process, "faults": []}
    if request.method != "POST":
        context["form"] = kind(initial={"once": OnceForm.new_key()})
        return render(request, "web/processes/new.html", context)
    made: list[str] = []

    def keep(facts: Facts) -> None:
        try:
            made.append(once(key=facts["once"], at=clock.now(), deed=lambda: begin(facts)))
        except FaultyDrawing as faulty:
            context["faults"] = faults_of(faulty.problems)
            raise Refused(faulty.message, field="file") from faulty

    edit = edits.save(kind(request.POST, request.FILES), keep)
    if not edit.is_done:
        context["form"] = edit.form
        return render(request, "web/processes/new.html", context, status=edit.status)
    messages.success(request, _("Kept as a draft. Look at it, then propose it."))
    code, number = made[0].split()
    return redirect("processes:edition", code=code, number=int(number))


def _done(
    request: PersonRequest,
    shown: "Edition",
    form: forms.Form,
    deed: Callable[[Facts], object],
    said: str | Promise,
    name: str,
) -> HttpResponse:
    edit = edits.save(form, deed, version=shown.version)
    code, number = shown.process.code, shown.number
    if edit.is_done:
        messages.success(request, str(said))
        return redirect("processes:edition", code=code, number=number)
    fresh = queries.get_edition(code, number)
    return shown_edition(request, fresh, status=edit.status, **{name: edit.form})
