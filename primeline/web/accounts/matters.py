"""What is owed to an account, due first, and what was owed to it lately."""

from typing import TYPE_CHECKING, Any, Final

from primeline.commitments import queries
from primeline.kit import clock
from primeline.web.matters.lines import lines_of
from primeline.web.matters.ticking import patterns
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer

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
        "patterns": patterns(),
        "at": at,
    }
