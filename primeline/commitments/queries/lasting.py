"""When something else would be told about what lasts: say that a fault is to be reported."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from primeline.commitments import rules
from primeline.commitments.models import Commitment
from primeline.commitments.queries.pricing import Start, case_of, price, steps_by_code
from primeline.hours import queries as hours
from primeline.staff.rules import day_of
from primeline.standards import queries as standards
from primeline.standards.rules import NoRuleApplies


def told_first(
    commitments: Iterable[Commitment], step_code: str, *, at: datetime
) -> dict[int, datetime]:
    """Return when each would first be told of under another step, owed from the same moment on.

    That is the first rung of the rule that the matrix has for it; without a rule it is not there.
    """
    step = steps_by_code([step_code]).get(step_code)
    rows = list(commitments)
    if step is None or not rows:
        return {}
    matrix, book, today = standards.matrix_at(at), hours.book(), day_of(at)
    found: dict[int, datetime] = {}
    for one in rows:
        tier = one.customer.tier if one.customer is not None else ""
        case = replace(case_of(one, tier), step=step_code)
        calendar = book.calendar_at(one.calendar_unit.path, today)
        start = Start(opened_at=one.opened_at, calendar=calendar)
        try:
            asked = price(case, start, matrix=matrix, step=step)
        except NoRuleApplies:
            continue
        found[one.pk] = rules.rung_at(asked.course, asked.rungs[0])
    return found
