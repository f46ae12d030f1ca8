"""What a case knows that a rule of the matrix may ask: of the lines it names, and what was said."""

from typing import Final

from primeline.bpmn.values import Drawing
from primeline.commitments.values import Circumstances
from primeline.privacy import freetext
from primeline.processes.models import Case, CaseFact
from primeline.products.queries import subscriptions_named
from primeline.products.queries.holdings import stronger
from primeline.standards.choices import Area, Priority

# The fields of a drawing that tell it.
CIRCUITS, PRIORITY, AREA = "circuits", "priority", "area"
TELLING: Final = frozenset({CIRCUITS, PRIORITY, AREA})


def circumstances_of(case: Case, drawing: Drawing) -> Circumstances:
    """Return what the matrix is to know of what a case is about.

    Of several lines that it names the strongest assurance holds; what they have not in common is
    not known.
    """
    said = _said(case) if TELLING & drawing.fields.keys() else {}
    named = subscriptions_named(case.customer_id, case.reference, said.get(CIRCUITS, ""))
    assurance = ""
    for one in named:
        # It is that of a circuit; what has none has no assurance of its own.
        assurance = stronger(assurance, one.assurance if one.circuit_number else "")
    priority, area = said.get(PRIORITY, ""), said.get(AREA, "")
    return Circumstances(
        assurance=assurance,
        line=_common({one.line.code for one in named}),
        distance=_common({one.distance for one in named}),
        area=area if area in Area.values else "",
        priority=priority if priority in Priority.values else "",
    )


def _said(case: Case) -> dict[str, str]:
    rows = CaseFact.objects.filter(case=case, name__in=TELLING)
    return {row.name: freetext.typed(row.text) for row in rows}


def _common(found: set[str]) -> str:
    return found.pop() if len(found) == 1 else ""
