"""What is owed on paper: checklists that lack papers, account plans that wait for an answer."""

from collections.abc import Collection, Mapping
from datetime import datetime

from primeline.customers.models import Customer
from primeline.kpi.dues import Due, DueKind, Now
from primeline.papers.choices import LifeEvent
from primeline.papers.queries import incomplete_within
from primeline.plans.models import Plan
from primeline.plans.queries import waiting_for
from primeline.products.choices import DeadlineKind
from primeline.products.values import Term
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach
from primeline.staff.rules import day_of


def of(
    reach: Reach, now: Now, kinds: Collection[DueKind], terms: Mapping[DeadlineKind, Term]
) -> list[Due]:
    """Return which papers and answers are owed within reach, of the kinds asked for."""
    found: list[Due] = []
    if DueKind.PAPERS_MISSING in kinds:
        found += _papers(reach, now, terms[DeadlineKind.PAPERS])
    if DueKind.PLAN_APPROVAL in kinds and reach.may(Permission.APPROVE_PLANS):
        found += _approvals(reach, now, terms[DeadlineKind.APPROVAL])
    return found


def _papers(reach: Reach, now: Now, term: Term) -> list[Due]:
    rows = incomplete_within(reach).select_related("customer__account_manager", "line")
    found = []
    for row in rows:
        what = (LifeEvent(row.event).label, row.line.name if row.line else "")
        counts = f"{row.missing_count}/{row.entries_count}"
        subject = " · ".join(str(part) for part in (*what, counts) if part)
        kind = DueKind.PAPERS_MISSING
        found.append(_due(kind, row.opened_at, term, row.customer, subject, now))
    return found


def _approvals(reach: Reach, now: Now, term: Term) -> list[Due]:
    return [
        _due(DueKind.PLAN_APPROVAL, plan.submitted_at, term, plan.customer, _by(plan), now)
        for plan in waiting_for(reach)
        if plan.submitted_at is not None
    ]


def _by(plan: Plan) -> str:
    return plan.submitted_by.name if plan.submitted_by else plan.customer.number


def _due(
    kind: DueKind, since: datetime, term: Term, customer: Customer, subject: str, now: Now
) -> Due:
    manager, due = customer.account_manager, term.after(day_of(since))
    return Due(
        kind=kind,
        due_date=due,
        workdays_left=now.left_until(due),
        customer_id=customer.pk,
        customer_number=customer.number,
        customer_name=customer.display_name,
        tier=customer.tier,
        subject=subject,
        fee_cents=0,
        usual_workdays=now.usual(term),
        owner_name_zh=manager.name_zh if manager else "",
        owner_name_en=manager.name_en if manager else "",
    )
