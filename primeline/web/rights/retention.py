"""How long what is kept, and the people whose time is over."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.rights import actions, queries
from primeline.rights.choices import AtEnd, CaseStatus, DataClass
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.days import DayField
from primeline.web.edits import Edit, EditForm
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest
from primeline.web.rights.whom import whom

if TYPE_CHECKING:
    from primeline.rights.models import RetentionCase

DECIDE = Permission.DECIDE_RIGHTS
APPROVE, REFUSE = "approve", "refuse"


class PeriodForm(forms.Form):
    """Another period for a class of data."""

    months = forms.IntegerField(label=gettext_lazy("Months"), min_value=1, max_value=360)
    citation = forms.CharField(label=gettext_lazy("Legal basis"), max_length=200)
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class PeriodDecisionForm(EditForm):
    """The decision on a proposed period."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            # Nothing is chosen for anybody.
            ("", "–"),
            (APPROVE, gettext_lazy("Put in force")),
            (REFUSE, gettext_lazy("Refuse it")),
        ],
        error_messages={"required": gettext_lazy("Say whether it is put in force or refused.")},
    )


class CaseForm(EditForm):
    """What becomes of data whose time is over."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            # Nothing is chosen for anybody: the first of these cannot be undone.
            ("", "–"),
            (CaseStatus.ERASED, gettext_lazy("Erase: the key of the person is destroyed")),
            (CaseStatus.RESTRICTED, gettext_lazy("Restrict: stored and not used")),
            (CaseStatus.KEPT, gettext_lazy("Keep until a day")),
        ],
    )
    kept_until_date = DayField(
        label=gettext_lazy("Keep until"),
        required=False,
        help_text=gettext_lazy("Only where they are kept. Then it is asked again."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "No names and numbers: the reason stays on record when the person is erased."
        ),
    )


@page(DECIDE)
def schedule(request: PersonRequest) -> HttpResponse:
    """Show how long what is kept, because of what, and what happens then."""
    context = {"lines": queries.schedule(), "AtEnd": AtEnd}
    return render(request, "web/rights/schedule.html", context)


@page(DECIDE, methods=("GET", "POST"))
def period(request: PersonRequest, kind: str) -> HttpResponse:
    """Propose another period for a class, beside all that was in force before."""
    data_class = _class(kind)
    in_force = queries.rule_of(data_class)

    def propose(facts: dict[str, Any]) -> None:
        actions.propose_rule(data_class=data_class, **facts, by=request.user, at=clock.now())

    if request.method == "POST":
        edit = edits.save(PeriodForm(request.POST), propose)
    else:
        said = {"months": in_force.months, "citation": in_force.citation}
        edit = Edit(form=PeriodForm(initial=said))
    if edit.is_done:
        messages.success(request, _("Proposed. Somebody else puts it in force."))
        return redirect("rights:period", kind)
    proposed = in_force.proposed
    context = {
        "line": in_force,
        "form": edit.form,
        "before": queries.rules_before(data_class),
        "decision": PeriodDecisionForm(initial={"version": proposed.version}) if proposed else None,
    }
    return render(request, "web/rights/period.html", context, status=edit.status)


@page(DECIDE, methods=("POST",))
def period_decision(request: PersonRequest, kind: str) -> HttpResponse:
    """Put a proposed period in force, or refuse it."""
    proposed = queries.get_proposal(_class(kind))

    def decide(facts: dict[str, Any]) -> None:
        actions.decide_rule(
            rule=proposed,
            version=facts["version"],
            is_approved=facts["outcome"] == APPROVE,
            by=request.user,
            at=clock.now(),
        )

    edit = edits.save(PeriodDecisionForm(request.POST), decide, version=proposed.version)
    for errors in edit.form.errors.values():
        messages.error(request, " ".join(map(str, errors)))
    if edit.is_done:
        messages.success(request, _("The decision is on record."))
    return redirect("rights:period", kind)


@page(DECIDE, methods=("GET", "POST"))
def case(request: PersonRequest, case_id: int) -> HttpResponse:
    """Show one person whose time is over, and decide."""
    found = queries.get_case(request.reach, case_id)

    def decide(facts: dict[str, Any]) -> None:
        actions.decide_case(
            case=found,
            version=facts["version"],
            outcome=CaseStatus(facts["outcome"]),
            kept_until_date=facts["kept_until_date"],
            reason=facts["reason"],
            today=today(),
            by=request.user,
            at=clock.now(),
        )

    if request.method != "POST":
        edit = Edit(form=CaseForm(initial={"version": found.version}))
    else:
        edit = edits.save(CaseForm(request.POST), decide, version=found.version)
    if edit.is_done:
        messages.success(request, _("The decision is on record."))
        return redirect("rights:case", case_id)
    return _show(request, found, edit)


def _show(request: PersonRequest, found: "RetentionCase", edit: Edit) -> HttpResponse:
    context = {
        "case": found,
        "whom": whom(found),
        "form": edit.form,
        "line": queries.rule_of(DataClass(found.data_class)),
        "is_open": found.status == CaseStatus.OPEN,
    }
    return render(request, "web/rights/case.html", context, status=edit.status)


def _class(kind: str) -> DataClass:
    try:
        return DataClass(kind)
    except ValueError as unknown:
        raise NotFound from unknown
