"""What has reached me: rungs told to me and my colleagues; instructions, reports, their answers."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.audit import actions as audit
from primeline.commitments import actions, queries
from primeline.commitments.choices import LetterKind, State
from primeline.commitments.queries.boards import escalated_to, last_rungs_of, late_among
from primeline.commitments.queries.lists import colleagues_of
from primeline.commitments.values import Draft, Enclosure
from primeline.files.queries import content_of
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.once import once
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web import downloads, edits
from primeline.web.edits import Edit, OnceForm
from primeline.web.matters.forms import AnswerForm, InstructionForm, ReportForm
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
# What is written here; a suggestion comes from a customer.
WRITTEN = (LetterKind.INSTRUCTION, LetterKind.REPORT)


@page(LEAD)
def escalations(request: PersonRequest) -> HttpResponse:
    """Show what has reached the reader or those who share their post, highest levels first."""
    at = clock.now()
    found = escalated_to(request.reach, colleagues_of(request.reach, timezone.localdate(at)))
    rows = list(found[: AT_ONCE + 1])
    is_cut = len(rows) > AT_ONCE
    lines = lines_of(request, rows[:AT_ONCE], at, tells_word=True)
    late = sum(line.state is State.OVERDUE for line in lines)
    matters = [line.matter for line in lines]
    letters = list(queries.letters_of(request.reach)[:LETTERS])
    context = {
        "lines": lines,
        "rungs": last_rungs_of(matters),
        "notices": queries.notices_about(request.reach, matters),
        "is_cut": is_cut,
        "letters": letters,
        "late_letters": {
            key
            for key, one in queries.standing_of(letters).items()
            if one.state(at) is State.OVERDUE
        },
        "waivers": list(queries.waivers_for(request.reach)),
        # Of what is shown in part, all are counted.
        "answer": _answer(
            found.count() if is_cut else len(lines),
            late_among(found, at) if is_cut else late,
            at,
        ),
        "patterns": patterns(),
        "at": at,
    }
    return render(request, "web/matters/escalations.html", context)


@page(LEAD, methods=("GET", "POST"))
def new_letter(request: PersonRequest, kind: str) -> HttpResponse:
    """Instruct a unit below, or report to one above, with an answer owed."""
    what = next((one for one in WRITTEN if one.value.lower() == kind), None)
    if what is None:
        raise NotFound
    sender = _sender(request)
    units = _units(request, what, sender)
    named = [(one.pk, one.name) for one in units]
    kind_of_form = InstructionForm if what is LetterKind.INSTRUCTION else ReportForm
    if request.method != "POST":
        form = kind_of_form(units=named, initial={"once": OnceForm.new_key()})
        return _letter_page(request, what, Edit(form=form))

    def write(facts: dict[str, Any]) -> None:
        def deed() -> str:
            return _written(request, what, facts, units)

        made.append(once(key=facts["once"], at=clock.now(), deed=deed))

    made: list[str] = []
    edit = edits.save(kind_of_form(request.POST, request.FILES, units=named), write)
    if not edit.is_done:
        return _letter_page(request, what, edit)
    messages.success(request, _("Sent. An answer is owed by each unit it went to."))
    return redirect("matters:letter", int(made[0]))


@page(SEE, methods=("GET", "POST"))
def letter(request: PersonRequest, letter_id: int) -> HttpResponse:
    """Show a letter, and answer it as the unit that owes the answer."""
    found = queries.get_letter(request.reach, letter_id)
    if request.method != "POST":
        return _show(request, found, Edit(form=AnswerForm()))
    if not queries.may_answer(request.reach, found):
        raise NotFound

    def answered(facts: dict[str, Any]) -> None:
        actions.answer_letter(
            letter=found,
            text=facts["text"],
            enclosure=_enclosed(facts),
            reach=request.reach,
            by=request.user,
            at=clock.now(),
        )

    edit = edits.save(AnswerForm(request.POST, request.FILES), answered)
    if not edit.is_done:
        return _show(request, found, edit)
    if found.kind == LetterKind.SUGGESTION:
        # The account may have been open for the answer alone, and the letter with it.
        messages.success(request, _("Answered. The account's manager owes telling the customer."))
        return redirect("matters:suggestions")
    messages.success(request, _("Answered."))
    return redirect("matters:letter", found.pk)


@page(SEE)
def enclosure(request: PersonRequest, letter_id: int, which: str) -> HttpResponse:
    """Hand out the file of a letter or of its answer for saving; that it was is on record."""
    found = queries.get_letter(request.reach, letter_id)
    files = {
        "letter": (found.file, found.file_name),
        "answer": (found.answer_file, found.answer_file_name),
    }
    file, name = files.get(which, (None, ""))
    if file is None:
        raise NotFound
    audit.look(
        subject_kind="matters",
        purpose=_("File of a letter: %(name)s") % {"name": name},
        rows_count=1,
        by=request.user,
        at=clock.now(),
    )
    return downloads.stored(content_of(file), file.kind, name)


def _written(
    request: PersonRequest, kind: LetterKind, facts: dict[str, Any], units: "list[Unit]"
) -> str:
    chosen = [one for one in units if str(one.pk) in {str(pk) for pk in facts["to_unit"]}]
    draft = Draft(
        kind=kind,
        from_unit=_sender(request),
        to_unit=chosen[0],
        title=facts["title"],
        text=facts["text"],
        due_at=facts["due_at"],
        enclosure=_enclosed(facts),
    )
    by: dict[str, Any] = {"reach": request.reach, "by": request.user, "at": clock.now()}
    if len(chosen) == 1:
        return str(actions.write_letter(draft=draft, **by).pk)
    return str(actions.write_letters(draft=draft, to_units=chosen, **by)[0].pk)


def _enclosed(facts: dict[str, Any]) -> Enclosure | None:
    brought = facts["file"]
    return Enclosure(name=brought.name, content=brought) if brought else None


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
    at = clock.now()
    together = queries.sent_together(request.reach, found)
    standing = queries.standing_of([found, *together])
    may_answer = found.answered_at is None and queries.may_answer(request.reach, found)
    context = {
        "letter": found,
        "form": edit.form,
        "may_answer": may_answer,
        "owed": standing.get(found.pk),
        "together": [(one, standing[one.pk], standing[one.pk].state(at)) for one in together],
        "answered_count": sum(one.answered_at is not None for one in together),
        "late_count": sum(one.state(at) is State.OVERDUE for one in standing.values()),
        "at": at,
    }
    return render(request, "web/matters/letter.html", context, status=edit.status)


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
