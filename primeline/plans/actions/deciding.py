"""Handing a plan in, and deciding about it."""

from datetime import datetime
from typing import Any

from primeline.customers.actions import tell
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.kit import events
from primeline.kit.deeds import deed
from primeline.kit.errors import NotFound
from primeline.kit.saving import save_changes
from primeline.plans import rules, values
from primeline.plans.actions import telling
from primeline.plans.choices import PlanStatus
from primeline.plans.events import PlanApproved, PlanSubmitted
from primeline.plans.models import Plan
from primeline.plans.queries import may_approve, shown
from primeline.staff.models import Person
from primeline.staff.reach import Reach


@deed("plans.submit")
def submit_plan(*, plan: Plan, version: int, reach: Reach, by: Person, at: datetime) -> Plan:
    """Hand a plan in for approval; from now on it is not changed any more.

    :raises Refused: if it was handed in already, or says too little
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    rules.check_draft(plan.status)
    said = shown(plan, reach)
    rules.check_whole(
        situation=plan.situation, goals_count=len(said.goals), actions_count=len(said.actions)
    )
    facts = {"submitted_by": by, "submitted_at": at, "remark": ""}
    _move(plan, version, PlanStatus.SUBMITTED, **facts)
    telling.tell(plan, values.SUBMITTED, by=by, at=at)
    events.publish(PlanSubmitted(happened_at=at, plan_id=plan.pk, customer_id=plan.customer_id))
    return plan


@deed("plans.approve")
def approve_plan(
    *, plan: Plan, version: int, reach: Reach, by: Person, at: datetime, reason: str = ""
) -> Plan:
    """Put a plan in force; the one before it stays readable.

    :raises NotFound: if it is not theirs to approve
    :raises Refused: if it does not wait for approval, or is their own
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_answer(plan, reach, by)
    rows = Plan.objects.select_for_update().filter(
        customer=plan.customer_id, status=PlanStatus.IN_FORCE
    )
    for earlier in rows:
        _move(earlier, earlier.version, PlanStatus.SUPERSEDED)
    facts = {"decided_by": by, "decided_at": at, "remark": reason.strip()}
    _move(plan, version, PlanStatus.IN_FORCE, **facts)
    words = {"number": str(plan.number), "until": str(plan.to_date)}
    kind = TimelineKind.PLAN_IN_FORCE
    line = Line(customer_id=plan.customer_id, kind=kind, happened_at=at, words=words)
    tell(line=line, by=by, at=at)
    events.publish(PlanApproved(happened_at=at, plan_id=plan.pk, customer_id=plan.customer_id))
    return plan


@deed("plans.return")
def return_plan(
    *, plan: Plan, version: int, reach: Reach, by: Person, at: datetime, reason: str
) -> Plan:
    """Send a plan back to be worked on, and say what is missing.

    :raises NotFound: if it is not theirs to approve
    :raises Refused: if it does not wait for approval, is their own, or no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_answer(plan, reach, by)
    rules.check_reason(reason)
    facts = {"decided_by": by, "decided_at": at, "remark": reason.strip()}
    returned = _move(plan, version, PlanStatus.DRAFT, **facts)
    telling.tell(returned, values.RETURNED, by=by, at=at)
    return returned


def _check_answer(plan: Plan, reach: Reach, by: Person) -> None:
    rules.check_submitted(plan.status)
    rules.check_other_eyes(submitted_by_id=plan.submitted_by_id, by_id=by.pk)
    if not may_approve(plan, reach):
        raise NotFound


def _move(plan: Plan, version: int, status: PlanStatus, **facts: Any) -> Plan:
    save_changes(Plan, pk=plan.pk, version=version, changes={"status": status, **facts})
    plan.refresh_from_db()
    return plan
