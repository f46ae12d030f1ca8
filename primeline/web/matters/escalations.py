"""What has reached me: rungs told to me and my colleagues; instructions, reports, their answers."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.commitments import actions, queries
from primeline.commitments.choices import LetterKind, State
from primeline.commitments.queries.boards import escalated_to, last_rungs_of
from primeline.commitments.queries.lists import colleagues_of
from primeline.commitments.values import Draft
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.once import once
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.edits import Edit, OnceForm
from primeline.web.matters.forms import AnswerForm, LetterForm
from primeline.web.matters.lines import lines_of
from primeline.web.matters.ticking import patterns
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.commitments.models import Letter
    from primeline.staff.models import Unit

SEE, LEAD = Permission.VIEW_COMMITMENTS, Permission.LEAD_COMMITMENTS
AT_ONCE = 100
LETTERS = 50


@page(LEAD)
def escalations(request: PersonRequest) -> HttpResponse:
    """Show what has reached the reader or those who share their post, highest levels first."""
    at = clock.now()
    found = escalated_to(request.reach, colleagues_of(request.reach, timezone.localdate(at)))
    rows = list(found[: AT_ONCE + 1])
    lines = lines_of(request, rows[:AT_ONCE], at)
    rungs = last_rungs_of([line.matter for line in lines])
    context = {
        "lines": lines,
        "rungs": rungs,
        "is_cut": len(rows) > AT_ONCE,
        "letters": list(queries.letters_of(request.reach)[:LETTERS]),
        "waivers": list(queries.waivers_for(request.reach)),
        "answer": _answer(len(lines), sum(line.state is State.OVERDUE for line in lines), at),
        "patterns": patterns(),
        "at": at,
    }
    return render(request, "web/matters/escalations.html", context)


@page(LEAD, methods=("GET", "POST"))
def new_letter(request: PersonRequest, kind: str) -> HttpResponse:
    """Instruct a unit below, or report to one above, with an answer owed."""
    what = next((one for one in LetterKind if one.value.lower() == kind), None)
    if what is None:
        raise NotFound
    sender = _sender(request)
    units = _units(request, what, sender)
    named = [(one.pk, one.name) for one in units]
    if request.method != "POST":
        form = LetterForm(units=named, initial={"once": OnceForm.new_key()})
        return _letter_page(request, what, Edit(form=form))

    def write(facts: dict[str, Any]) -> None:
        once(key=facts["once"], at=clock.now(), deed=lambda: _written(request, what, facts, units))

    edit = edits.save(LetterForm(request.POST, units=named), write)
    if not edit.is_done:
        return _letter_page(request, what, edit)
    messages.success(request, _("Sent. The unit owes an answer."))
    return redirect("matters:escalations")


@page(SEE, methods=("GET", "POST"))
def letter(request: PersonRequest, letter_id: int) -> HttpResponse:
    """Show a letter, and answer it as the unit that owes the answer."""
    found = queries.get_letter(request.reach, letter_id)
    if request.method != "POST":
        return _show(request, found, Edit(form=AnswerForm()))
    if not _may_answer(request, found):
        raise NotFound

    def answered(facts: dict[str, Any]) -> None:
        actions.answer_letter(letter=found, by=request.user, at=clock.now(), text=facts["text"])

    edit = edits.save(AnswerForm(request.POST), answered)
    if not edit.is_done:
        return _show(request, found, edit)
    messages.success(request, _("Answered."))
    return redirect("matters:letter", found.pk)


def _written(
    request: PersonRequest, kind: LetterKind, facts: dict[str, Any], units: "list[Unit]"
) -> str:
    made = actions.write_letter(
        draft=Draft(
            kind=kind,
            from_unit=_sender(request),
            to_unit=next(one for one in units if one.pk == facts["to_unit"]),
            title=facts["title"],
            text=facts["text"],
            due_at=facts["due_at"],
        ),
        reach=request.reach,
        by=request.user,
        at=clock.now(),
    )
    return str(made.pk)


def _sender(request: PersonRequest) -> "Unit":
    """Return the topmost unit that the reader leads: letters go out in its name."""
    paths = request.reach.paths_for(LEAD)
    sender = staff.units_within(request.reach, LEAD).filter(path__in=paths).first()
    if sender is None:
        raise NotFound
    return sender


def _units(request: PersonRequest, kind: LetterKind, sender: "Unit") -> "list[Unit]":
    """Return whom a letter of this kind can go to: units below, or those above."""
    if kind is LetterKind.INSTRUCTION:
        below = staff.units_in_order(request.reach, LEAD, only_open=True)
        return [one for one in below if one.pk != sender.pk]
    return [
        one
        for one in staff.units_to_name()
        if one.pk != sender.pk and sender.path.startswith(one.path)
    ]


def _letter_page(request: PersonRequest, kind: LetterKind, edit: Edit) -> HttpResponse:
    context = {"form": edit.form, "kind": kind}
    return render(request, "web/matters/new_letter.html", context, status=edit.status)


def _show(request: PersonRequest, found: "Letter", edit: Edit) -> HttpResponse:
    context = {
        "letter": found,
        "form": edit.form,
        "may_answer": found.answered_at is None and _may_answer(request, found),
    }
    return render(request, "web/matters/letter.html", context, status=edit.status)


def _may_answer(request: PersonRequest, found: "Letter") -> bool:
    """Test whether the reader leads the unit that owes the answer."""
    return any(bound.unit_id == found.to_unit_id for bound in request.reach.bounds_for(LEAD))


def _answer(count: int, late: int, at: datetime) -> str:
    if not count:
        return _("%(time)s · nothing has reached you.") % {
            "time": f"{timezone.localtime(at):%H:%M}"
        }
    return ngettext(
        "%(count)s matter has reached you, %(late)s of them late.",
        "%(count)s matters have reached you, %(late)s of them late.",
        count,
    ) % {"count": f"{count:,}", "late": f"{late:,}"}
