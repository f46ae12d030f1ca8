"""What accounts can be found by because of what they have: circuits and contracts."""

from collections.abc import Collection, Iterator
from datetime import datetime

from primeline.customers import actions as customers
from primeline.kit.deeds import Actor, deed
from primeline.products import findable
from primeline.products.models import Agreement, Subscription
from primeline.search import actions as search
from primeline.search.values import Entry

BATCH = 1000


@deed("products.make_findable")
def make_findable(*, customer_ids: Collection[int], by: Actor, at: datetime) -> None:
    """Write anew all that these accounts can be found by: who they are and what they have."""
    customers.make_findable(customer_ids=customer_ids, by=by, at=at)
    ids = sorted(customer_ids)
    for start in range(0, len(ids), BATCH):
        search.index(entries=_entries(ids[start : start + BATCH]), by=by, at=at)


def _entries(customer_ids: list[int]) -> Iterator[Entry]:
    # What a restricted account has would give it away, so it is not known to the search.
    subscriptions = Subscription.objects.filter(
        customer__in=customer_ids, customer__is_restricted=False
    ).only("customer", "number", "circuit_number", "access_number", "external_id")
    yield from map(findable.circuit_entry, subscriptions.iterator())
    agreements = Agreement.objects.filter(
        customer__in=customer_ids, customer__is_restricted=False
    ).only("customer", "number", "name")
    yield from map(findable.contract_entry, agreements.iterator())
