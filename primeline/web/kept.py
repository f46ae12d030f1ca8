"""Filters that people keep for a list under a name, and come back to with one tap."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from primeline.customers import actions
from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.errors import NotFound, Refused
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import SavedView

LONGEST_NAME, LONGEST_QUERY = 40, 2000


def views_of(request: PersonRequest, page: str) -> "list[SavedView]":
    """Return the views that the reader keeps of a list."""
    return customers.saved_views(request.reach.person_id, page)


def query_of(request: PersonRequest, names: Iterable[str]) -> str:
    """Return what of the address a kept view holds: its filters, in one order."""
    sent = {name: request.GET.getlist(name) for name in names}
    return urlencode([(name, one) for name, all_sent in sent.items() for one in all_sent if one])


def keep(request: PersonRequest, page: str, *, address: str, query: str) -> HttpResponse:
    """Keep a list as it is asked for now under the name that was sent, and go back to it."""
    try:
        view = actions.save_view(
            person_id=request.reach.person_id,
            page=page,
            name=request.POST.get("name", "")[:LONGEST_NAME],
            query=query[:LONGEST_QUERY],
            by=request.user,
            at=clock.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})
    return redirect(f"{address}?{query}" if query else address)


def forget(request: PersonRequest, view: "SavedView", *, address: str) -> HttpResponse:
    """Forget a view, and go back to the whole list."""
    actions.drop_view(view=view, by=request.user, at=clock.now())
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    return redirect(address)


def get_view(request: PersonRequest, view_id: int, pages: Iterable[str]) -> "SavedView":
    """Return a view that the reader keeps of one of these lists.

    :raises NotFound: if there is none, it is somebody else's, or of another list
    """
    view = customers.get_saved_view(request.reach.person_id, view_id)
    if view.page not in pages:
        raise NotFound
    return view
