"""What a lead may put off beyond its stretch, to which days, and how long that is in time."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from primeline.commitments.choices import OPEN
from primeline.commitments.queries.contracts import morning_of
from primeline.kit.errors import NotFound
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of
from primeline.visits import rules
from primeline.visits.choices import ActionStatus
from primeline.visits.models import ServiceAction
from primeline.visits.queries.limits import Limit, limit_of
from primeline.visits.queries.reach import led_by
from primeline.visits.queries.staffing import standing_for

PUT_OFF: Final = "REPLANNED"


def get_owed(reach: Reach, action_id: int) -> ServiceAction:
    """Return what somebody still owes, of a unit that this reader leads.

    :raises NotFound: if there is none, or it is done or let off
    """
    found = led_by(reach).filter(status=ActionStatus.PLANNED, commitment__status__in=OPEN)
    rows = found.select_related(
        "customer__owner_unit", "customer__account_manager", "standard__step", "commitment",
        "person",
    )  # fmt: skip
    row = rows.filter(pk=action_id).first()
    if row is None:
        raise NotFound
    return row


def days_beyond(action: ServiceAction, *, at: datetime) -> Sequence[date]:
    """Return the days after its stretch to which it may be put off: somebody is there on them."""
    standing = standing_for(action, at=at)
    first = max(action.span.end, day_of(at))
    days = rules.days_between(first, rules.latest_of(action.period))
    return [day for day in days if day in standing]


def in_time_until(action: ServiceAction, *, at: datetime) -> Limit:
    """Return until when the matrix lets it count as in time; without a rule it is late at once."""
    return limit_of(PUT_OFF, action.customer, morning_of(action.period_to), at=at)
