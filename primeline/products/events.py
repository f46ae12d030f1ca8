"""Facts that this room publishes: what happens in the life of contracts and subscriptions."""

from dataclasses import dataclass

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class HoldingFact(Event):
    """What every fact about something that an account holds says: whose it is."""

    customer_id: int

    @property
    def stream(self) -> str:
        return f"customer:{self.customer_id}"


@dataclass(frozen=True, kw_only=True)
class AgreementSigned(HoldingFact):
    """A signed contract was put on file."""

    agreement_id: int


@dataclass(frozen=True, kw_only=True)
class AgreementAmended(HoldingFact):
    """An amendment took the place of what a contract says."""

    agreement_id: int


@dataclass(frozen=True, kw_only=True)
class AgreementFiled(HoldingFact):
    """A contract was filed with the service group."""

    agreement_id: int


@dataclass(frozen=True, kw_only=True)
class AgreementEnded(HoldingFact):
    """A contract was terminated or has run out."""

    agreement_id: int


@dataclass(frozen=True, kw_only=True)
class SubscriptionFact(HoldingFact):
    """What every fact about a subscription says: which one."""

    subscription_id: int


@dataclass(frozen=True, kw_only=True)
class SubscriptionOpened(SubscriptionFact):
    """A subscription was opened."""


@dataclass(frozen=True, kw_only=True)
class SubscriptionSuspended(SubscriptionFact):
    """A subscription was locked for a time."""


@dataclass(frozen=True, kw_only=True)
class SubscriptionTerminated(SubscriptionFact):
    """A subscription has ended."""
