"""The first page."""

from django.http import HttpResponse
from django.shortcuts import render

from primeline.kit import clock
from primeline.web.home.access import waiting_of
from primeline.web.home.desks import Desk, desks_of
from primeline.web.pages import page
from primeline.web.requests import PersonRequest


@page()
def home(request: PersonRequest) -> HttpResponse:
    """Show the first page of the reader's role; with several roles, of the one chosen."""
    desks = desks_of(request.reach.roles)
    if not desks:
        return render(request, "web/home/nothing.html")
    at = clock.now()
    desk = _chosen(desks, request.GET.get("role", ""))
    context = {
        "desk": desk,
        "desks": desks,
        "at": at,
        "access": waiting_of(request, at),
        **desk.build(request, at),
    }
    return render(request, f"web/home/{desk.template}.html", context)


def _chosen(desks: list[Desk], role: str) -> Desk:
    return next((desk for desk in desks if desk.role == role), desks[0])
