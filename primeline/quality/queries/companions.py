"""The accounts that were one with an account for a time."""

from primeline.customers.queries import visible_to
from primeline.quality.models import Merge
from primeline.staff.reach import Reach


def companions_of(reach: Reach, customer_id: int) -> frozenset[int]:
    """Return the accounts within reach whose rows may once have been this one's, by merges.

    Merges that were undone count too: for a time, the rows of both hung on one. One query per
    generation of merges.
    """
    known, latest = {customer_id}, {customer_id}
    while latest:
        pairs = Merge.objects.filter(survivor__in=latest) | Merge.objects.filter(
            absorbed__in=latest
        )
        found = {one for pair in pairs.values_list("survivor", "absorbed") for one in pair}
        latest = found - known
        known |= latest
    others = known - {customer_id}
    if not others:
        return frozenset()
    within = visible_to(reach, with_granted=True).filter(pk__in=others)
    return frozenset(within.values_list("pk", flat=True))
