"""What happens around accounts that are opened to others or hidden."""

from dataclasses import dataclass
from datetime import datetime

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class AccessRequested(Event):
    """Somebody asked to see an account; without `customer_id` nobody can answer."""

    request_id: int
    requester_id: int
    customer_id: int | None

    @property
    def stream(self) -> str:
        return f"access:{self.request_id}"


@dataclass(frozen=True, kw_only=True)
class AccessGranted(Event):
    """An account was opened to somebody until a moment."""

    request_id: int
    requester_id: int
    customer_id: int
    grant_id: int
    active_to: datetime

    @property
    def stream(self) -> str:
        return f"access:{self.request_id}"


@dataclass(frozen=True, kw_only=True)
class AccessRefused(Event):
    """The lead said no."""

    request_id: int
    requester_id: int
    customer_id: int

    @property
    def stream(self) -> str:
        return f"access:{self.request_id}"


@dataclass(frozen=True, kw_only=True)
class AccessWithdrawn(Event):
    """The asker thought better of it."""

    request_id: int

    @property
    def stream(self) -> str:
        return f"access:{self.request_id}"


@dataclass(frozen=True, kw_only=True)
class AccessLapsed(Event):
    """Nobody answered in time, or nobody can any more."""

    request_id: int

    @property
    def stream(self) -> str:
        return f"access:{self.request_id}"


@dataclass(frozen=True, kw_only=True)
class AccessEnded(Event):
    """An account is no longer open: the time is over, or somebody ended it early."""

    request_id: int
    requester_id: int
    customer_id: int
    grant_id: int
    is_early: bool

    @property
    def stream(self) -> str:
        return f"access:{self.request_id}"


@dataclass(frozen=True, kw_only=True)
class AccountRestricted(Event):
    """Two people agreed to hide an account."""

    customer_id: int

    @property
    def stream(self) -> str:
        return f"customer:{self.customer_id}"


@dataclass(frozen=True, kw_only=True)
class RestrictionLifted(Event):
    """Two people agreed that an account need not be hidden any longer."""

    customer_id: int

    @property
    def stream(self) -> str:
        return f"customer:{self.customer_id}"
