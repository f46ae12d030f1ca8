"""The kinds of things that are owed, and the reasons to pause: listed, added, changed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.staff.choices import Permission
from primeline.standards import actions, queries
from primeline.web import edits
from primeline.web.edits import Edit
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.standards.forms import UNITS_OF_TIME
from primeline.web.standards.kind_forms import (
    NewPauseReasonForm,
    NewStepForm,
    PauseReasonForm,
    StepForm,
    told_at,
)
from primeline.web.standards.words import ladder_words, length

if TYPE_CHECKING:
    from primeline.standards.models import PauseReason, Step

SEE, EDIT = Permission.VIEW_REFERENCE, Permission.EDIT_POLICY
Form = StepForm | PauseReasonForm


@page(SEE)
def kinds(request: PersonRequest) -> HttpResponse:
    """List what can be owed, and why clocks may stand still."""
    context = {
        "steps": [
            (one, ladder_words(queries.rungs_from(one.rungs)))
            for one in queries.steps(is_active=None)
        ],
        "reasons": [
            (one, length(one.longest_seconds, "")) for one in queries.pause_reasons(is_active=None)
        ],
        "may_edit": request.reach.may(EDIT),
    }
    return render(request, "web/standards/kinds.html", context)


@page(EDIT, methods=("GET", "POST"))
def new_step(request: PersonRequest) -> HttpResponse:
    """Add a kind of thing that is owed."""
    return _new(request, NewStepForm, actions.add_step, title=_("Add a kind"))


@page(EDIT, methods=("GET", "POST"))
def step(request: PersonRequest, code: str) -> HttpResponse:
    """Change a kind of thing that is owed."""
    shown = queries.get_step(code)
    form = StepForm(request.POST) if request.method == "POST" else StepForm(initial=_of_step(shown))

    def change(said: dict[str, Any]) -> None:
        version = said["version"] or 0
        at = clock.now()
        actions.change_step(step=shown, version=version, by=request.user, at=at, **form.facts())

    return _change(request, form, change, shown)


@page(EDIT, methods=("GET", "POST"))
def new_reason(request: PersonRequest) -> HttpResponse:
    """Add a reason to pause."""
    return _new(request, NewPauseReasonForm, actions.add_pause_reason, title=_("Add a reason"))


@page(EDIT, methods=("GET", "POST"))
def reason(request: PersonRequest, code: str) -> HttpResponse:
    """Change a reason to pause."""
    shown = queries.get_pause_reason(code)
    initial = _of_reason(shown)
    form = (
        PauseReasonForm(request.POST)
        if request.method == "POST"
        else PauseReasonForm(initial=initial)
    )

    def change(said: dict[str, Any]) -> None:
        version = said["version"] or 0
        at = clock.now()
        actions.change_pause_reason(
            pause_reason=shown, version=version, by=request.user, at=at, **form.facts()
        )

    return _change(request, form, change, shown)


def _new(
    request: PersonRequest,
    kind: type[NewStepForm] | type[NewPauseReasonForm],
    add: Callable[..., object],
    *,
    title: str,
) -> HttpResponse:
    if request.method != "POST":
        return _show(request, Edit(form=kind()), title=title)
    form = kind(request.POST)

    def added(said: dict[str, Any]) -> None:
        add(by=request.user, at=clock.now(), **form.facts())

    edit = edits.save(form, added)
    if not edit.is_done:
        return _show(request, edit, title=title)
    messages.success(request, _("Added."))
    return redirect("standards:kinds")


def _change(
    request: PersonRequest,
    form: Form,
    change: Callable[[dict[str, Any]], None],
    shown: "Step | PauseReason",
) -> HttpResponse:
    if request.method != "POST":
        return _show(request, Edit(form=form), title=shown.name, code=shown.code)
    edit = edits.save(form, change, version=shown.version)
    if not edit.is_done:
        return _show(request, edit, title=shown.name, code=shown.code)
    messages.success(request, _("Saved."))
    return redirect("standards:kinds")


def _show(request: PersonRequest, edit: Edit, *, title: str, code: str = "") -> HttpResponse:
    context = {
        "form": edit.form,
        "differences": edit.differences,
        "title": title,
        "code": code,
        "is_step": isinstance(edit.form, StepForm),
    }
    return render(request, "web/standards/kind.html", context, status=edit.status)


def _of_step(shown: "Step") -> dict[str, Any]:
    names = ("name_zh", "name_en", "is_active", "owed_by", "clock", "may_pause", "may_snooze")
    stored = {name: getattr(shown, name) for name in (*names, "version")}
    return stored | told_at(shown.rungs)


def _of_reason(shown: "PauseReason") -> dict[str, Any]:
    names = ("name_zh", "name_en", "is_active", "party", "needs_evidence", "version")
    units = reversed(UNITS_OF_TIME.items())
    counted_in, seconds = next(one for one in units if not shown.longest_seconds % one[1])
    return {
        **{name: getattr(shown, name) for name in names},
        "longest": shown.longest_seconds // seconds,
        "unit_of_time": counted_in,
    }
