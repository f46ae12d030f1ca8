"""Which accounts were merged into which."""

from collections import defaultdict
from collections.abc import Collection

from primeline.customers.models import Customer


def absorbed_into(ids: Collection[int]) -> dict[int, list[Customer]]:
    """Return the accounts that were merged into these, by hand or through others, by account."""
    found: dict[int, list[Customer]] = defaultdict(list)
    home = {pk: pk for pk in ids}
    around = list(ids)
    while around:
        rows = list(Customer.objects.filter(merged_into__in=around))
        for row in rows:
            home[row.pk] = home[row.merged_into_id or 0]
            found[home[row.pk]].append(row)
        around = [row.pk for row in rows]
    return found


def present_account(customer: Customer) -> Customer:
    """Return the account that this one is now: itself, or what it was merged into."""
    while customer.merged_into is not None:
        customer = customer.merged_into
    return customer
