"""Minutes: those of every past day, one to be read, and the same on paper."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from primeline.audit import actions as audit
from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.meetings import queries
from primeline.meetings.alerting import note_seen
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web import paper
from primeline.web.home import words
from primeline.web.matters.stages import step_words
from primeline.web.meeting.nights import night_in_words
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.meetings.models import Meeting
    from primeline.staff.models import Unit

SEE, LEAD = Permission.VIEW_COMMITMENTS, Permission.LEAD_COMMITMENTS
AT_ONCE, FURTHEST = 60, 100_000


@page(SEE)
def past(request: PersonRequest) -> HttpResponse:
    """List the minutes that the reader may read, the latest first."""
    units = staff.units_in_order(request.reach, SEE)
    unit = _unit(units, request.GET.get("unit", ""))
    start = _start(request)
    found = queries.minutes_within(request.reach, unit_path=unit.path if unit else "")
    rows = list(found[start : start + AT_ONCE + 1])
    context = {
        "rows": rows[:AT_ONCE],
        "after": start + AT_ONCE if len(rows) > AT_ONCE else None,
        "before": str(max(start - AT_ONCE, 0)) if start else None,
        "start": start,
        "units": units,
        "unit": unit,
        "unseen": {one.pk for one in queries.unseen(request.reach)},
        "may_lead": request.reach.may(LEAD),
    }
    return render(request, "web/meeting/past.html", context)


@page(SEE)
def minutes(request: PersonRequest, meeting_id: int) -> HttpResponse:
    """Show what was shown, said and decided in a meeting, as far as the reader may see it."""
    meeting = queries.get_minutes(request.reach, meeting_id)
    at = clock.now()
    note_seen(request.user.pk, meeting.pk, at=at)
    return render(request, "web/meeting/minutes.html", _kept(request, meeting, at))


@page(SEE, methods=("POST",))
def pdf(request: PersonRequest, meeting_id: int) -> HttpResponse:
    """Make a PDF file of minutes; restricted accounts never stand in a file."""
    meeting = queries.get_minutes(request.reach, meeting_id)
    at = clock.now()
    context = _kept(request, meeting, at)
    for name in ("talks", "decisions"):
        context[name] = [one for one in context[name] if not _is_restricted(one)]
    context["earlier"] = [pair for pair in context["earlier"] if not _hides(pair[0].customer)]
    written = paper.as_pdf(render_to_string("web/meeting/paper.html", context, request=request))
    audit.look(
        subject_kind="minutes",
        purpose=_("Minutes of %(unit)s, %(day)s, as PDF")
        % {"unit": meeting.unit.name, "day": meeting.on_date},
        rows_count=1,
        by=request.user,
        at=at,
    )
    answer = HttpResponse(written, content_type="application/pdf")
    name = f"minutes-{meeting.unit.code}-{meeting.on_date}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _unit(units: "Sequence[Unit]", asked: str) -> "Unit | None":
    """Return the unit whose minutes are asked for; None for those of all.

    :raises NotFound: if there is no such unit within reach
    """
    if not asked:
        return None
    chosen = whole_number(asked)
    for unit in units:
        if unit.pk == chosen:
            return unit
    raise NotFound


def _start(request: PersonRequest) -> int:
    """Return from which row on the list is shown, as an address asks for it."""
    asked = request.GET.get("after") or request.GET.get("before") or "0"
    return min(whole_number(asked) or 0, FURTHEST)


def _kept(request: PersonRequest, meeting: "Meeting", at: datetime) -> dict[str, Any]:
    finished_at = meeting.finished_at or at
    figures = queries.kept_figures(meeting.figures, request.reach, at=finished_at)
    talks = queries.kept_talks(meeting, request.reach)
    return {
        "meeting": meeting,
        "night": night_in_words(figures.since, figures.night),
        "team": figures.team,
        "instructions": figures.instructions,
        "ahead": figures.ahead,
        "talks": talks,
        "steps": step_words(one.next for one in talks if one.next),
        "decisions": queries.decisions_of(meeting, request.reach, at=at),
        "earlier": queries.kept_decisions(meeting, request.reach),
        "may_lead": request.reach.may(LEAD),
        "words": words,
        "at": at,
    }


def _is_restricted(one: Any) -> bool:
    return _hides(one.customer if hasattr(one, "customer") else one.decision.customer)


def _hides(customer: Any) -> bool:
    return customer is not None and customer.is_restricted
