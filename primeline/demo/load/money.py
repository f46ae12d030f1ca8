"""Heads of bills: by far the most rows, so they are made while they are written."""

from collections.abc import Callable, Iterable, Sequence

from primeline.customers.models import Bill
from primeline.demo.load import bulk
from primeline.demo.plan.shapes import Bill as Planned

_BILL = (
    *("customer", "bill_month", "amount_cents", "charges", "due_date", "settled_date"),
    "status",
)


def load_bills(
    bills: Iterable[Planned], customers: Sequence[int], progress: Callable[[int], None]
) -> int:
    """Write the bills; return how many."""
    rows = (
        (customers[b.customer], b.month, b.amount_cents, b.charges, b.due, b.settled, b.status)
        for b in bills
    )
    return bulk.insert(Bill, _BILL, rows, progress=progress)
