"""What is owed, and for how long."""

from datetime import date

from django.db.models import QuerySet

from primeline.customers.choices import BillStatus
from primeline.customers.models import Bill


def unpaid_bills(*, before: date) -> QuerySet[Bill]:
    """Return the bills, of whomever, that were due before this day and are not paid."""
    # `settled_date` leads to the index over unpaid bills; the status is what counts.
    unpaid = Bill.objects.filter(settled_date=None, due_date__lt=before)
    return unpaid.exclude(status__in=(BillStatus.SETTLED, BillStatus.CANCELLED))
