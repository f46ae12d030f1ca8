"""Who was not let in where, how often: for auditors."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from primeline.audit.choices import RefusalKind
from primeline.audit.queries import RefusalSearch, refused_requests
from primeline.kit import clock
from primeline.kit.sent import whole_number
from primeline.staff.choices import Permission
from primeline.web.days import DayField
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

AT_ONCE = 50
MOST_PAGES = 200


class RefusalSearchForm(forms.Form):
    """The filters above the list; what is left empty does not narrow it."""

    person = forms.CharField(label=_("Who (name or user name)"), required=False, max_length=64)
    kind = forms.ChoiceField(
        label=_("Why they were not let in"),
        required=False,
        choices=[("", _("anything")), *RefusalKind.choices],
    )
    from_date = DayField(label=_("From"), required=False)
    to_date = DayField(label=_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it starts."""
        facts: dict[str, Any] = super().clean() or {}
        start, end = facts.get("from_date"), facts.get("to_date")
        if start and end and end < start:
            self.add_error("to_date", _("The period ends before it starts."))
        return facts

    def search(self, zone: ZoneInfo) -> RefusalSearch:
        """Return what is looked for; days are days in the reader's time zone."""
        facts = self.cleaned_data
        start, end = facts["from_date"], facts["to_date"]
        return RefusalSearch(
            person=facts["person"],
            kind=facts["kind"],
            from_at=datetime.combine(start, time.min, zone) if start else None,
            to_at=datetime.combine(end + timedelta(days=1), time.min, zone) if end else None,
        )


@page(Permission.VIEW_AUDIT)
def refused(request: PersonRequest) -> HttpResponse:
    """Show who was not let in, at which page, in which hour, how often."""
    form = RefusalSearchForm(request.GET)
    search = RefusalSearch()
    if form.is_valid():
        search = form.search(ZoneInfo(request.user.time_zone))
    number = min(whole_number(request.GET.get("page", "")) or 1, MOST_PAGES)
    found = refused_requests(request.reach, search)[(number - 1) * AT_ONCE : number * AT_ONCE + 1]
    rows = list(found)
    context = {
        "form": form,
        "rows": rows[:AT_ONCE],
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if len(rows) > AT_ONCE else None,
        "checked_at": clock.now(),
    }
    return render(
        request, "web/audit/refused.html", context, status=200 if form.is_valid() else 422
    )
