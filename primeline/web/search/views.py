"""The search page, and what the box at the top of every page shows as one types."""

from django.http import HttpResponse
from django.shortcuts import render

from primeline.customers import queries as customers
from primeline.customers.queries import FoundAccount
from primeline.products import queries as products
from primeline.search import queries as search
from primeline.search.choices import EntryKind
from primeline.staff.choices import Permission
from primeline.web import looking
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

BOX = "search-found"
SHOWN_IN_BOX = 8
SHOWN_ON_PAGE = 50


@page(Permission.VIEW_CUSTOMERS)
def found(request: PersonRequest) -> HttpResponse:
    """Show the accounts within reach that a text finds, the closest first."""
    text = request.GET.get("q", "").strip()
    is_box = bool(request.htmx) and request.htmx.target == BOX
    limit = SHOWN_IN_BOX if is_box else SHOWN_ON_PAGE
    hits = customers.found_accounts(request.reach, text, limit=limit + 1)
    if not request.reach.may(Permission.VIEW_DOSSIERS):
        # A counter is told nothing of contracts, not even that there is one of this name.
        hits = [hit for hit in hits if hit.kind != EntryKind.CONTRACT]
    looking.note_rows(request, [hit.row["id"] for hit in hits[:limit]], "search")
    context = {
        "text": text,
        "hits": hits[:limit],
        "circuits": _circuits(hits[:limit], text),
        "is_box": is_box,
        "has_more": len(hits) > limit,
        "is_askable": search.is_askable(text),
    }
    template = "web/search/hits.html" if is_box else "web/search/page.html"
    return render(request, template, context)


def _circuits(hits: list[FoundAccount], text: str) -> dict[str, str]:
    """Return what the circuits are told by which the text found accounts."""
    numbers = [hit.source_id for hit in hits if hit.kind == EntryKind.CIRCUIT]
    return products.circuit_told(numbers, text)
