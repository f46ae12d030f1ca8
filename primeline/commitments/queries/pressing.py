"""The accounts that a lead should talk about: where most is late."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db.models import Case, CharField, Count, F, Min, Value, When

from primeline.commitments.choices import State
from primeline.commitments.queries.boards import NO_LEVEL, BoardFilter, board_rows
from primeline.staff.reach import Reach

if TYPE_CHECKING:
    from primeline.commitments.models import Commitment

MOST: Final = 5


@dataclass(frozen=True, kw_only=True)
class Pressing:
    """An account of which much is late: how much, since when, and what is to be done first."""

    late_count: int
    late_since: datetime
    next: "Commitment"
    """What has been late longest."""


def pressing_accounts(reach: Reach, *, at: datetime, most: int = MOST) -> list[Pressing]:
    """Return the accounts to talk about: those with most late matters in the units of this reader.

    Of those with as many the highest level comes first, then what has been late longest.
    """
    late = board_rows(reach, BoardFilter(state=State.OVERDUE), at=at).exclude(customer=None)
    level = Case(
        When(customer__tier="", then=Value(NO_LEVEL)),
        default=F("customer__tier"),
        output_field=CharField(),
    )
    counted = (
        late.select_related(None)
        .order_by()
        .annotate(level=level)
        .values("customer", "level")
        .annotate(count=Count("pk"), since=Min("due_at"))
        .order_by("-count", "level", "since", "customer")[:most]
    )
    chosen = {row["customer"]: row for row in counted}
    firsts: dict[int, Commitment] = {}
    for one in late.filter(customer__in=list(chosen)):
        firsts.setdefault(one.customer_id, one)
    return [
        Pressing(
            late_count=row["count"],
            late_since=row["since"],
            next=firsts[pk],
        )
        for pk, row in chosen.items()
        if pk in firsts
    ]
