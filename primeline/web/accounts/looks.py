"""Who looked at an account: for whoever answers for it."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.access import queries as access
from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.sent import whole_number
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web.accounts.account import LOOKS, PANES, around
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

AT_ONCE = 50
MOST_REQUESTS = 50
# What somebody looked at, beside the panes of an account.
PLACES: Mapping[str, str | Promise] = {
    **{key: label for key, (label, _facts) in PANES.items()},
    "looks": LOOKS,
    "brief": _("Before the visit"),
    "list": pgettext_lazy("look", "Line of a list"),
    "search": pgettext_lazy("look", "Found by a search"),
    "export": _("Line of an export"),
    "named_export": _("Line of an export"),
    "line end": _("Line ends served for others"),
}


@page(Permission.VIEW_LOOKS)
def looks(request: PersonRequest, number: str) -> HttpResponse:
    """Show who looked at an account, when, by what right and what for."""
    customer = customers.get_customer(request.reach, number, Permission.VIEW_LOOKS)
    at = clock.now()
    before = whole_number(request.GET.get("before", ""))
    found = access.looks_at(customer, before=before, size=AT_ONCE)
    context = around(request, customer, "looks", LOOKS) | {
        "at": at,
        "looks": found,
        "seen_in": PLACES,
        "actors": staff.names_of({look.actor_name for look in found}),
        "older": found[-1].look_id if len(found) == AT_ONCE else None,
        "opened": list(access.opened_on(customer, at=at)),
        "requests": list(access.requests_for(customer)[:MOST_REQUESTS]),
    }
    return render(request, "web/accounts/looks.html", context)
