"""The list of accounts, what it is filtered by, and the views that people keep of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.customers import queries as customers
from primeline.customers.choices import CustomerKind, CustomerStatus, Gap, Tier
from primeline.customers.queries import COUNTED_UP_TO
from primeline.products import queries as products
from primeline.search import queries as search
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web import kept, looking
from primeline.web.accounts import columns, listing
from primeline.web.accounts.listing import MORE, Asked
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

PAGE = "accounts"


@page(Permission.VIEW_CUSTOMERS)
def accounts(request: PersonRequest) -> HttpResponse:
    """List the accounts within reach that the address asks for."""
    asked = listing.read(request.GET, request.reach)
    matching = customers.matching(request.reach, asked.wanted)
    shown = customers.page_of(
        matching,
        asked.sorting,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    looking.note_rows(request, [row["id"] for row in shown.rows], "list")
    context = {
        "asked": asked,
        "page": shown,
        "rows": listing.completed(shown.rows, asked, today=today()),
        "count": _count(customers.count_up_to(matching)),
        "views": kept.views_of(request, PAGE),
        "is_too_short": bool(asked.wanted.text) and not search.is_askable(asked.wanted.text),
        "tiers": Tier.choices,
        "gaps": Gap.choices,
        "all_columns": columns.ALL.values(),
        "may_export": request.reach.may(Permission.EXPORT_CUSTOMERS),
        "may_edit": request.reach.may(Permission.EDIT_CUSTOMERS),
        "may_hand_over": request.reach.may(Permission.HAND_OVER),
        "may_create": request.reach.may(Permission.CREATE_CUSTOMERS),
        "choices": _choices(request, asked),
    }
    return render(request, "web/accounts/list.html", context)


@page(Permission.VIEW_CUSTOMERS, methods=("POST",))
def kept_views(request: PersonRequest) -> HttpResponse:
    """Keep the list as it is asked for now, under a name."""
    asked = listing.read(request.GET, request.reach)
    return kept.keep(request, PAGE, address=reverse("accounts:list"), query=asked.query)


@page(Permission.VIEW_CUSTOMERS, methods=("POST",))
def kept_view(request: PersonRequest, view_id: int) -> HttpResponse:
    """Forget a view."""
    view = kept.get_view(request, view_id, (PAGE,))
    return kept.forget(request, view, address=reverse("accounts:list"))


def _count(found: int) -> str:
    if found > COUNTED_UP_TO:
        return _("more than %(number)s accounts") % {"number": f"{COUNTED_UP_TO:,}"}
    return ngettext("%(number)s account", "%(number)s accounts", found) % {"number": f"{found:,}"}


def _choices(request: PersonRequest, asked: Asked) -> dict[str, Any] | None:
    """Return what the further filters offer, if they are open. Closed, they ask nothing."""
    is_used = any(name in request.GET for name in MORE)
    if not is_used and "filters" not in request.GET:
        return None
    return {
        "unit": [
            (unit.pk, f"{'　' * unit.depth}{unit.name}")
            for unit in staff.units_in_order(request.reach, Permission.VIEW_CUSTOMERS)
        ],
        "manager": [(manager.id, manager.name) for manager in customers.managers(request.reach)],
        "status": CustomerStatus.choices,
        "kind": CustomerKind.choices,
        "arrears": listing.arrears_choices(),
        "industry": [(one.code, one.name) for one in customers.industries()],
        "line": [(one.code, one.name) for one in products.lines()],
    }
