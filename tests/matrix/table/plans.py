"""Account plans: written by whoever changes the account, approved by its leads."""

from datetime import date
from typing import Any

from primeline.customers.queries import reach_now
from primeline.plans import actions
from primeline.plans.models import Plan
from primeline.plans.values import Content, Row
from primeline.testing import cast
from tests.matrix.rows import ACCOUNT, LASTING, Subject, by_account, by_reading
from tests.matrix.rows import Row as Case
from tests.matrix.table.roles import APPROVE_PLANS, CHANGE_ACCOUNTS, SEE_DOSSIERS
from tests.matrix.world import WORDS, Relation, World

# The last day of the plan: a goal is due no later.
DAY = date(cast.TUESDAY_10AM.year, 12, 31)


def the_plan(world: World, relation: Relation) -> Plan:
    """Return a plan of an account that lies so, waiting for approval."""

    def hand_in(relation: Relation) -> Plan:
        by, at = cast.sara(), cast.TUESDAY_10AM
        plan = actions.draw_up_plan(customer=world.account(relation), by=by, at=at)
        facts = {"what": WORDS[relation], "due_date": DAY}
        content = Content(
            from_date=at.date(),
            to_date=DAY,
            situation=WORDS[relation],
            strengths="",
            weaknesses="",
            chances="",
            threats="",
            goals=(Row(row_id=None, facts=facts),),
            actions=(Row(row_id=None, facts=facts),),
        )
        return actions.save_plan(plan=plan, version=1, content=content, by=by, at=at)

    plan: Plan = world.thing("plan", relation, hand_in)
    return plan


def submitted(world: World, relation: Relation) -> Plan:
    def submit(relation: Relation) -> Plan:
        by, at = cast.sara(), cast.TUESDAY_10AM
        plan = the_plan(world, relation)
        return actions.submit_plan(
            plan=plan, version=plan.version, reach=reach_now(by, at=at), by=by, at=at
        )

    plan: Plan = world.thing("plan handed in", relation, submit)
    return plan


def address(world: World, relation: Relation) -> dict[str, Any]:
    plan = submitted(world, relation)
    return {"number": world.account(relation).number, "plan_number": plan.number}


def an_action(world: World, relation: Relation) -> dict[str, Any]:
    plan = submitted(world, relation)
    return {**address(world, relation), "action_id": plan.plannedactions.get().pk}


def version(world: World, relation: Relation) -> dict[str, Any]:
    return {"version": submitted(world, relation).version, "reason": "tried", "is_done": "on"}


PLAN = Subject(name="plan", address=address, reached=by_account, relations=LASTING)
READ_PLAN = Subject(name="plan to read", address=address, reached=by_reading)
ACTION = Subject(name="action", address=an_action, reached=by_account, relations=LASTING)

# Who may be named in a plan: colleagues in the unit of the account, and its leads above.
COLLEAGUES = frozenset({Relation.PARENT, Relation.OTHER, Relation.GRANTED})

ROWS = (
    Case(route="plans:new", method="POST", opens=CHANGE_ACCOUNTS, subject=ACCOUNT),
    Case(route="plans:edit", opens=CHANGE_ACCOUNTS, subject=PLAN, shows=COLLEAGUES),
    Case(
        route="plans:edit",
        method="POST",
        opens=CHANGE_ACCOUNTS,
        subject=PLAN,
        shows=COLLEAGUES,
    ),
    Case(route="plans:submission", method="POST", opens=CHANGE_ACCOUNTS, subject=PLAN),
    Case(
        route="plans:approval",
        method="POST",
        opens=APPROVE_PLANS,
        subject=PLAN,
        body=version,
    ),
    Case(
        route="plans:refusal",
        method="POST",
        opens=APPROVE_PLANS,
        subject=PLAN,
        body=version,
    ),
    Case(
        route="plans:action",
        method="POST",
        opens=CHANGE_ACCOUNTS,
        subject=ACTION,
        body=version,
    ),
    Case(route="plans:pdf", method="POST", opens=SEE_DOSSIERS, subject=READ_PLAN),
)
