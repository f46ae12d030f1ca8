"""The first page."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from primeline.handovers import queries as handovers
from primeline.handovers.queries import Owed
from primeline.handovers.values import TOLD_FOR
from primeline.hours import queries as hours
from primeline.kit import clock
from primeline.meetings import queries as meetings
from primeline.papers import queries as papers
from primeline.staff.choices import Permission, Role
from primeline.web.home import words
from primeline.web.home.access import waiting_of
from primeline.web.home.desks import Desk, desks_of
from primeline.web.matters.first import first_of
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.rosters.lines import Here, here_of

if TYPE_CHECKING:
    from primeline.handovers.models import Handover

ON_DUTY_SHOWN = (
    Role.BRANCH_LEAD,
    Role.PROVINCE_SUPERVISOR,
    Role.SERVICE_CENTER,
    Role.TECHNICIAN,
    Role.DEDICATED_SEAT,
)


@page()
def home(request: PersonRequest) -> HttpResponse:
    """Show the first page of the reader's role; with several roles, of the one chosen."""
    desks = desks_of(request.reach.roles)
    if not desks:
        return render(request, "web/home/nothing.html")
    at = clock.now()
    first = first_of(request, at)
    desk = _chosen(desks, request.GET.get("role", ""))
    context = {
        "desk": desk,
        "desks": desks,
        "at": at,
        "access": waiting_of(request, at),
        "minutes": meetings.unseen(request.reach),
        "offers": _offers(request, at),
        "called_off": _called_off(request, at),
        "kept_incomplete": _kept_incomplete(request),
        "unpublished_year": _unpublished_year(request, at),
        "first": first,
        "duty": _duty(request, desk, at),
        **desk.build(request, at),
    }
    if desk.tells_owed and first is not None:
        context["answer"] = words.owed(
            context.get("told", context["dues"]), at, more=first.count, more_late=first.late_count
        )
    return render(request, f"web/home/{desk.template}.html", context)


def _duty(request: PersonRequest, desk: Desk, at: datetime) -> Here | None:
    """Return who is on duty, for whoever leads or repairs."""
    return here_of(request, at) if desk.role in ON_DUTY_SHOWN else None


def _offers(request: PersonRequest, at: datetime) -> list[Owed]:
    """Return the offers of accounts that the reader or their people have to answer."""
    if not request.reach.may(Permission.HAND_OVER):
        return []
    return handovers.owed_by(request.reach, today=timezone.localdate(at))


def _called_off(request: PersonRequest, at: datetime) -> "list[Handover]":
    """Return the hand-overs with a part of the reader that others have taken back lately."""
    if not request.reach.may(Permission.HAND_OVER):
        return []
    return handovers.called_off(request.reach, since=at - TOLD_FOR)


def _kept_incomplete(request: PersonRequest) -> int:
    """Return how many files lack papers in the archives that the reader keeps, within reach."""
    if not request.reach.may(Permission.VIEW_CUSTOMERS):
        return 0
    kept = papers.kept_paths(request.reach.person_id)
    return papers.incomplete_within(request.reach, kept).order_by().count() if kept else 0


def _unpublished_year(request: PersonRequest, at: datetime) -> int | None:
    """Return the year whose days should be published by now, for whoever publishes them."""
    if not request.reach.may(Permission.EDIT_REFERENCE):
        return None
    return hours.unpublished_year(today=timezone.localdate(at))


def _chosen(desks: list[Desk], role: str) -> Desk:
    return next((desk for desk in desks if desk.role == role), desks[0])
