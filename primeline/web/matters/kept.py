"""The filters that people keep for their lists of matters."""

from collections.abc import Mapping
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse

from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission
from primeline.web import kept
from primeline.web.matters import board, flight, views
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

SEE = Permission.VIEW_COMMITMENTS
# Which list is whose: where it stands, who may open it, and what it is filtered by.
LISTS: Final[Mapping[str, tuple[str, Permission, tuple[str, ...]]]] = {
    views.PAGE: ("matters:mine", SEE, views.FILTERS),
    flight.PAGE: ("matters:promises", SEE, flight.FILTERS),
    board.PAGE: ("matters:unit", board.LEAD, board.FILTERS),
}


@page(SEE, methods=("POST",))
def kept_views(request: PersonRequest, name: str) -> HttpResponse:
    """Keep a list as it is asked for now, under a name."""
    if name not in LISTS:
        raise NotFound
    route, permission, filters = LISTS[name]
    if not request.reach.may(permission):
        raise PermissionDenied
    query = kept.query_of(request, filters)
    return kept.keep(request, name, address=reverse(route), query=query)


@page(SEE, methods=("POST",))
def kept_view(request: PersonRequest, view_id: int) -> HttpResponse:
    """Forget a view."""
    view = kept.get_view(request, view_id, LISTS)
    return kept.forget(request, view, address=reverse(LISTS[view.page][0]))
