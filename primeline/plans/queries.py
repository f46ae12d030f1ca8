"""Questions about account plans."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from primeline.customers.models import Customer
from primeline.customers.queries import contacts_of, visible_to, within
from primeline.customers.values import ContactCard
from primeline.kit.errors import NotFound
from primeline.plans import rules
from primeline.plans.choices import PlanStatus, Stage
from primeline.plans.models import Goal, Opportunity, Plan, PlannedAction, Stakeholder
from primeline.privacy.freetext import seen
from primeline.staff.choices import Permission
from primeline.staff.models import Person
from primeline.staff.queries import people_over
from primeline.staff.reach import Reach

OVER = (Stage.WON, Stage.LOST)
SWOT = ("strengths", "weaknesses", "chances", "threats")


@dataclass(frozen=True, kw_only=True)
class StakeholderShown:
    """Somebody who counts, with what the reader may see of them."""

    row: Stakeholder
    card: ContactCard


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One version of a plan with all its lists."""

    plan: Plan
    stakeholders: list[StakeholderShown]
    hidden_count: int
    """How many stakeholders this reader sees nothing of."""
    goals: list[Goal]
    opportunities: list[Opportunity]
    actions: list[PlannedAction]

    @property
    def swot(self) -> dict[str, list[str]]:
        """The four lists, one entry a line, people in them as the reader may see them."""
        return {name: lines_of(seen(getattr(self.plan, name))) for name in SWOT}

    @property
    def open_opportunities(self) -> list[Opportunity]:
        return [one for one in self.opportunities if one.stage not in OVER]

    @property
    def value_cents(self) -> int:
        """What open opportunities are worth a month, if all of them came."""
        return sum(one.value_cents for one in self.open_opportunities)

    @property
    def weighted_cents(self) -> int:
        """What open opportunities are worth a month, each by how likely it is."""
        return rules.weighted_cents(
            (one.value_cents, one.probability_percent) for one in self.open_opportunities
        )


def plans_of(customer: Customer) -> list[Plan]:
    """Return the versions of the plan of an account, the latest first."""
    rows = Plan.objects.filter(customer=customer)
    return list(_in_full(rows).order_by("-number"))


def get_plan(customer: Customer, number: int) -> Plan:
    """Return one version of the plan of an account.

    :raises NotFound: if there is none
    """
    plan = _in_full(Plan.objects.filter(customer=customer, number=number)).first()
    if plan is None:
        raise NotFound
    return plan


def shown(plan: Plan, reach: Reach) -> Shown:
    """Return all that a version says, people at the customer as this reader may see them."""
    people = {card.id: card for card in contacts_of(plan.customer, reach)}
    counting = list(_lines(Stakeholder, plan).select_related("cared_for_by"))
    return Shown(
        plan=plan,
        stakeholders=[
            StakeholderShown(row=one, card=people[one.contact_id])
            for one in counting
            if one.contact_id in people
        ],
        hidden_count=sum(one.contact_id not in people for one in counting),
        goals=list(_lines(Goal, plan)),
        opportunities=list(_lines(Opportunity, plan).select_related("line")),
        actions=list(_lines(PlannedAction, plan).select_related("who")),
    )


def get_action(plan: Plan, action_id: int) -> PlannedAction:
    """Return one action of a version.

    :raises NotFound: if it is not part of it
    """
    action = PlannedAction.objects.filter(plan=plan, pk=action_id, is_active=True).first()
    if action is None:
        raise NotFound
    return action


def people_for(plan: Plan, *, today: date) -> list[Person]:
    """Return who may be named in a plan: who works with accounts of its unit, and who is named."""
    around = people_over(plan.customer.owner_unit, today=today)
    named = [one for one in (plan.customer.account_manager, plan.customer.deputy) if one]
    return [*around, *(one for one in named if one not in around)]


def waiting_for(reach: Reach) -> QuerySet[Plan]:
    """Return the plans that wait for this reader's approval."""
    led = within(reach, Permission.APPROVE_PLANS, prefix="customer__")
    rows = Plan.objects.filter(led, status=PlanStatus.SUBMITTED)
    return _in_full(rows.exclude(submitted_by=reach.person_id)).order_by("submitted_at", "id")


def may_approve(plan: Plan, reach: Reach) -> bool:
    """Test whether this reader, a lead of the account, answers for a plan of somebody else."""
    if not reach.may(Permission.APPROVE_PLANS) or plan.submitted_by_id == reach.person_id:
        return False
    return visible_to(reach, Permission.APPROVE_PLANS).filter(pk=plan.customer_id).exists()


def in_force(today: date) -> Q:
    """Return the condition of plans that hold on a day."""
    return Q(status=PlanStatus.IN_FORCE, from_date__lte=today, to_date__gte=today)


def lines_of(text: str) -> list[str]:
    """Return the things of a list that is written one a line."""
    return [line.strip(" -·•\t") for line in text.splitlines() if line.strip(" -·•\t")]


def _lines(model: Any, plan: Plan) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(plan=plan, is_active=True)
    return rows.order_by("position", "id")


def _in_full(rows: QuerySet[Plan]) -> QuerySet[Plan]:
    return rows.select_related(
        "customer__owner_unit", "customer__account_manager", "customer__deputy",
        "drawn_up_by", "submitted_by", "decided_by",
    )  # fmt: skip
