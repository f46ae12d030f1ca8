"""The policy on records: from when what is a likely duplicate, stale, or missing how much."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from primeline.customers.choices import Tier
from primeline.kit import clock
from primeline.quality import actions, queries
from primeline.quality.choices import Evidence, LimitKind, RecordPart
from primeline.quality.queries import Number
from primeline.quality.shipped import MOST
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.days import DayField
from primeline.web.edits import Edit
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

# What the address says where a number is for all; no scope is called so.
ALL = "all"


class NumberForm(forms.Form):
    """Another number, from a day on."""

    value = forms.IntegerField(label=gettext_lazy("The number"))
    from_date = DayField(
        label=gettext_lazy("In force from"), help_text=gettext_lazy("Today or later.")
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = _("From %(least)s to %(most)s.") % {
            "least": least,
            "most": most,
        }


@page(Permission.VIEW_REFERENCE)
def policy(request: PersonRequest) -> HttpResponse:
    """Show the numbers of the policy on records, those to come, and what they were."""
    found = queries.policy_numbers(today=today())
    groups = [
        (kind.label, [(_about(one), one) for one in found if one.kind == kind])
        for kind in LimitKind
    ]
    context = {
        "groups": groups,
        "whole": sum(one.value for one in found if one.kind == LimitKind.PART_WEIGHT),
        "all": ALL,
        "may_edit": request.reach.may(Permission.EDIT_POLICY),
    }
    return render(request, "web/quality/policy.html", context)


@page(Permission.EDIT_POLICY, methods=("GET", "POST"))
def number(request: PersonRequest, kind: str, scope: str) -> HttpResponse:
    """Set a number of the policy from a day on."""
    one = queries.get_number(kind, "" if scope == ALL else scope, today=today())
    least, most = MOST[one.kind]

    def decide(facts: dict[str, Any]) -> None:
        actions.set_number(kind=one.kind, scope=one.scope, **facts, by=request.user, at=clock.now())

    if request.method == "POST":
        edit = edits.save(NumberForm(request.POST, least=least, most=most), decide)
    else:
        start = {"value": one.value, "from_date": today()}
        edit = Edit(form=NumberForm(initial=start, least=least, most=most))
    if edit.is_done:
        messages.success(request, _("Saved."))
        return redirect("quality:policy")
    context = {"one": one, "about": _about(one), "form": edit.form}
    return render(request, "web/quality/number.html", context, status=edit.status)


def _about(one: Number) -> str | Promise:
    """Return what a number is for: a level, a part of the record, a piece of evidence."""
    if one.kind == LimitKind.PART_WEIGHT:
        return RecordPart(one.scope).label
    if one.kind == LimitKind.EVIDENCE_SHARE:
        return Evidence(one.scope).label
    if one.scope:
        return Tier(one.scope).label
    return {
        LimitKind.DUPLICATE_SCORE: _("all accounts"),
        LimitKind.STALE_DAYS: _("without a level"),
        LimitKind.CONFIRM_PER_DAY: _("every manager"),
        LimitKind.CONFIRM_OPEN: _("every manager"),
    }[one.kind]
