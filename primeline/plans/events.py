"""What happens to account plans."""

from dataclasses import dataclass

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class PlanSubmitted(Event):
    """A plan waits for approval."""

    plan_id: int
    customer_id: int

    @property
    def stream(self) -> str:
        return f"plan:{self.plan_id}"


@dataclass(frozen=True, kw_only=True)
class PlanApproved(Event):
    """A plan is in force from now on."""

    plan_id: int
    customer_id: int

    @property
    def stream(self) -> str:
        return f"plan:{self.plan_id}"
