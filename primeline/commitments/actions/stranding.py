"""What an account owes when fewer people see it: none of it is left with those who cannot act."""

from collections.abc import Collection
from datetime import datetime

from primeline.audit import walls
from primeline.commitments.actions.handing import hand_on, handed_lines, take_back
from primeline.commitments.actions.telling import tell_all
from primeline.commitments.models import Commitment
from primeline.commitments.queries.people import owner_id_of
from primeline.commitments.queries.stranding import stranded_among, taker_among
from primeline.customers.models import Customer
from primeline.kit.deeds import Actor, deed


@deed("commitments.hand_stranded")
def hand_stranded(
    *, customer: Customer, cleared_ids: Collection[int], by: Actor, at: datetime
) -> int:
    """Give what nobody cleared for an account could see to any more to one who can.

    Return how many those were: they go to the manager, else the deputy, else a lead of the
    cleared. Where there is none they stay where they are.
    """
    taker = taker_among(customer, cleared_ids, at=at)
    if taker is None:
        return 0
    with walls.open_for_system():
        left = [one.pk for one in stranded_among(customer, cleared_ids, at=at)]
        held = Commitment.objects.filter(pk__in=left).select_for_update(of=("self",))
        for one in (rows := list(held.select_related("step").order_by("pk"))):
            take_back(one, at)
            hand_on(one, owner_id_of(one), taker, by, at)
            tell_all(handed_lines(one, taker, at), by=by, at=at)
    return len(rows)
