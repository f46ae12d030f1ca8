"""Time limits of the example: one change in force since last month, one that waits."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from primeline.customers.choices import Tier
from primeline.demo import rules
from primeline.kit import months
from primeline.staff.choices import Role
from primeline.staff.models import Person, Posting
from primeline.standards import actions, queries
from primeline.standards.choices import Clock
from primeline.standards.models import PolicyVersion, Standard, Step
from primeline.standards.shipped.library import LADDERS
from primeline.standards.values import RuleFacts

DAY = 86_400


def change_limits(units: dict[str, int], *, today: date, at: datetime) -> None:
    """Approve a change of last month, and leave one of a province to whoever looks around."""
    seat = next(seat for seat in rules.SEATS if seat.role is Role.SERVICE_CENTER)
    other = Person.objects.get(username=seat.username)
    author = _colleague(other)
    standard = Standard.objects.get(number=LADDERS)
    silver = RuleFacts(
        step_id=Step.objects.get(code="COMPLAINT_REPLY").pk,
        tier=Tier.SILVER,
        limit_seconds=7 * DAY,
        clock=Clock.WORKDAYS,
        standard_id=standard.pk,
        citation="第 3 章",
    )
    then = at - timedelta(days=35)
    proposal = _proposed(
        author, silver, "银牌客户投诉 7 个工作日内答复", then, timezone.localdate(then)
    )
    actions.approve_version(
        proposal=proposal, version=proposal.version, by=other, at=then, reason="同意，按月评估"
    )
    province = RuleFacts(
        step_id=Step.objects.get(code="RECONNECTION").pk,
        limit_seconds=DAY,
        unit_id=units["DONGYU"],
        citation="东屿省客户服务承诺第 6 条",
    )
    _proposed(
        author,
        province,
        "东屿省缴费后 24 小时内复机",
        at - timedelta(days=1),
        months.first_of(today + timedelta(days=31)),
    )


def _proposed(author: Person, rule: RuleFacts, note: str, at: datetime, day: date) -> PolicyVersion:
    draft = actions.draft_version(
        copied_from=queries.latest_approved(), note=note, by=author, at=at
    )
    actions.add_rule(draft=draft, facts=rule, by=author, at=at)
    return actions.propose_version(
        draft=draft, version=draft.version, effective_date=day, by=author, at=at
    )


def _colleague(decider: Person) -> Person:
    """Somebody else of the service center."""
    rows = Posting.objects.filter(role=Role.SERVICE_CENTER, active_to=None)
    return rows.exclude(person=decider).select_related("person").order_by("pk")[0].person
