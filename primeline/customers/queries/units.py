"""Questions about accounts that the organization asks: how many a unit has, which are meant."""

from collections import Counter
from collections.abc import Collection

from django.db.models import Count

from primeline.audit import walls
from primeline.customers.choices import CustomerStatus
from primeline.customers.models import Customer
from primeline.customers.queries.reach import visible_to
from primeline.staff.models import Unit
from primeline.staff.reach import Reach


def counts_by_unit(reach: Reach) -> Counter[int]:
    """Return how many accounts within reach each unit owns, by the id of the unit."""
    rows = (
        visible_to(reach)
        .exclude(status=CustomerStatus.CLOSED)
        .order_by()
        .values_list("owner_unit")
        .annotate(accounts_count=Count("id"))
    )
    return Counter(dict(rows))


def open_accounts_of(unit: Unit) -> int:
    """Return how many accounts a unit owns that are not closed, whoever asks: only the number.

    Whoever closes a unit must be stopped by accounts that they cannot see.
    """
    with walls.open_for_system():
        owned = Customer.objects.filter(owner_unit=unit)
        return owned.exclude(status=CustomerStatus.CLOSED).count()


def ids_by_number(numbers: Collection[str]) -> dict[str, int]:
    """Return the ids of the accounts with these numbers, whoever asks; unknown ones are left out.

    Whoever bounds a role by accounts names them, but need not be able to see them.
    """
    with walls.open_for_system():
        return dict(Customer.objects.filter(number__in=numbers).values_list("number", "id"))


def numbers_by_id(ids: Collection[int]) -> dict[int, str]:
    """Return the numbers of these accounts, whoever asks: by them, bounds of roles are told."""
    with walls.open_for_system():
        return dict(Customer.objects.filter(pk__in=ids).values_list("id", "number"))
