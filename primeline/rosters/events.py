"""What happens on rosters and call chains."""

from dataclasses import dataclass
from datetime import datetime

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class ShiftChangedHands(Event):
    """Another person works a shift: it was swapped, or the lead gave it to them."""

    shift_id: int
    roster_id: int
    from_person_id: int | None
    to_person_id: int | None


@dataclass(frozen=True, kw_only=True)
class CalledOnDuty(Event):
    """Whoever is on duty is called about an account that they do not reach by themselves."""

    run_id: int
    attempt_id: int
    person_id: int
    customer_id: int
    reason: str
    until_at: datetime

    @property
    def stream(self) -> str:
        return f"call_run:{self.run_id}"


@dataclass(frozen=True, kw_only=True)
class CallChainEnded(Event):
    """A run of a call chain is over: somebody was reached, nobody was, or it was stopped."""

    run_id: int
    chain_id: int
    commitment_id: int | None
    status: str

    @property
    def stream(self) -> str:
        return f"call_run:{self.run_id}"
