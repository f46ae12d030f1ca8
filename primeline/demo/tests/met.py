"""What the morning meetings of the example show, to be compared with what was told of them."""

from datetime import date, datetime

from primeline.customers import queries as customers
from primeline.meetings.models import Meeting
from primeline.meetings.queries import earlier_decisions, talks_of

# Yesterday's is finished, and its lead was told; of two decisions one is open; today has pins.
AS_TOLD = (True, False, True, [False, True], True)


def meetings_shown(today: date, at: datetime) -> tuple[bool, bool, bool, list[bool], bool]:
    """Return how yesterday's meeting ended, and what today's one begins with."""
    met, meets = Meeting.objects.order_by("on_date")
    lead, reach = meets.opened_by, customers.reach_now(meets.opened_by, at=at)
    assert meets.on_date == today
    earlier = earlier_decisions(meets.unit, today, reach, at=at)
    return (
        met.is_finished,
        meets.is_finished,
        met.addressees.filter(person=lead).exists(),
        [one.owed.is_open for one in earlier if one.owed is not None],
        any(one.why for one in talks_of(meets.unit, meets, reach, at=at)),
    )
