"""What is owed to an account, due first, what was owed to it lately, and cases that run for it."""

from typing import TYPE_CHECKING, Any, Final

from django.db.models import F

from primeline.commitments import queries
from primeline.kit import clock
from primeline.processes import queries as processes
from primeline.web.cases.words import name_of
from primeline.web.matters.lines import lines_of
from primeline.web.matters.ticking import patterns
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer
    from primeline.processes.models import Case

MOST: Final = 100
LATELY: Final = 20


def pane(request: PersonRequest, customer: "Customer") -> dict[str, Any]:
    """Return what the pane of matters shows."""
    at = clock.now()
    asked = queries.of_customer(request.reach, customer.pk)
    # What was planned ahead stands on the week of whoever is to do it.
    asked = asked.select_related("policy_row__standard").filter(opened_at__lte=at)
    owed = asked.open().order_by("due_at", "pk")
    over = asked.filter(ended_at__isnull=False).order_by("-ended_at", "-pk")
    return {
        "owed": lines_of(request, owed[:MOST], at),
        "over": lines_of(request, over[:LATELY], at),
        "most": MOST,
        "latest": LATELY,
        "cases": _cases(request, customer),
        "patterns": patterns(),
        "at": at,
    }


def _cases(request: PersonRequest, customer: "Customer") -> list[tuple["Case", list[str]]]:
    """Return the cases of an account, those that run first, each with where it stands."""
    asked = processes.of_customer(request.reach, customer.pk).order_by(
        F("ended_at").desc(nulls_first=True), "-started_at", "-pk"
    )
    found = list(asked[:LATELY])
    places = processes.places_of(found)
    return [
        (one, [name_of(processes.drawn(one.edition), node) for node in places[one.pk]])
        for one in found
    ]
