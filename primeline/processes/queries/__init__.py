"""Questions about processes, their versions, cases and what is to be done in them."""

from primeline.processes.queries.boards import heat_of, late_count, stages_of
from primeline.processes.queries.cases import (
    answers_of,
    documents_of,
    facts_of,
    get_case,
    get_case_at,
    items_of,
    may_cancel,
    of_customer,
    places_of,
    tokens_of,
    visible_to,
)
from primeline.processes.queries.checking import known, problems_of, warnings_of
from primeline.processes.queries.library import (
    drawn,
    edition_in_force,
    editions_of,
    editions_waiting,
    get_edition,
    get_process,
    in_force,
    processes,
)
from primeline.processes.queries.work import get_item, is_mine, work_of

__all__ = [
    "answers_of",
    "documents_of",
    "drawn",
    "edition_in_force",
    "editions_of",
    "editions_waiting",
    "facts_of",
    "get_case",
    "get_case_at",
    "get_edition",
    "get_item",
    "get_process",
    "heat_of",
    "in_force",
    "is_mine",
    "items_of",
    "known",
    "late_count",
    "may_cancel",
    "of_customer",
    "places_of",
    "problems_of",
    "processes",
    "stages_of",
    "tokens_of",
    "visible_to",
    "warnings_of",
    "work_of",
]
