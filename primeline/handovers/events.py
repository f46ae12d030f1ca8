"""What happens when accounts are handed over."""

from dataclasses import dataclass

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class HandoverFact(Event):
    """What every fact of a hand-over says: which one, from whom, to whom."""

    handover_id: int
    from_person_id: int
    to_person_id: int

    @property
    def stream(self) -> str:
        return f"handover:{self.handover_id}"


@dataclass(frozen=True, kw_only=True)
class HandoverOffered(HandoverFact):
    """Accounts were offered to somebody."""

    accounts_count: int


@dataclass(frozen=True, kw_only=True)
class HandoverAccepted(HandoverFact):
    """They were accepted; on the day agreed they change hands."""


@dataclass(frozen=True, kw_only=True)
class HandoverRefused(HandoverFact):
    """They were not accepted, and stay where they are."""


@dataclass(frozen=True, kw_only=True)
class HandoverWithdrawn(HandoverFact):
    """The offer was taken back."""


@dataclass(frozen=True, kw_only=True)
class HandoverDone(HandoverFact):
    """The accounts have changed hands, but for those that were left out."""

    customer_ids: tuple[int, ...]
