"""Telling the search what accounts can be found by."""

from collections.abc import Collection
from datetime import datetime

from primeline.customers import findable
from primeline.customers.models import Customer
from primeline.customers.queries.absorbed import absorbed_into
from primeline.kit.deeds import Actor, deed
from primeline.search import actions as search

BATCH = 1000


@deed("customers.make_findable")
def make_findable(*, customer_ids: Collection[int], by: Actor, at: datetime) -> None:
    """Write anew what these accounts can be found by, as far as this room knows.

    A restricted account is known by its number and its cover name alone; one that was merged is
    found as the account that it is now.
    """
    ids = sorted(customer_ids)
    for start in range(0, len(ids), BATCH):
        rows = list(
            Customer.objects.filter(pk__in=ids[start : start + BATCH]).select_related(
                "account_manager"
            )
        )
        hidden = [row.pk for row in rows if row.is_restricted or row.merged_into_id]
        if hidden:
            search.forget(customer_ids=hidden, by=by, at=at)
        absorbed = absorbed_into([row.pk for row in rows])
        entries = (
            entry
            for row in rows
            if row.merged_into_id is None
            for entry in findable.entries_of(row, absorbed.get(row.pk, ()))
        )
        search.index(entries=entries, by=by, at=at)
