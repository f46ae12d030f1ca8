"""Drafting: beginning a version, adding, changing and taking out its rules."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import Refused
from primeline.kit.once import once
from primeline.staff.choices import Permission
from primeline.standards import actions, queries
from primeline.standards.choices import Mark, PolicyStatus, Severity, Tells
from primeline.web import edits
from primeline.web.edits import Edit
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.standards.forms import (
    UNITS_OF_TIME,
    NewRuleForm,
    NoteForm,
    ReasonForm,
    RuleForm,
)
from primeline.web.standards.words import Names

if TYPE_CHECKING:
    from primeline.standards.models import PolicyRow, PolicyVersion


@page(Permission.EDIT_POLICY, methods=("GET", "POST"))
def new_version(request: PersonRequest) -> HttpResponse:
    """Begin a version with the rules of the one that was approved last."""
    source = queries.latest_approved()
    made: list[str] = []

    def begin(said: dict[str, Any]) -> None:
        def deed() -> str:
            draft = actions.draft_version(
                copied_from=source, note=said["note"], by=request.user, at=clock.now()
            )
            return str(draft.number)

        made.append(once(key=said["once"], at=clock.now(), deed=deed))

    edit = (
        edits.save(NoteForm(request.POST), begin)
        if request.method == "POST"
        else Edit(form=NoteForm(initial={"once": NoteForm.new_key()}))
    )
    if edit.is_done:
        messages.success(request, _("The draft is yours. Nothing changes until it is approved."))
        return redirect("standards:rules", number=made[0])
    context = {"form": edit.form, "source": source, "rivals": queries.rivals_of(source)}
    return render(request, "web/standards/new_version.html", context, status=edit.status)


@page(Permission.EDIT_POLICY, methods=("GET", "POST"))
def new_rule(request: PersonRequest, number: int) -> HttpResponse:
    """Add a rule to a draft."""
    draft = _draft(request, number)

    def add(said: dict[str, Any]) -> None:
        def deed() -> str:
            made = actions.add_rule(
                draft=draft, facts=form.facts(), by=request.user, at=clock.now()
            )
            return str(made.pk)

        once(key=said["once"], at=clock.now(), deed=deed)

    if request.method == "POST":
        form = NewRuleForm(request.POST, reach=request.reach)
        edit = edits.save(form, add)
    else:
        start = {
            "step": request.GET.get("step", ""),
            "mark": Mark.OWN,
            "severity": Severity.MINOR,
            "once": NewRuleForm.new_key(),
        }
        edit = Edit(form=NewRuleForm(initial=start, reach=request.reach))
    if edit.is_done:
        messages.success(request, _("Added."))
        return redirect("standards:rules", number=number)
    context = {
        "version": draft,
        "form": edit.form,
        "rule": None,
        "shown": None,
        "differences": edit.differences,
    }
    return render(request, "web/standards/rule.html", context, status=edit.status)


@page(Permission.EDIT_POLICY, methods=("GET", "POST"))
def rule(request: PersonRequest, number: int, pk: int) -> HttpResponse:
    """Change a rule of a draft."""
    draft, row = _draft(request, number), queries.get_rule(number, pk)

    def change(said: dict[str, Any]) -> None:
        actions.change_rule(
            rule=row,
            version=said["version"] or 0,
            facts=form.facts(),
            by=request.user,
            at=clock.now(),
        )

    if request.method == "POST":
        form = RuleForm(request.POST, reach=request.reach)
        edit = edits.save(form, change, version=row.version)
    else:
        edit = Edit(form=RuleForm(initial=_initial(row), reach=request.reach))
    if edit.is_done:
        messages.success(request, _("Saved."))
        return redirect("standards:rules", number=number)
    value = queries.row_value(row)
    context = {
        "version": draft,
        "rule": row,
        "form": edit.form,
        "differences": edit.differences,
        "shown": Names(request.reach, [value]).shown(value),
        "removal_form": ReasonForm(initial={"version": row.version}),
    }
    return render(request, "web/standards/rule.html", context, status=edit.status)


@page(Permission.EDIT_POLICY, methods=("POST",))
def removal(request: PersonRequest, number: int, pk: int) -> HttpResponse:
    """Take a rule out of a draft."""
    _draft(request, number)
    row, form = queries.get_rule(number, pk), ReasonForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else row.version
    actions.remove_rule(rule=row, version=version, by=request.user, at=clock.now())
    messages.success(request, _("Taken out of the draft."))
    return redirect("standards:rules", number=number)


def _draft(request: PersonRequest, number: int) -> "PolicyVersion":
    draft = queries.get_version(number)
    if draft.author_id != request.user.pk or draft.status != PolicyStatus.DRAFT:
        raise Refused(_("Only who began a draft changes its rules, and only until it is proposed."))
    return draft


def _initial(row: "PolicyRow") -> dict[str, Any]:
    unit_of_time = next(
        name
        for name, seconds in reversed(UNITS_OF_TIME.items())
        if not row.limit_seconds % seconds and not (row.average_seconds or 0) % seconds
    )
    seconds = UNITS_OF_TIME[unit_of_time]
    numbers = customers.numbers_by_id([row.customer_id]) if row.customer_id else {}
    told = {
        f"tells_{one.lower()}": rung.percent
        for rung in reversed(queries.row_value(row).rungs)
        for one in rung.tells
        if one in Tells.values
    }
    return {
        "step": row.step.code,
        "line": row.line.code if row.line else "",
        "unit": row.unit_id or "",
        "customer": numbers.get(row.customer_id or 0, ""),
        "limit": row.limit_seconds // seconds,
        "average": row.average_seconds // seconds if row.average_seconds else None,
        "target": row.target_percent,
        "unit_of_time": unit_of_time,
        "standard": row.standard_id or "",
        "version": row.version,
        **{name: getattr(row, name) for name in _AS_STORED},
        **told,
    }


_AS_STORED = (
    "tier",
    "assurance",
    "distance",
    "area",
    "priority",
    "clock",
    "severity",
    "is_statutory",
    "mark",
    "citation",
)
