"""What is owed about accounts by one step, for rooms whose facts open and end it."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Exists, OuterRef, Q

from primeline.commitments.choices import OPEN, CommitmentStatus
from primeline.commitments.models import Commitment

# The kind of a subject that is an account itself.
ACCOUNT: Final = "customers.customer"


class Followed(NamedTuple):
    """Something that is owed about an account. After a merge, that is the one that stayed."""

    customer_id: int
    subject_id: int
    unit_id: int


def open_by_step(step: str) -> list[Followed]:
    """Return what is owed about accounts by a step."""
    found = Commitment.objects.filter(
        step__code=step, subject_kind=ACCOUNT, customer__isnull=False, status__in=OPEN
    )
    rows = found.order_by("pk").values_list("customer_id", "subject_id", "unit_id")
    return [Followed(*row) for row in rows]


def is_asked_of(step: str, *, way: str = "pk", waived_since: datetime | None = None) -> Exists:
    """Return the condition of rows about whose account a step is owed, or was waived lately.

    `way` leads from the row to the account. Without a moment every waiver counts.
    """
    waived = Q(status=CommitmentStatus.WAIVED)
    if waived_since is not None:
        waived &= Q(ended_at__gte=waived_since)
    found = Commitment.objects.filter(
        Q(status__in=OPEN) | waived,
        customer=OuterRef(way),
        subject_kind=ACCOUNT,
        step__code=step,
    )
    return Exists(found)


def times_owed(step: str, account_ids: Collection[int]) -> Counter[int]:
    """Return how often a step was owed about each of these accounts until now."""
    rows = Commitment.objects.filter(
        step__code=step, subject_kind=ACCOUNT, subject_id__in=list(account_ids)
    )
    return Counter(rows.values_list("subject_id", flat=True))
