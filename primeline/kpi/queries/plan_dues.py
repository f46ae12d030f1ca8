"""What is owed of account plans: actions, and plans that are missing at the top level."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from primeline.customers import queries as customers
from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.kpi.dues import PLAN_ACTION_DAYS, Due, DueKind, Now
from primeline.plans.choices import PlanStatus
from primeline.plans.models import Plan, PlannedAction
from primeline.plans.queries import in_force
from primeline.plans.rules import PLAN_WITHIN, plan_due
from primeline.privacy.telling import cut
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach

LONGEST_SUBJECT = 60


def of(reach: Reach, now: Now, kinds: Collection[DueKind]) -> list[Due]:
    """Return what is owed of account plans within reach, as far as these kinds are asked for."""
    found: list[Due] = []
    if DueKind.PLAN_ACTION in kinds:
        found += [_action_due(one, now) for one in _actions(reach, now)]
    if DueKind.PLAN_MISSING in kinds:
        found += [_missing_due(one, now) for one in _without_plan(reach, now)]
    return found


def _actions(reach: Reach, now: Now) -> QuerySet[PlannedAction]:
    rows = PlannedAction.objects.filter(
        customers.within(reach, Permission.VIEW_DOSSIERS, prefix="plan__customer__"),
        plan__status=PlanStatus.IN_FORCE,
        plan__customer__closed_date=None,
        is_active=True,
        done_date=None,
        due_date__lte=now.today + timedelta(days=PLAN_ACTION_DAYS),
    )
    return rows.select_related("plan__customer", "who")


def _without_plan(reach: Reach, now: Now) -> QuerySet[Customer]:
    holding = Plan.objects.filter(in_force(now.today), customer=OuterRef("pk"))
    month_ago = (now.today - PLAN_WITHIN).replace(day=1)
    rows = customers.visible_to(reach, Permission.VIEW_DOSSIERS).filter(
        ~Exists(holding),
        Q(tier_since_month=None) | Q(tier_since_month__lte=month_ago),
        is_key_account=True,
        tier=Tier.DIAMOND,
        closed_date=None,
    )
    return rows.select_related("account_manager")


def _action_due(action: PlannedAction, now: Now) -> Due:
    customer = action.plan.customer
    who = action.who
    return Due(
        kind=DueKind.PLAN_ACTION,
        due_date=action.due_date,
        workdays_left=now.left_until(action.due_date),
        customer_id=customer.pk,
        customer_number=customer.number,
        customer_name=customer.display_name,
        tier=customer.tier,
        subject=cut(action.what, most=LONGEST_SUBJECT, account=None),
        fee_cents=0,
        owner_name_zh=who.name_zh if who else "",
        owner_name_en=who.name_en if who else "",
    )


def _missing_due(customer: Customer, now: Now) -> Due:
    manager = customer.account_manager
    due = plan_due(customer.tier_since_month or customer.opened_date or now.today)
    return Due(
        kind=DueKind.PLAN_MISSING,
        due_date=due,
        workdays_left=now.left_until(due),
        customer_id=customer.pk,
        customer_number=customer.number,
        customer_name=customer.display_name,
        tier=customer.tier,
        subject=customer.number,
        fee_cents=0,
        owner_name_zh=manager.name_zh if manager else "",
        owner_name_en=manager.name_en if manager else "",
    )
