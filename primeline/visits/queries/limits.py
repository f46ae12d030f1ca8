"""What the matrix allows beside the cadence: how late to put off, how late to write down."""

from datetime import datetime
from typing import NamedTuple

from primeline.customers.models import Customer
from primeline.hours import queries as hours
from primeline.standards import queries as standards
from primeline.standards.rules import NoRuleApplies, due_by
from primeline.standards.values import Case


class Limit(NamedTuple):
    """Until when something is in time, and by which rule; both empty where no rule speaks of it."""

    until: datetime | None = None
    row_id: int | None = None


def limit_of(step: str, customer: Customer, start: datetime, *, at: datetime) -> Limit:
    """Return the limit of a step for an account, counted from a moment on its unit's calendar."""
    case = Case(
        step=step,
        tier=customer.tier,
        unit_path=customer.owner_unit.path,
        customer_id=customer.pk,
    )
    due_of = due_by(hours.calendar_of(customer.owner_unit_id, at=at), start)
    try:
        found = standards.ruling(standards.matrix_at(at), case, due_of)
    except NoRuleApplies:
        return Limit()
    return Limit(found.due, found.row.id)
