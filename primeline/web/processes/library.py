"""Looking at processes: which there are, their versions, one of them with its faults."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render

from primeline.bpmn.errors import Problem
from primeline.kit import clock
from primeline.processes import queries
from primeline.processes.choices import EditionStatus
from primeline.staff.choices import Permission
from primeline.web.edits import OnceForm
from primeline.web.pages import page
from primeline.web.processes.words import SWITCH_TONES, TONES, element_name, fault_words
from primeline.web.requests import PersonRequest
from primeline.web.standards.forms import ProposalForm, ReasonForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from primeline.bpmn.values import Drawing
    from primeline.processes.models import Edition

EDIT = Permission.EDIT_POLICY


@page(Permission.VIEW_REFERENCE)
def library(request: PersonRequest) -> HttpResponse:
    """List the processes with the version in force of each."""
    now = {one.process_id: one for one in queries.in_force(clock.now())}
    context = {
        "processes": [(one, now.get(one.pk)) for one in queries.processes()],
        "waiting": queries.editions_waiting(request.user.pk),
        "switches_waiting": queries.switches_waiting(request.user.pk),
        "may_edit": request.reach.may(EDIT),
        "may_see_cases": request.reach.may(Permission.VIEW_COMMITMENTS),
    }
    return render(request, "web/processes/library.html", context)


@page(Permission.VIEW_REFERENCE)
def process(request: PersonRequest, code: str) -> HttpResponse:
    """Show one process with all its versions."""
    shown, may_edit = queries.get_process(code), request.reach.may(EDIT)
    context = {
        "process": shown,
        "editions": queries.editions_of(shown),
        "in_force": queries.edition_in_force(shown, clock.now()),
        "tones": TONES,
        "switches": queries.switches_of(shown) if may_edit else [],
        "switch_tones": SWITCH_TONES,
        "may_edit": may_edit,
    }
    return render(request, "web/processes/process.html", context)


@page(Permission.VIEW_REFERENCE)
def edition(request: PersonRequest, code: str, number: int) -> HttpResponse:
    """Show one version: its drawing, what is wrong with it, what may be done with it."""
    return shown_edition(request, queries.get_edition(code, number))


def shown_edition(
    request: PersonRequest, shown: "Edition", *, status: int = 200, **bound: Any
) -> HttpResponse:
    """Return the page of a version, with forms as they were sent where something was wrong."""
    may_edit, drawing = request.reach.may(EDIT), queries.drawn(shown)
    is_mine = may_edit and shown.author_id == request.user.pk
    is_open = shown.status == EditionStatus.CHECKED
    now = queries.edition_in_force(shown.process, clock.now())
    context = {
        "edition": shown,
        "process": shown.process,
        "xml": shown.drawing.xml,
        "faults": faults_of(queries.problems_of(shown), drawing),
        "untold": faults_of(queries.warnings_of(shown), drawing),
        "tone": TONES[EditionStatus(shown.status)],
        "is_in_force": now is not None and now.pk == shown.pk,
        "is_draft_of_mine": is_mine and shown.status == EditionStatus.DRAFT,
        "is_proposal_of_mine": is_mine and is_open,
        "may_edit": may_edit,
        "may_decide": may_edit and is_open and not is_mine,
        "may_move": may_edit
        and queries.running_by(shown).exists()
        and bool(queries.targets_for(shown, clock.now())),
        "proposal_form": ProposalForm(initial={"version": shown.version}),
        "once_form": OnceForm(initial={"once": OnceForm.new_key()}),
        "reason_form": ReasonForm(initial={"version": shown.version}),
        **bound,
    }
    return render(request, "web/processes/edition.html", context, status=status)


def faults_of(
    problems: "Iterable[Problem]", drawing: "Drawing | None" = None
) -> list[dict[str, Any]]:
    """Return faults as a page lists them and marks them on the drawing, numbered alike."""
    return [
        {
            "number": number,
            "element": one.element,
            "name": element_name(drawing, one.element) if drawing else "",
            "line": one.line,
            "words": fault_words(one),
        }
        for number, one in enumerate(problems, start=1)
    ]
