"""Steps of cases as what customers wait for: the lane, how far along, promised for which day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet

from primeline.bpmn.progress import Place, places_on
from primeline.commitments.choices import Lane
from primeline.processes.models import Case, CaseFact, WorkItem
from primeline.processes.queries.library import drawn

PROCESS: Final = "case__edition__process__code"
# The fact of a drawing that says for which day the customer has our word.
PROMISED: Final = "promised_day"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where a case stands with one step of it."""

    case: Case
    node: str
    place: Place | None
    promised_day: date | None


def steps_in_lanes() -> dict[Lane, QuerySet[Any]]:
    """Return for each lane what is owed for the open steps of its cases, the narrowest first.

    What is drawn beside what we ship is in none of them.
    """
    asked = CaseFact.objects.filter(name="kind", text="terminate").values("case")
    lanes: Mapping[Lane, Q] = {
        Lane.TERMINATION: Q(**{PROCESS: "CHANGE"}, case__in=asked),
        Lane.CHANGE: Q(**{PROCESS: "CHANGE"}),
        Lane.OPENING: Q(**{PROCESS: "OPENING"}),
        Lane.COMPLAINT: Q(**{PROCESS: "COMPLAINT"}),
        Lane.FAULT: Q(**{PROCESS: "FAULT"}),
    }
    return {
        lane: WorkItem.objects.open().filter(which).order_by().values("commitment")
        for lane, which in lanes.items()
    }


def stages_at(commitment_ids: Collection[int]) -> dict[int, Stage]:
    """Return where cases stand with the steps that these are owed for. Two queries."""
    found = WorkItem.objects.filter(commitment__in=commitment_ids)
    items = list(found.select_related("case__edition__process"))
    rows = CaseFact.objects.filter(case__in={one.case_id for one in items}, name=PROMISED)
    days = {key: date.fromisoformat(said) for key, said in rows.values_list("case", "text") if said}
    places = {one: places_on(drawn(one)) for one in {item.case.edition for item in items}}
    return {
        one.commitment_id: Stage(
            case=one.case,
            node=one.node,
            place=places[one.case.edition].get(one.node),
            promised_day=days.get(one.case_id),
        )
        for one in items
    }
