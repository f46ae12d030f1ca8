"""The list of contracts as an address asks for it, shown on a page or in a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from primeline.kit.errors import NotFound
from primeline.kit.sent import whole_number
from primeline.products import queries
from primeline.products.choices import ContractState, DeadlineKind
from primeline.products.values import Term
from primeline.staff.reach import Reach
from primeline.web.figures.places import Place, Places, places_of
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


def listed(
    asked: Asked, reach: Reach, *, today: date, terms: Mapping[DeadlineKind, Term]
) -> QuerySet[Any]:
    """Return the contracts within reach that were asked for."""
    wanted, filing = _wanted(asked, reach), terms[DeadlineKind.FILING]
    return queries.contracts_within(reach, wanted, today=today, filing_term=filing)


def read(request: PersonRequest) -> Asked:
    """Return what the address asks for.

    :raises NotFound: if it names what there is not
    """
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


def _wanted(asked: Asked, reach: Reach) -> queries.ContractFilter:
    return queries.ContractFilter(
        ends_within_days=asked.ends,
        state=asked.state,
        unit_path=asked.unit.path if asked.unit else "",
        number=asked.number,
        seller_id=reach.person_id if asked.is_mine else None,
        with_ended=asked.with_ended,
    )
