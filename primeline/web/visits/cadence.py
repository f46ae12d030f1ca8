"""The cadence: what is done how often at each level, and how much fits into a day."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from primeline.customers.choices import Tier
from primeline.kit import clock
from primeline.products.queries import lines
from primeline.staff.choices import Permission
from primeline.visits import actions, queries
from primeline.visits.choices import Manner, Rhythm
from primeline.web import edits
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.visits.forms import LimitForm, StandardActionForm

GET_AND_POST = ("GET", "POST")
Facts = dict[str, Any]


@page(Permission.VIEW_REFERENCE)
def overview(request: PersonRequest) -> HttpResponse:
    """Show what is done how often at each level."""
    context = {
        "standards": queries.standard_actions(),
        "limits": queries.day_limits(),
        "tiers": list(Tier),
        "rhythms": Rhythm,
        "manners": Manner,
        "line_names": {line.code: line.name for line in lines()},
        "may_edit": request.reach.may(Permission.EDIT_REFERENCE),
    }
    return render(request, "web/visits/cadence.html", context)


@page(Permission.EDIT_REFERENCE, methods=GET_AND_POST)
def standard(request: PersonRequest, code: str) -> HttpResponse:
    """Set how often something is done; the plan follows."""
    row = queries.get_standard_action(code)
    stored = {
        **{tier: row.rhythms.get(tier, "") for tier in Tier.values},
        "lines": row.lines,
        "is_in_last_month": row.is_in_last_month,
    }

    def save(facts: Facts) -> None:
        at = clock.now()
        actions.set_standard_action(
            standard=row,
            version=facts["version"],
            rhythms={tier: facts[tier] for tier in Tier.values},
            lines=facts["lines"],
            is_in_last_month=facts["is_in_last_month"],
            by=request.user,
            at=at,
        )

    edit = edits.edited(request, StandardActionForm, save, stored=stored, version=row.version)
    return _answer(request, edit, row.step.name)


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


def _answer(request: PersonRequest, edit: edits.Edit, title: str) -> HttpResponse:
    if edit.is_done:
        messages.success(request, _("Saved. The plan follows within minutes."))
        return redirect("visits:cadence")
    context = {"edit": edit, "form": edit.form, "title": title}
    return render(request, "web/visits/form.html", context, status=edit.status)
