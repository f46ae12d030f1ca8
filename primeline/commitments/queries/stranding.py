"""Which matters nobody could see to if only some people saw their account, and who would."""

from collections.abc import Collection
from datetime import datetime

from primeline.audit import walls
from primeline.commitments.models import Commitment
from primeline.commitments.queries.people import holders, owner_id_of
from primeline.commitments.queries.reach import LEAD
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.staff.choices import Role
from primeline.staff.models import Person
from primeline.staff.rules import day_of


def stranded_among(
    customer: Customer, cleared_ids: Collection[int], *, at: datetime
) -> list[Commitment]:
    """Return the open matters of an account that none of these people has, by name or by role."""
    cleared, day = set(cleared_ids), day_of(at)
    with walls.open_for_system():
        found = Commitment.objects.filter(customer=customer).open().in_full()
        rows = list(found.order_by("due_at", "pk"))
    by_role: dict[tuple[str, int], set[int | None]] = {}
    left: list[Commitment] = []
    having: set[int | None]
    for one in rows:
        owner = owner_id_of(one)
        if owner is not None or one.debtor_role == Role.ACCOUNT_MANAGER:
            having = {owner}
        else:
            key = (one.debtor_role, one.unit_id)
            if key not in by_role:
                by_role[key] = {*holders(one.debtor_role, [one.unit_id], day)}
            having = by_role[key]
        if not having & cleared:
            left.append(one)
    return left


def taker_among(customer: Customer, cleared_ids: Collection[int], *, at: datetime) -> Person | None:
    """Return who of these people takes what the others leave: the manager, the deputy, a lead."""
    people = {one.pk: one for one in Person.objects.filter(pk__in=cleared_ids, is_active=True)}
    for pk in (customer.account_manager_id, customer.deputy_id):
        if pk in people:
            return people[pk]
    leads = (one for _pk, one in sorted(people.items()) if reach_now(one, at=at).may(LEAD))
    return next(leads, None)
