"""Contracts within reach or open for a time: which end, are not filed, or have something late."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.kit import clock
from primeline.products import queries
from primeline.products.choices import ContractState
from primeline.staff.choices import Permission
from primeline.web import looking
from primeline.web.contracts.asked import ENDS_WITHIN, listed, read
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest


@page(Permission.VIEW_DOSSIERS)
def contracts(request: PersonRequest) -> HttpResponse:
    """List the contracts that the address asks for; what a grant alone opens is noted as seen."""
    day, terms = today(), queries.terms_in_force()
    found = read(request)
    rows = listed(found, request.reach, today=day, terms=terms)
    shown = queries.contracts_page(rows, today=day, after=request.GET.get("after"))
    looking.note_rows(request, [row.customer_id for row in shown.rows], "contracts")
    context = {
        "asked": found,
        "page": shown,
        "answer": _answer(queries.count_contracts(rows)),
        "due_dates": {row.pk: queries.filing_due(row.to_file_from, terms) for row in shown.rows},
        "states": ContractState,
        "ends_within": ENDS_WITHIN,
        "may_export": request.reach.may(Permission.EXPORT_CUSTOMERS),
        "today": day,
        "at": clock.now(),
    }
    return render(request, "web/contracts/list.html", context)


def _answer(found: int) -> str:
    if found > queries.COUNTED_UP_TO:
        return _("More than %(number)s contracts, those that end first on top.") % {
            "number": f"{queries.COUNTED_UP_TO:,}"
        }
    text = ngettext(
        "%(number)s contract, those that end first on top.",
        "%(number)s contracts, those that end first on top.",
        found,
    )
    return text % {"number": f"{found:,}"}
