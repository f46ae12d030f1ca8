"""The cadence: what is done how often at each level, and how much fits into a day."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.customers.choices import DecisionRole, Tier
from primeline.kit import clock, jobs
from primeline.products.queries import lines
from primeline.staff.choices import Permission
from primeline.visits import actions, queries
from primeline.visits.choices import PLAN, Manner, Occasion, Rhythm
from primeline.visits.queries import Effect
from primeline.visits.rules import AHEAD
from primeline.visits.values import Rhythms
from primeline.web import edits
from primeline.web.edits import Edit
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest
from primeline.web.visits.forms import LimitForm, NewStandardActionForm, StandardActionForm

GET_AND_POST = ("GET", "POST")
Facts = dict[str, Any]


@page(Permission.VIEW_REFERENCE)
def overview(request: PersonRequest) -> HttpResponse:
    """Show what is done how often at each level, and how far the plan follows."""
    context = {
        "planning": jobs.state_of_whole(PLAN, at=clock.now()),
        "rows": queries.cadence(today()),
        "limits": queries.day_limits(),
        "tiers": list(Tier),
        "rhythms": Rhythm,
        "manners": Manner,
        "occasions": Occasion,
        "roles": DecisionRole,
        "line_names": {line.code: line.name for line in lines()},
        "may_edit": request.reach.may(Permission.EDIT_REFERENCE),
    }
    name = "planning" if request.htmx and request.htmx.target == "planning" else "cadence"
    return render(request, f"web/visits/{name}.html", context)


@page(Permission.EDIT_REFERENCE, methods=GET_AND_POST)
def standard(request: PersonRequest, code: str) -> HttpResponse:
    """Set how often something is done from a day on; what it means is shown first."""
    row = queries.get_standard_action(code)
    current = next(now for one, now, _later in queries.cadence(today()) if one.pk == row.pk)
    stored = {
        **{tier: current.rhythms.get(tier, "") for tier in Tier.values},
        "lines": sorted(current.lines),
        "roles": sorted(current.roles),
        "is_for_postpaid": current.is_for_postpaid,
        "is_in_last_month": current.is_in_last_month,
        "active_from": today(),
    }
    shown = _shown_first(request, StandardActionForm, occasion=row.occasion)
    if shown is not None:
        effect = _effect(shown.cleaned_data, row.manner, row.pk, occasion=row.occasion)
        return _answer(request, Edit(form=shown), row.step.name, effect, occasion=row.occasion)

    def save(facts: Facts) -> None:
        actions.set_standard_action(
            standard=row,
            version=facts["version"],
            wanted=_wanted(facts),
            by=request.user,
            at=clock.now(),
            reason=facts["reason"],
        )

    edit = edits.edited(
        request,
        StandardActionForm,
        save,
        stored=stored,
        version=row.version,
        occasion=row.occasion,
    )
    return _answer(request, edit, row.step.name)


@page(Permission.EDIT_REFERENCE, methods=GET_AND_POST)
def new(request: PersonRequest) -> HttpResponse:
    """Have something be done again and again from a day on; what it means is shown first."""
    title = _("Add a standard action")
    steps = {one.pk: one for one in queries.steps_to_add()}
    choices = [(one.pk, one.name) for one in steps.values()]
    shown = _shown_first(request, NewStandardActionForm, steps=choices)
    if shown is not None:
        told = shown.cleaned_data
        effect = _effect(told, told["manner"], None, occasion=told["occasion"])
        return _answer(request, Edit(form=shown), title, effect, occasion=told["occasion"])
    if request.method != "POST":
        form = NewStandardActionForm(initial={"active_from": today()}, steps=choices)
        return _answer(request, Edit(form=form), title)

    def save(facts: Facts) -> None:
        actions.add_standard_action(
            step=steps[facts["step"]],
            manner=Manner(facts["manner"]),
            wanted=_wanted(facts),
            occasion=Occasion(facts["occasion"]) if facts["occasion"] else None,
            by=request.user,
            at=clock.now(),
            reason=facts["reason"],
        )

    edit = edits.save(NewStandardActionForm(request.POST, steps=choices), save)
    return _answer(request, edit, title)


def _shown_first(request: PersonRequest, kind: Any, **options: Any) -> Any:
    """Return a sound form whose effect was not shown yet; None if there is nothing to show."""
    if request.method != "POST":
        return None
    form = kind(request.POST, **options)
    if not form.is_valid() or form.cleaned_data["shown"] == form.digest():
        return None
    data = request.POST.copy()
    data["shown"] = form.digest()
    again = kind(data, **options)
    again.is_valid()
    return again


def _effect(facts: Facts, manner: str, instead_of: int | None, *, occasion: str) -> Effect:
    return queries.effect_of(
        _wanted(facts),
        manner=manner,
        instead_of=instead_of,
        on=max(facts["active_from"], today()),
        at=clock.now(),
        occasion=occasion,
    )


def _wanted(facts: Facts) -> Rhythms:
    return Rhythms(
        rhythms={tier: facts[tier] for tier in Tier.values if facts[tier]},
        lines=frozenset(facts["lines"]),
        is_for_postpaid=facts["is_for_postpaid"],
        is_in_last_month=facts.get("is_in_last_month", False),
        roles=frozenset(facts.get("roles", ())),
        active_from=facts["active_from"],
    )


@page(Permission.EDIT_REFERENCE, methods=GET_AND_POST)
def limit(request: PersonRequest, manner: str) -> HttpResponse:
    """Set how much of one manner fits into a day; the plan follows."""
    row = queries.get_day_limit(manner)

    def save(facts: Facts) -> None:
        actions.set_day_limit(
            manner=Manner(row.manner),
            version=facts["version"],
            most=facts["most"],
            by=request.user,
            at=clock.now(),
        )

    edit = edits.edited(request, LimitForm, save, stored={"most": row.most}, version=row.version)
    return _answer(request, edit, str(Manner(row.manner).label))


def _answer(
    request: PersonRequest,
    edit: Edit,
    title: str,
    effect: Effect | None = None,
    *,
    occasion: str = "",
) -> HttpResponse:
    if edit.is_done:
        messages.success(request, _("Saved. The plan follows within minutes."))
        return redirect("visits:cadence")
    context = {
        "edit": edit,
        "form": edit.form,
        "title": title,
        "effect": effect,
        "occasion": occasion,
        "tiers": Tier,
        "days": AHEAD.days,
    }
    return render(request, "web/visits/form.html", context, status=edit.status)
