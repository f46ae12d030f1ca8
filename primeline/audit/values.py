"""What a grant opens and what for; by what right somebody saw something; who was not let in."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Box:
    """One row, the purpose it is opened for, and the request or work that this belongs to."""

    table: str
    row_id: int
    purpose: str
    subject_kind: str
    subject_id: int
    with_contacts: bool = False
    in_clear: bool = False


@dataclass(frozen=True, kw_only=True)
class Right:
    """By what right somebody saw what they looked at: a role, a grant, a clearance."""

    basis: str = ""
    role: str = ""
    grant_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Somebody was not let in: where, why, and what they asked for."""

    person_id: int
    kind: str
    route: str
    path: str
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """A piece of a text in a row of the record, and what is shown in its place."""

    table: str
    row_id: int
    path: tuple[str | int, ...]
    start: int
    end: int
    instead: str


UNSAID = Right()
