"""Letting running cases go on by another version: looked at first, proposed, decided, watched."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.kit.once import once
from primeline.kit.sent import whole_number
from primeline.processes import actions, queries
from primeline.processes.choices import SwitchStatus
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.edits import OnceForm
from primeline.web.pages import page
from primeline.web.processes.forms import SwitchForm
from primeline.web.processes.words import SWITCH_TONES, left_words, place_name, plan_rows
from primeline.web.requests import PersonRequest
from primeline.web.standards.forms import ReasonForm

if TYPE_CHECKING:
    from primeline.processes.models import Edition, Switch
    from primeline.processes.queries import Plan

EDIT = Permission.EDIT_POLICY
AT = "at-"
Facts = dict[str, Any]


@page(EDIT, methods=("GET", "POST"))
def new_switch(request: PersonRequest, code: str, number: int) -> HttpResponse:
    """Look at what would become of the cases of a version, and propose it."""
    source = queries.get_edition(code, number)
    targets = queries.targets_for(source, clock.now())
    sent = request.POST if request.method == "POST" else request.GET
    wanted = whole_number(sent.get("to", ""))
    target = next((one for one in targets if wanted in (None, one.number)), None)
    context = {"source": source, "process": source.process, "targets": targets, "target": target}
    if target is None:
        return render(request, "web/processes/new_switch.html", context)
    mapping = _mapping(sent, source)
    crossing = queries.Crossing(source, target, mapping)
    if request.method == "POST":
        made: list[str] = []

        def propose(facts: Facts) -> None:
            key = facts["once"]

            def deed() -> str:
                return _proposed(request, crossing, facts["reason"])

            made.append(once(key=key, at=clock.now(), deed=deed))

        edit = edits.save(SwitchForm(request.POST), propose)
        if edit.is_done:
            messages.success(request, _("Proposed. Somebody else decides now."))
            return redirect("processes:switch", int(made[0]))
        form, status = edit.form, edit.status
    else:
        form, status = SwitchForm(initial={"once": OnceForm.new_key()}), 200
    context |= {
        "form": form,
        "mapping": mapping,
        **_plan(queries.plan_of(request.reach, crossing), crossing),
    }
    return render(request, "web/processes/new_switch.html", context, status=status)


@page(EDIT)
def switch(request: PersonRequest, switch_id: int) -> HttpResponse:
    """Show what was proposed for running cases, what would become of them, or how far it is."""
    return _shown(request, queries.get_switch(switch_id))


@page(EDIT, methods=("POST",))
def switch_decision(request: PersonRequest, switch_id: int) -> HttpResponse:
    """Approve or refuse what somebody else has proposed."""
    shown = queries.get_switch(switch_id)
    is_approved = request.POST.get("answer") == "approve"
    decide = actions.approve_switch if is_approved else actions.refuse_switch

    def answer(said: Facts) -> None:
        decide(switch=shown, **said, by=request.user, at=clock.now())

    said = _("Approved. The cases go over one by one.") if is_approved else _("Refused.")
    return _answered(request, shown, edits.save(ReasonForm(request.POST), answer), said)


@page(EDIT, methods=("POST",))
def switch_withdrawal(request: PersonRequest, switch_id: int) -> HttpResponse:
    """Take back what the reader has proposed."""
    shown = queries.get_switch(switch_id)

    def take_back(said: Facts) -> None:
        actions.take_back_switch(
            switch=shown, version=said["version"], by=request.user, at=clock.now()
        )

    edit = edits.save(ReasonForm(request.POST), take_back)
    return _answered(request, shown, edit, _("Taken back."))


def _mapping(sent: QueryDict, source: "Edition") -> dict[str, str]:
    known = queries.drawn(source).by_id
    named = [name for name in sent if name.startswith(AT)]
    chosen = {name.removeprefix(AT): sent.get(name, "") for name in named}
    return {node: to for node, to in chosen.items() if node in known and to != node}


def _proposed(request: PersonRequest, crossing: queries.Crossing, reason: str) -> str:
    made = actions.propose_switch(
        source=crossing.source,
        target=crossing.target,
        mapping=crossing.mapping,
        by=request.user,
        at=clock.now(),
        reason=reason,
    )
    return str(made.pk)


def _plan(plan: "Plan", crossing: queries.Crossing) -> Facts:
    old = crossing.remapping.old
    return {
        "plan": plan,
        "rows": plan_rows(plan),
        "left": [(left_words(old, one), one) for one in plan.left],
        "fields_gone": [place_name(old, one) for one in plan.fields_gone],
        "fields_changed": [place_name(old, one) for one in plan.fields_changed],
    }


def _shown(
    request: PersonRequest, shown: "Switch", form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    crossing = queries.Crossing(shown.source, shown.target, shown.mapping)
    is_mine = shown.author_id == request.user.pk
    gone = queries.gone_by(request.reach, shown)
    plan = queries.plan_of(request.reach, crossing)
    context = {
        "switch": shown,
        "process": shown.source.process,
        "tone": SWITCH_TONES[SwitchStatus(shown.status)],
        "gone": gone,
        "is_running": shown.status == SwitchStatus.APPROVED,
        "is_done": shown.status == SwitchStatus.DONE,
        "may_decide": shown.is_open and not is_mine,
        "may_take_back": shown.is_open and is_mine,
        "form": form or ReasonForm(initial={"version": shown.version}),
        **_plan(plan, crossing),
    }
    return render(request, "web/processes/switch.html", context, status=status)


def _answered(request: PersonRequest, shown: "Switch", edit: edits.Edit, said: str) -> HttpResponse:
    if not edit.is_done:
        return _shown(request, queries.get_switch(shown.pk), edit.form, edit.status)
    messages.success(request, said)
    return redirect("processes:switch", shown.pk)
