"""Facts that this room publishes."""

from dataclasses import dataclass

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class PolicyTakesEffect(Event):
    """From this moment on another version of the entitlement matrix is in force."""

    version_id: int
    number: int

    @property
    def stream(self) -> str:
        return "standards"
