"""Trying a case: which rule would win, and why the others would not."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from primeline.kit import clock
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.standards import queries, rules
from primeline.standards.rules import NoRuleApplies
from primeline.standards.values import Case, Row
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.standards.forms import TrialForm
from primeline.web.standards.matrix import calendar_for
from primeline.web.standards.words import Names


@page(Permission.VIEW_REFERENCE)
def trial(request: PersonRequest) -> HttpResponse:
    """Show which rule would set the deadline of a case, when it would be due, and why."""
    asked = "step" in request.GET
    form = TrialForm(request.GET if asked else None, reach=request.reach)
    context: dict[str, Any] = {"form": form, "winner": None, "is_gap": False}
    if asked and form.is_valid():
        context |= _ruled(request, form)
    return render(
        request, "web/standards/trial.html", context, status=422 if asked and form.errors else 200
    )


def _ruled(request: PersonRequest, form: TrialForm) -> dict[str, Any]:
    said = form.cleaned_data
    at = said["opened_at"] or clock.now()
    if timezone.is_naive(at):
        at = timezone.make_aware(at)
    unit = form.units.get(said["unit"]) or staff.headquarters()
    customer = said["customer"]
    case = Case(
        unit_path=unit.path if unit else "",
        customer_id=customer.pk if customer else None,
        **{name: said[name] for name in _AS_SAID},
    )
    rows = _rows(said["version"], at)
    calendar = calendar_for(unit, at)
    try:
        ruling = rules.winner(rows, case, rules.due_by(calendar, at))
    except NoRuleApplies:
        return {"is_gap": True, "at": at}
    names = Names(request.reach, [ruling.row, *(loser.row for loser in ruling.also)])
    return {
        "at": at,
        "unit": unit,
        "due": ruling.due,
        "is_back": ruling.row.counts_back,
        "winner": names.shown(ruling.row),
        "is_provisional": rules.moment_of(ruling.row, at, calendar).is_provisional,
        "losers": [(names.shown(loser.row), loser.due, loser.why.label) for loser in ruling.also],
    }


def _rows(version: str, at: Any) -> tuple[Row, ...]:
    if version:
        return queries.rows_of(queries.get_version(int(version)).pk)
    return queries.matrix_at(at).rows


_AS_SAID = ("step", "tier", "assurance", "line", "distance", "area", "priority")
