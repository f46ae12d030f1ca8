"""Morning meetings of the example: yesterday's, finished with its decisions, and one going on."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from primeline.commitments.actions import keep_commitment
from primeline.commitments.models import Commitment
from primeline.commitments.queries.contracts import morning_of
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.hours.queries import workdays
from primeline.meetings import actions
from primeline.meetings.models import Decision
from primeline.meetings.queries import people_for
from primeline.meetings.values import DECISION, Moments, Resolution
from primeline.staff.models import Person
from primeline.staff.rules import day_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# When it begins, how long it takes, and since when it asks what happened.
BEGINS, TAKES, EVENING = 8.5 * HOUR, HOUR / 2, 17.5 * HOUR
# What was decided yesterday: the first is done by now.
DONE: Final = ("联系客户确认账单拆分口径，当天回复", "已电话确认，口径按分支机构。")
LEFT: Final = "整理到期合同清单，逐户落实续签责任人"
WHY: Final = (
    ("月费高，竞争对手已上门报价", "续签谈判停滞，需分公司领导出面"),
    ("投诉答复超时，客户要求当面说明",),
)


def load_meetings(leads: Sequence[str], *, at: datetime) -> int:
    """Hold the meeting of the working day before, and begin today's; return how many were held."""
    people = list(Person.objects.filter(username__in=leads).order_by("pk"))
    for lead in people:
        _yesterday(lead, at)
        _today(lead, at)
    return 2 * len(people)


def _yesterday(lead: Person, at: datetime) -> None:
    day, worked = day_of(at) - DAY, workdays()
    while not worked.is_workday(day):
        day -= DAY
    begins = morning_of(day) + BEGINS
    ends, reach = begins + TAKES, reach_now(lead, at=at)
    meeting = actions.open_meeting(unit=lead.home_unit, reach=reach, by=lead, at=begins)
    others = people_for(lead.home_unit, reach, today=day)
    pinned = _accounts(lead)[0]
    # Some accounts of a branch are looked after from elsewhere: its meeting names its own people.
    owner = next((one for one in others if one == pinned.account_manager), lead)
    actions.pin_account(
        meeting=meeting, customer=pinned, why=WHY[1][0], reach=reach, by=lead, at=begins
    )
    said = (
        Resolution(what=DONE[0], owner_id=owner.pk, due_date=day, customer=pinned),
        Resolution(what=LEFT, owner_id=others[0].pk, due_date=day_of(at)),
    )
    made: list[Decision] = [
        actions.decide(meeting=meeting, said=one, reach=reach, by=lead, at=begins) for one in said
    ]
    moments = Moments(
        at=ends,
        since=morning_of(day - DAY) + EVENING,
        noon_at=morning_of(day) + DAY / 2,
        day_ends_at=morning_of(day + DAY),
    )
    meeting.refresh_from_db()
    actions.finish_meeting(
        meeting=meeting, version=meeting.version, moments=moments, reach=reach, by=lead, at=ends
    )
    done = Commitment.objects.get(subject_kind=DECISION, subject_id=made[0].pk)
    keep_commitment(commitment=done, by=owner, at=begins + 6 * HOUR, reason=DONE[1])


def _today(lead: Person, at: datetime) -> None:
    reach = reach_now(lead, at=at)
    meeting = actions.open_meeting(unit=lead.home_unit, reach=reach, by=lead, at=at)
    for customer, why in zip(_accounts(lead)[1:], WHY[0], strict=False):
        actions.pin_account(
            meeting=meeting, customer=customer, why=why, reach=reach, by=lead, at=at
        )


def _accounts(lead: Person) -> list[Customer]:
    """Return the accounts of a branch that pay most, none of them restricted."""
    found = Customer.objects.filter(
        owner_unit=lead.home_unit_id,
        is_restricted=False,
        is_key_account=True,
        closed_date=None,
        account_manager__is_active=True,
    )
    rows = found.select_related("account_manager").order_by("-monthly_fee_cents", "pk")
    return list(rows[: 1 + len(WHY[0])])
