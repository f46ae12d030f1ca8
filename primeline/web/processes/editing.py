"""Drawing a draft in the page: opened, changed, saved with every fault named."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.kit.errors import Refused
from primeline.kit.once import once
from primeline.processes import actions, queries
from primeline.processes.choices import EditionStatus, UnitRule
from primeline.processes.rules import ROLES, FaultyDrawing
from primeline.processes.services import SERVICES
from primeline.staff.choices import Permission, Role
from primeline.web import edits
from primeline.web.cases.words import field_name
from primeline.web.edits import OnceForm
from primeline.web.pages import page
from primeline.web.processes.forms import RedrawForm
from primeline.web.processes.library import faults_of
from primeline.web.requests import PersonRequest

EDIT = Permission.EDIT_POLICY
Facts = dict[str, Any]


@page(EDIT, methods=("POST",))
def copy(request: PersonRequest, code: str, number: int) -> HttpResponse:
    """Begin a draft from a version as it is drawn."""
    shown = queries.get_edition(code, number)
    form = OnceForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Reload the page, then try again."))

    def begin() -> str:
        made = actions.draft_edition(
            process=shown.process,
            xml=shown.drawing.xml.encode(),
            note=_("From version %(number)s") % {"number": shown.number},
            by=request.user,
            at=clock.now(),
        )
        return str(made.number)

    made = once(key=form.cleaned_data["once"], at=clock.now(), deed=begin)
    return redirect("processes:editor", code=code, number=int(made))


@page(EDIT, methods=("GET", "POST"))
def editor(request: PersonRequest, code: str, number: int) -> HttpResponse:
    """Show a draft of one's own to be drawn on, or save what was drawn."""
    shown = queries.get_edition(code, number)
    if shown.status != EditionStatus.DRAFT or shown.author_id != request.user.pk:
        raise Refused(_("Only a draft of one's own is drawn on. Begin one from this version."))
    drawing, xml = queries.drawn(shown), shown.drawing.xml
    faults = faults_of(queries.problems_of(shown), drawing)
    form: forms.Form = RedrawForm(initial={"version": shown.version})
    status = 200
    if request.method == "POST":
        # A form sends every end of a line as two signs.
        xml = request.POST.get("xml", "").replace("\r\n", "\n") or xml
        unread: list[dict[str, Any]] = []

        def save(facts: Facts) -> None:
            try:
                actions.redraw_edition(
                    draft=shown,
                    version=facts["version"],
                    xml=xml.encode(),
                    by=request.user,
                    at=clock.now(),
                )
            except FaultyDrawing as faulty:
                unread.extend(faults_of(faulty.problems))
                raise Refused(faulty.message, field="xml") from faulty

        edit = edits.save(RedrawForm(request.POST), save, version=shown.version)
        if edit.is_done:
            messages.success(request, _("Saved as a draft."))
            return redirect("processes:editor", code=code, number=number)
        form, status, faults = edit.form, edit.status, unread or faults
    context = {
        "edition": shown,
        "process": shown.process,
        "form": form,
        "faults": faults,
        "data": {
            "xml": xml,
            "faults": faults,
            "fields": [(name, field_name(drawing, name)) for name in drawing.fields],
            **_names(),
        },
    }
    return render(request, "web/processes/editor.html", context, status=status)


def _names() -> dict[str, list[tuple[str, str]]]:
    """Return what may be named on a drawing, each code with its words."""
    known = queries.known()
    return {
        "roles": [(role.value, str(Role(role).label)) for role in ROLES],
        "unitRules": [(rule.value, str(rule.label)) for rule in UnitRule],
        "services": [(name, str(one.label)) for name, one in SERVICES.items()],
        "steps": [(code, code) for code in sorted(known.steps or ())],
        "called": [(code, code) for code in sorted(known.called or ())],
    }
