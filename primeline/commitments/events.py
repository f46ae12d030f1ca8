"""What happens to what is owed."""

from dataclasses import dataclass
from datetime import datetime

from primeline.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class CommitmentFact(Event):
    """What every fact about a commitment says: which one, of what kind, about what, for whom."""

    commitment_id: int
    step: str
    subject_kind: str
    subject_id: int
    customer_id: int | None

    @property
    def stream(self) -> str:
        return f"commitment:{self.commitment_id}"


@dataclass(frozen=True, kw_only=True)
class CommitmentOpened(CommitmentFact):
    """Something is owed from now on."""

    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class CommitmentKept(CommitmentFact):
    """What was owed is done, in time or late."""

    is_late: bool


@dataclass(frozen=True, kw_only=True)
class CommitmentDropped(CommitmentFact):
    """What was owed need not be done any more: they were let off, or there is nothing left."""


@dataclass(frozen=True, kw_only=True)
class CommitmentBroken(CommitmentFact):
    """The due moment has passed and it was not done."""

    broken_at: datetime


@dataclass(frozen=True, kw_only=True)
class RungReached(CommitmentFact):
    """So much of the time has passed. Each rung of a commitment says so once in a cycle."""

    rung_id: int
    percent: int


@dataclass(frozen=True, kw_only=True)
class CommitmentChased(CommitmentFact):
    """Somebody has asked whoever owes it to get on with it, for this time in its cycle."""

    chase_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class CommitmentHandedOver(CommitmentFact):
    """A matter has another owner, who accepted it or to whom a lead gave it."""

    from_person_id: int | None
    to_person_id: int
