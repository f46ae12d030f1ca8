"""The meeting of a unit on one page: the night, the people, accounts to talk about, decisions."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.commitments.queries.ahead import on_site, works_tonight
from primeline.kit import clock
from primeline.kit.sent import whole_number
from primeline.meetings import queries
from primeline.meetings.values import Figures, Standing
from primeline.staff.choices import Permission
from primeline.staff.rules import day_of
from primeline.web.edits import Edit, OnceForm
from primeline.web.home import words
from primeline.web.matters.stages import step_words
from primeline.web.meeting.forms import DecisionForm, PinForm
from primeline.web.meeting.nights import moments_of, night_in_words
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.meetings.models import Meeting
    from primeline.staff.models import Person, Unit

LEAD = Permission.LEAD_COMMITMENTS
LATEST = 6
# So much of the work in the field is told line by line; all of it is counted.
ROWS = 8


@page(LEAD)
def today(request: PersonRequest) -> HttpResponse:
    """Show the morning of the reader's unit, whether its meeting was begun or not."""
    asked = request.GET.get("unit", "")
    unit = queries.own_unit(request.reach, whole_number(asked) or 0 if asked else None)
    found = queries.meeting_on(unit, day_of(clock.now()))
    return show(request, unit, found)


@page(LEAD)
def meeting(request: PersonRequest, meeting_id: int) -> HttpResponse:
    """Show one meeting that the reader holds; of a finished one its minutes."""
    found = queries.get_own(request.reach, meeting_id)
    if found.is_finished:
        return redirect("meeting:minutes", found.pk)
    return show(request, found.unit, found)


def show(
    request: PersonRequest,
    unit: "Unit",
    found: "Meeting | None",
    *,
    edit: Edit | None = None,
) -> HttpResponse:
    """Return the page of a meeting, with what was typed into one of its forms."""
    at, sent = clock.now(), edit.form if edit is not None else None
    day = found.on_date if found is not None else day_of(at)
    reach = queries.narrowed(request.reach, unit)
    moments = moments_of(at)
    figures = queries.figures_of(reach, unit, moments)
    people = queries.people_for(unit, request.reach, today=day_of(at))
    decided = queries.decisions_of(found, request.reach, at=at) if found is not None else []
    earlier = queries.earlier_decisions(unit, day, request.reach, at=at)
    talks = queries.talks_of(unit, found, request.reach, at=at)
    context = {
        "unit": unit,
        "units": queries.own_units(request.reach),
        "meeting": found,
        "day": day,
        "answer": _answer(figures, earlier, at),
        "night": night_in_words(figures.since, figures.night),
        "team": figures.team,
        "instructions": figures.instructions,
        "ahead": figures.ahead,
        "site": on_site(reach, moments.until)[:ROWS],
        "works": works_tonight(reach, moments.until)[:ROWS],
        "talks": talks,
        "steps": step_words(one.next for one in talks if one.next),
        "decisions": decided,
        "earlier": earlier,
        "unfinished": queries.unfinished(unit, before=day),
        "latest": list(queries.minutes_within(request.reach, unit_path=unit.path)[:LATEST]),
        "pin_form": sent if isinstance(sent, PinForm) else _pin_form(request),
        "decision_form": sent
        if isinstance(sent, DecisionForm)
        else _decision_form(request, people, day),
        "words": words,
        "at": at,
    }
    status = edit.status if edit is not None else 200
    return render(request, "web/meeting/meeting.html", context, status=status)


def _pin_form(request: PersonRequest) -> PinForm:
    first = {"once": OnceForm.new_key(), "account": request.GET.get("account", "")}
    return PinForm(initial=first)


def _decision_form(request: PersonRequest, people: "list[Person]", day: date) -> DecisionForm:
    first = {
        "once": OnceForm.new_key(),
        "account": request.GET.get("account", ""),
        "due_date": max(day, timezone.localdate(clock.now())),
    }
    return DecisionForm(people=people, initial=first)


def _answer(figures: Figures, earlier: list[Standing], at: datetime) -> str:
    """Return what went wrong overnight and what was left undone, in one line."""
    broken = figures.night.get("broken", 0)
    open_count = sum(one.owed is not None and one.owed.is_open for one in earlier)
    said: dict[str, Any] = {"time": words.time_of(at)}
    night = (
        ngettext(
            "%(time)s · %(count)s promise was broken overnight.",
            "%(time)s · %(count)s promises were broken overnight.",
            broken,
        )
        if broken
        else _("%(time)s · no promise was broken overnight.")
    ) % {**said, "count": f"{broken:,}"}
    if not open_count:
        return night
    left = ngettext(
        "%(count)s decision of earlier meetings is not done.",
        "%(count)s decisions of earlier meetings are not done.",
        open_count,
    ) % {"count": open_count}
    return f"{night} {left}"
