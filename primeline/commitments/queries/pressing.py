"""The accounts that a lead should talk about: where most is late."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db.models import Case, CharField, Count, F, Min, Value, When

from primeline.commitments.models import late_at
from primeline.commitments.queries.boards import LINE, NO_LEVEL
from primeline.commitments.queries.reach import concerning, visible_to
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
    """Return the accounts to talk about: those with most late matters, whoever owes them.

    They are accounts of the units of this reader, and others to whom these units owe something
    late. Of those with as many the highest level comes first, then what has been late longest.
    """
    of_accounts = visible_to(reach).open().filter(customer__isnull=False)
    all_late = of_accounts.filter(late_at(at), opened_at__lte=at)
    ours = all_late.filter(concerning(reach)).order_by()
    late = all_late.filter(customer__in=ours.values("customer"))
    level = Case(
        When(customer__tier="", then=Value(NO_LEVEL)),
        default=F("customer__tier"),
        output_field=CharField(),
    )
    counted = (
        late.order_by()
        .annotate(level=level)
        .values("customer", "level")
        .annotate(count=Count("pk"), since=Min("due_at"))
        .order_by("-count", "level", "since", "customer")[:most]
    )
    chosen = {row["customer"]: row for row in counted}
    firsts: dict[int, Commitment] = {}
    in_order = late.filter(customer__in=list(chosen)).select_related(*LINE)
    for one in in_order.order_by("due_at", "pk"):
        if one.customer_id is not None:
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
