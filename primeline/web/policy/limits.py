"""How many accounts of a service level one manager may have: set from a month on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from primeline.kit import clock
from primeline.staff.choices import Permission
from primeline.tiers import actions
from primeline.tiers import queries as tiers
from primeline.web import edits
from primeline.web.days import DayField
from primeline.web.edits import Edit
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

MOST = 100_000


class LoadLimitForm(forms.Form):
    """Another limit for one level."""

    most_accounts = forms.IntegerField(
        label=gettext_lazy("Accounts a manager may have at most"), min_value=0, max_value=MOST
    )
    from_month = DayField(
        label=gettext_lazy("From the first day of the month"),
        help_text=gettext_lazy("This month or a later one."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


@page(Permission.EDIT_POLICY, methods=("GET", "POST"))
def load_limit(request: PersonRequest, level: str) -> HttpResponse:
    """Set how many accounts of a level one manager may have."""
    wanted = tiers.load_level(level)
    month = today().replace(day=1)

    def decide(facts: dict[str, Any]) -> None:
        actions.set_load_limit(level=wanted, **facts, by=request.user, at=clock.now())

    if request.method == "POST":
        edit = edits.save(LoadLimitForm(request.POST), decide)
    else:
        now = next(one for known, one, _later in tiers.load_limits(month) if known is wanted)
        start = {"from_month": month, "most_accounts": now.most_accounts if now else None}
        edit = Edit(form=LoadLimitForm(initial=start))
    if edit.is_done:
        messages.success(request, _("Saved."))
        return redirect("policies")
    context = {"level": wanted, "form": edit.form}
    return render(request, "web/policy/load_limit.html", context, status=edit.status)
