"""What happens when people at customers are called and written to."""

from dataclasses import dataclass

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonReached(Event):
    """A call, message or e-mail was handed over to the system for it.

    It says nothing of who was reached, and nobody knows whether they answered.
    """

    approach_id: int
    customer_id: int
    channel: str
    purpose: str
    asked_by_id: int

    @property
    def stream(self) -> str:
        return f"approach:{self.approach_id}"
