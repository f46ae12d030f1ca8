"""What the matrix says nothing of though contracts ask for it: nobody owes it."""

from collections import Counter
from datetime import datetime

from primeline.audit import walls
from primeline.commitments.queries import contracts
from primeline.customers.models import Customer
from primeline.staff.rules import day_of
from primeline.standards.queries import matrix_at
from primeline.standards.rules import applicable
from primeline.standards.values import Case

Gap = tuple[str, str]


def cases_in_gaps(*, at: datetime) -> Counter[Gap]:
    """Return how many contracts fall into which gap, by step and tier. For the whole system.

    Whatever a rule speaks of is owed within the hour, so it is what waits that is looked at.
    """
    with walls.open_for_system():
        return _found(at)


def _found(at: datetime) -> Counter[Gap]:
    today = day_of(at)
    waiting = [(contracts.FILING, one.customer_id) for one in contracts.to_file(today)]
    waiting += [(contracts.RENEWAL, one.customer_id) for one in contracts.to_renew(today)]
    waiting += [(contracts.OUTLOOK, one.customer_id) for one in contracts.to_ask(today)]
    ids = {customer_id for _step, customer_id in waiting}
    facts = Customer.objects.filter(pk__in=ids).values_list("pk", "tier", "owner_unit__path")
    accounts = {pk: (tier, path) for pk, tier, path in facts}
    rows, found = matrix_at(at).rows, Counter[Gap]()
    for step, customer_id in waiting:
        tier, path = accounts[customer_id]
        case = Case(step=step, tier=tier, unit_path=path, customer_id=customer_id)
        if not applicable(rows, case):
            found[step, tier] += 1
    return found
