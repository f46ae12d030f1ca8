"""Account plans of the diamond accounts: most in force, some waiting, a few missing."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from primeline.customers.choices import Attitude, DecisionRole, Tier
from primeline.customers.models import Contact, Customer
from primeline.kit.deeds import Actor, act
from primeline.plans.choices import PlanStatus, Stage
from primeline.plans.models import Goal, Opportunity, Plan, PlannedAction, Stakeholder
from primeline.staff.choices import Role
from primeline.staff.models import Person, Posting

MISSING, WAITING = 7, 3
GOALS = (
    ("合同续签", "续签率", "100%"),
    ("月费增长", "月费同比", "+8%"),
    ("故障修复及时", "专线修复及时率", "99%"),
)
CHANCES = (
    ("分支机构组网升级 SD-WAN", 1_200_000, 40, Stage.QUALIFIED),
    ("核心机房双路由改造", 860_000, 60, Stage.OFFERED),
    ("云专线与混合云接入", 540_000, 30, Stage.IDENTIFIED),
)
ACTIONS = (
    "高层互访，确认来年信息化预算",
    "提交组网升级方案",
    "完成专线双路由勘察",
    "季度服务回顾会",
)


def load_plans(*, today: date, by: Actor, at: datetime) -> int:
    """Write the plans of the diamond accounts; return how many."""
    accounts = list(
        Customer.objects.filter(
            is_key_account=True, tier=Tier.DIAMOND, closed_date=None, account_manager__isnull=False
        )
        .select_related("owner_unit", "account_manager")
        .order_by("pk")
    )
    leads = _leads()
    with act(kind="demo.plans", by=by, at=at):
        plans = Plan.objects.bulk_create(
            _plan(place, account, leads, today, at)
            for place, account in enumerate(accounts)
            if place % 10 != MISSING
        )
        _write_lines(plans, today)
    return len(plans)


def _leads() -> dict[int, Person]:
    """Return a lead of each unit that has one; 0 stands for the headquarters."""
    rows = Posting.objects.filter(role__in=[Role.BRANCH_LEAD, Role.SERVICE_CENTER], active_to=None)
    found: dict[int, Person] = {}
    for posting in rows.select_related("person", "unit").order_by("-pk"):
        found[0 if posting.unit.parent_id is None else posting.unit_id] = posting.person
    return found


def _plan(
    place: int, account: Customer, leads: dict[int, Person], today: date, at: datetime
) -> Plan:
    is_waiting = place % 10 == WAITING
    lead = leads.get(account.owner_unit_id, leads[0])
    days = timedelta(days=20 + place % 40)
    return Plan(
        customer=account,
        number=1,
        status=PlanStatus.SUBMITTED if is_waiting else PlanStatus.IN_FORCE,
        from_date=today - days,
        to_date=date(today.year + 1, 12, 31),
        situation="客户总部与分支机构正在推进信息化整合，核心业务依赖我方专线；"
        "他网以低价切入分支接入，合同期内需稳住核心、扩大组网。",
        strengths="核心专线双路由，近一年无重大中断\n客户经理与信息部门配合多年",
        weaknesses="分支接入价格偏高\n部分合同附件未归档",
        chances="明年分支机构扩建\n混合云接入需求明确",
        threats="他网低价竞争\n信息部负责人可能调整",
        drawn_up_by=account.account_manager,
        drawn_up_at=at - days - timedelta(days=3),
        submitted_by=account.account_manager,
        submitted_at=at - days - timedelta(days=1),
        decided_by=None if is_waiting else lead,
        decided_at=None if is_waiting else at - days,
    )


def _write_lines(plans: Sequence[Plan], today: date) -> None:
    deciders: dict[int, Contact] = {}
    held = Contact.objects.filter(customer__in=[one.customer_id for one in plans], is_active=True)
    for contact in held.filter(decision_role=DecisionRole.DECIDES).order_by("-pk"):
        deciders[contact.customer_id] = contact
    Stakeholder.objects.bulk_create(
        Stakeholder(
            plan=one,
            contact=deciders[one.customer_id],
            wanted_attitude=Attitude.SUPPORTER,
            cared_for_by=one.drawn_up_by,
        )
        for one in plans
        if one.customer_id in deciders
    )
    Goal.objects.bulk_create(
        Goal(
            plan=one,
            position=place,
            what=what,
            measure=measure,
            target=target,
            due_date=date(today.year + 1, 6 + 3 * (place % 2), 30),
        )
        for one in plans
        for place, (what, measure, target) in enumerate(GOALS)
    )
    Opportunity.objects.bulk_create(_opportunity(one, today) for one in plans)
    PlannedAction.objects.bulk_create(
        _action(one, place, what, today) for one in plans for place, what in enumerate(ACTIONS)
    )


def _opportunity(plan: Plan, today: date) -> Opportunity:
    what, cents, percent, stage = CHANCES[plan.customer_id % len(CHANCES)]
    return Opportunity(
        plan=plan,
        what=what,
        value_cents=cents,
        probability_percent=percent,
        stage=stage,
        expected_date=today + timedelta(days=60 + plan.customer_id % 90),
    )


def _action(plan: Plan, place: int, what: str, today: date) -> PlannedAction:
    # The first was done; the next is near, and late for one account in nine.
    is_late = place == 1 and plan.customer_id % 9 == 0
    days = -4 if is_late else (-12, 9, 45, 80)[place]
    return PlannedAction(
        plan=plan,
        position=place,
        what=what,
        who_id=plan.drawn_up_by_id,
        due_date=today + timedelta(days=days + (plan.customer_id % 5 if days > 0 else 0)),
        done_date=today - timedelta(days=13) if place == 0 else None,
    )
