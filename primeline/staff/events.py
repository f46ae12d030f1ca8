"""What happens in the organization that others may want to hear of."""

from dataclasses import dataclass

from primeline.kit.events import Event
from primeline.staff.choices import Role


@dataclass(frozen=True, kw_only=True)
class PostingGiven(Event):
    """Somebody got a role at a unit."""

    posting_id: int
    person_id: int
    unit_id: int
    role: Role


@dataclass(frozen=True, kw_only=True)
class PostingEnded(Event):
    """Somebody no longer holds a role at a unit."""

    posting_id: int
    person_id: int
    unit_id: int
    role: Role


@dataclass(frozen=True, kw_only=True)
class PersonDeactivated(Event):
    """Somebody has left. Accounts on which they are named have no manager in office now."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class UnitMoved(Event):
    """A unit, with everything under it, lies elsewhere now."""

    unit_id: int
    from_path: str
    to_path: str


@dataclass(frozen=True, kw_only=True)
class UnitClosed(Event):
    """A unit exists no longer, except in the record."""

    unit_id: int


@dataclass(frozen=True, kw_only=True)
class CoverSet(Event):
    """Somebody is away, and somebody may stand in for them."""

    cover_id: int
    absent_id: int
    covered_by_id: int | None


@dataclass(frozen=True, kw_only=True)
class CoverEnded(Event):
    """Somebody is back."""

    cover_id: int
    absent_id: int
    covered_by_id: int | None
