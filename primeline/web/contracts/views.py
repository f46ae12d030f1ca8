"""Contracts of all accounts within reach: which end, are not filed, or have something late."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.products import queries
from primeline.products.choices import ContractState, DeadlineKind
from primeline.staff.choices import Permission
from primeline.web.figures.places import Place, Places, places_of
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest

ENDS_WITHIN = (30, 60, 90, 180)
LONGEST_NUMBER = 40


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The list as an address asks for it."""

    places: Places
    unit: Place | None
    ends: int | None
    state: ContractState | None
    number: str
    is_mine: bool
    with_ended: bool


@page(Permission.VIEW_CUSTOMERS)
def contracts(request: PersonRequest) -> HttpResponse:
    """List the contracts of accounts within reach that the address asks for."""
    asked, day = _read(request), today()
    terms = queries.terms_in_force()
    rows = queries.contracts_within(
        request.reach, _wanted(asked, request), today=day, filing_term=terms[DeadlineKind.FILING]
    )
    shown = queries.contracts_page(rows, today=day, after=request.GET.get("after"))
    context = {
        "asked": asked,
        "page": shown,
        "answer": _answer(queries.count_contracts(rows)),
        "due_dates": {row.pk: queries.filing_due(row.signed_date, terms) for row in shown.rows},
        "states": ContractState,
        "ends_within": ENDS_WITHIN,
        "today": day,
        "at": clock.now(),
    }
    return render(request, "web/contracts/list.html", context)


def _read(request: PersonRequest) -> Asked:
    given, places = request.GET, places_of(request.reach)
    state, ends = given.get("state", ""), given.get("ends", "")
    days = whole_number(ends) if ends else None
    if (state and state not in ContractState.values) or (ends and days not in ENDS_WITHIN):
        raise NotFound
    return Asked(
        places=places,
        unit=places.get(given["unit"]) if given.get("unit") else None,
        ends=days,
        state=ContractState(state) if state else None,
        number=given.get("number", "").strip()[:LONGEST_NUMBER],
        is_mine=given.get("mine") == "1",
        with_ended=given.get("ended") == "1",
    )


def _wanted(asked: Asked, request: PersonRequest) -> queries.ContractFilter:
    return queries.ContractFilter(
        ends_within_days=asked.ends,
        state=asked.state,
        unit_path=asked.unit.path if asked.unit else "",
        number=asked.number,
        seller_id=request.reach.person_id if asked.is_mine else None,
        with_ended=asked.with_ended,
    )


def _answer(found: int) -> str:
    if found > queries.COUNTED_UP_TO:
        return _("More than %(number)s contracts, those that end first on top.") % {
            "number": f"{queries.COUNTED_UP_TO:,}"
        }
    return _("%(number)s contracts, those that end first on top.") % {"number": f"{found:,}"}
