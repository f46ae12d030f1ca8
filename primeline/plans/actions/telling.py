"""What the timeline of an account tells of the work on its plan; the plan says the rest."""

from datetime import datetime

from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.kit.deeds import Actor
from primeline.plans.models import Plan


def tell(plan: Plan, how: str, *, by: Actor, at: datetime) -> None:
    """Tell how far a version of a plan has come."""
    line = Line(
        customer_id=plan.customer_id,
        kind=TimelineKind.PLAN_CHANGED,
        happened_at=at,
        words={"how": how, "number": str(plan.number)},
    )
    customers.tell(line=line, by=by, at=at)
