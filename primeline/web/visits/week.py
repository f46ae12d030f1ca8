"""The week of an account manager: what is done on which day, another day, done."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.kit import clock
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.staff.choices import Permission
from primeline.visits import actions, queries
from primeline.web.days import day_in
from primeline.web.hours.forms import WEEKDAY_LABELS
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.visits.forms import DayForm, DoneForm
from primeline.web.visits.words import (
    counted_words,
    person_words,
    put_off_words,
    written_words,
)

if TYPE_CHECKING:
    from primeline.visits.queries import Week

SEE = Permission.VIEW_COMMITMENTS
WEEK = timedelta(days=7)
CHANGED, REFUSED = 409, 422


@page(SEE)
def week(request: PersonRequest) -> HttpResponse:
    """Show the week that the address names, else this one."""
    return _show(request, _monday(request.GET.get("week", "")))


@page(SEE, methods=("POST",))
def day(request: PersonRequest, action_id: int) -> HttpResponse:
    """Do something on another day of its stretch."""
    action = queries.get_action(request.reach, action_id)
    shown = _monday(request.GET.get("week", ""))
    form = DayForm(request.POST)
    if not form.is_valid():
        return _show(request, shown, trouble=_("Choose a day."), status=REFUSED)
    try:
        actions.move_action(
            action=action,
            version=form.cleaned_data["version"],
            day=form.cleaned_data["day"],
            by=request.user,
            at=clock.now(),
        )
    except ChangedMeanwhile as meanwhile:
        return _show(request, shown, trouble=str(meanwhile.message), status=CHANGED)
    except Refused as refused:
        return _show(request, shown, trouble=str(refused.message), status=REFUSED)
    messages.success(request, _("Moved."))
    return redirect(_back(request, shown))


@page(SEE, methods=("POST",))
def done(request: PersonRequest, action_id: int) -> HttpResponse:
    """Say that a visit or call is done, with a short note."""
    action = queries.get_action(request.reach, action_id)
    shown = _monday(request.GET.get("week", ""))
    form = DoneForm(request.POST)
    if not form.is_valid():
        return _show(request, shown, trouble=_("The note is too long."), status=REFUSED)
    try:
        actions.record_action(
            action=action, by=request.user, at=clock.now(), reason=form.cleaned_data["note"]
        )
    except Refused as refused:
        return _show(request, shown, trouble=str(refused.message), status=REFUSED)
    messages.success(request, _("Done."))
    return redirect(_back(request, shown))


def _show(
    request: PersonRequest, monday: date, *, trouble: str = "", status: int = 200
) -> HttpResponse:
    at = clock.now()
    found = queries.week_of(request.reach, monday, at=at)
    shown = [*found.actions, *found.late]
    context: dict[str, Any] = {
        "week": found,
        "places": found.places,
        "monday": monday,
        "previous": monday - WEEK,
        "next": monday + WEEK,
        "today": timezone.localdate(at),
        "days_for": queries.days_for([one for one in shown if queries.is_open(one)], at=at),
        "named": queries.named_in(request.reach, shown),
        **person_words(),
        "is_open": queries.is_open,
        "unstaffed_count": _unstaffed_count(request),
        "weekdays": WEEKDAY_LABELS,
        "trouble": trouble,
        "answer": _answer(found),
        "counted_words": counted_words,
        "put_off_words": put_off_words,
        "written_words": written_words,
    }
    return render(request, "web/visits/week.html", context, status=status)


def _unstaffed_count(request: PersonRequest) -> int:
    if not request.reach.may(Permission.LEAD_COMMITMENTS):
        return 0
    return queries.unstaffed_for(request.reach, at=clock.now()).count()


def _answer(found: "Week") -> str:
    if not found.actions and not found.late:
        return _("Nothing is planned for this week.")
    said = ngettext(
        "%(count)s visit or call is still to be done this week.",
        "%(count)s visits and calls are still to be done this week.",
        found.open_count,
    ) % {"count": found.open_count}
    if not found.late:
        return said
    late = ngettext(
        "%(count)s of earlier weeks is late.",
        "%(count)s of earlier weeks are late.",
        len(found.late),
    ) % {"count": len(found.late)}
    return f"{said} {late}"


def _monday(text: str) -> date:
    """Return the Monday of the week that an address names by one of its days, else of this one."""
    asked = day_in(text) or timezone.localdate(clock.now())
    return asked - timedelta(days=asked.weekday())


def _back(request: PersonRequest, monday: date) -> str:
    if request.POST.get("back") == "unit":
        return reverse("visits:unit")
    return f"{reverse('visits:week')}?week={monday}"
