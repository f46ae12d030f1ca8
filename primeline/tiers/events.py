"""Facts that this room publishes."""

from dataclasses import dataclass
from datetime import date

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class TierChanged(Event):
    """An account became a key account, ceased to be one, or changed its level."""

    customer_id: int
    month: date
    was_key: bool
    is_key: bool
    was_tier: str
    tier: str

    @property
    def stream(self) -> str:
        return f"customer:{self.customer_id}"
