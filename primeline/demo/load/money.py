"""Heads of bills: by far the most rows, so they are made while they are written."""

from collections.abc import Callable, Iterable, Sequence

from primeline.customers.models import Bill
from primeline.demo.load import bulk
from primeline.demo.plan.calendar import CLOSED_MONTHS, Calendar
from primeline.demo.plan.shapes import Bill as Planned
from primeline.demo.plan.shapes import Plan

_BILL = (
    *("customer", "bill_month", "amount_cents", "charges", "due_date", "settled_date"),
    "status",
)


def expected_count(plan: Plan) -> int:
    """Return about how many bills there will be: one for each account and month."""
    calendar = Calendar(plan.today)
    count = 0
    for customer in plan.customers:
        first = max(calendar.index_of(customer.opened), 0)
        last = CLOSED_MONTHS if customer.closed is None else calendar.index_of(customer.closed) + 1
        count += max(min(last, CLOSED_MONTHS) - first, 0)
    return count


def load_bills(
    bills: Iterable[Planned], customers: Sequence[int], progress: Callable[[int], None]
) -> int:
    """Write the bills; return how many."""
    rows = (
        (customers[b.customer], b.month, b.amount_cents, b.charges, b.due, b.settled, b.status)
        for b in bills
    )
    return bulk.insert(Bill, _BILL, rows, progress=progress)
