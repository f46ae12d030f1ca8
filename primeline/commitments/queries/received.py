"""What customers complained of: how much came in, by account owner, beside how many are served."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.queries.boards import LINE, OWNER
from primeline.commitments.queries.changed import RECEIVED, Overnight
from primeline.commitments.queries.reach import LEAD, visible_to
from primeline.commitments.values import CASE_STEP
from primeline.customers import queries as customers
from primeline.customers.choices import CustomerStatus
from primeline.staff.reach import Reach

COMPLAINT: Final = RECEIVED[Overnight.COMPLAINT]


@dataclass(frozen=True, kw_only=True)
class ComplaintFilter:
    """Which complaints are counted: those that came in within a time, of which units' accounts."""

    since: datetime
    until: datetime
    last_day: date
    """The accounts are those that were served on this day."""
    unit_path: str = ""
    is_unit_alone: bool = False


@dataclass(frozen=True, kw_only=True)
class Rate:
    """How many complaints there were of how many accounts."""

    complaints_count: int
    accounts_count: int

    @property
    def per_hundred(self) -> float | None:
        """How many complaints a hundred accounts made; None where no account is served."""
        return self.complaints_count * 100 / self.accounts_count if self.accounts_count else None


def complaint_rows(reach: Reach, wanted: ComplaintFilter) -> QuerySet[Any]:
    """Return the complaints that came in, each once, the latest on top; not what was withdrawn."""
    found = _complaints(reach, wanted).select_related(*LINE).annotate(owner_now=OWNER)
    rows: QuerySet[Any] = found.order_by("-opened_at", "-pk")
    return rows


def complaint_rates(reach: Reach, wanted: ComplaintFilter) -> dict[int, Rate]:
    """Return complaints and accounts by the unit whose accounts they are. Two queries."""
    unit = "customer__owner_unit"
    came = _complaints(reach, wanted).order_by().values_list(unit).annotate(count=Count("pk"))
    served = _served(reach, wanted).order_by().values_list("owner_unit").annotate(count=Count("pk"))
    complaints, accounts = Counter(dict(came)), Counter(dict(served))
    return {
        unit_id: Rate(complaints_count=complaints[unit_id], accounts_count=accounts[unit_id])
        for unit_id in complaints | accounts
    }


def rate_of(rates: dict[int, Rate]) -> Rate:
    """Return the rate of several units together."""
    return Rate(
        complaints_count=sum(one.complaints_count for one in rates.values()),
        accounts_count=sum(one.accounts_count for one in rates.values()),
    )


def _complaints(reach: Reach, wanted: ComplaintFilter) -> QuerySet[Any]:
    found = visible_to(reach).filter(
        _within(reach, wanted, "customer__"),
        step__code=COMPLAINT,
        opened_at__gte=wanted.since,
        opened_at__lt=wanted.until,
    )
    # What a case owes as a whole, and what was taken without one: never a step beside it.
    return found.exclude(Q(subject_kind=CASE_STEP) | Q(status=CommitmentStatus.CANCELLED))


def _served(reach: Reach, wanted: ComplaintFilter) -> QuerySet[Any]:
    """Return the accounts that were served on the last day; whoever only may become one is not."""
    day = wanted.last_day
    found = customers.visible_to(reach).filter(
        _within(reach, wanted, ""),
        Q(opened_date=None) | Q(opened_date__lte=day),
        Q(closed_date=None) | Q(closed_date__gt=day),
        merged_into=None,
    )
    return found.exclude(status=CustomerStatus.PROSPECT)


def _within(reach: Reach, wanted: ComplaintFilter, prefix: str) -> Q:
    path = f"{prefix}owner_unit__path"
    led = Q(pk__in=[])
    for one in reach.paths_for(LEAD):
        led |= Q((f"{path}__startswith", one))
    if wanted.unit_path and wanted.is_unit_alone:
        return led & Q((path, wanted.unit_path))
    return led & Q((f"{path}__startswith", wanted.unit_path))
