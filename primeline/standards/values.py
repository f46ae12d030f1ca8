"""What the rules are told: a case, the rows of the matrix, and what was ruled."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from primeline.standards.choices import Area, Clock, FindingKind, Mark, Severity, WhyLost

# Longer than any promise: five years. Shorter than a second is none.
LONGEST_SECONDS = 5 * 366 * 86_400

# What may be empty in a row because the row is for any.
DIMENSIONS = ("tier", "assurance", "line", "distance", "area", "priority")


# Why the clock of a matter stands still where who owes it has put it off.
SNOOZED: Final = "SNOOZED"


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is owed to whom: all that says which rows apply. Empty means not known or none."""

    step: str
    """The code of a step."""
    tier: str = ""
    assurance: str = ""
    line: str = ""
    """The code of a line of business."""
    distance: str = ""
    area: str = ""
    priority: str = ""
    unit_path: str = ""
    """The path of the unit that owes it, `/1/4/17/`."""
    customer_id: int | None = None

    @property
    def counted_area(self) -> str:
        """The area; one that nobody knows counts as urban, which is never looser."""
        return self.area or Area.URBAN


@dataclass(frozen=True, kw_only=True)
class Rung:
    """At how much of the limit somebody is told."""

    percent: int
    tells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One rule of the matrix. Empty dimensions mean any; no unit means everywhere."""

    id: int
    step: str
    limit_seconds: int
    clock: str = Clock.NATURAL
    tier: str = ""
    assurance: str = ""
    line: str = ""
    distance: str = ""
    area: str = ""
    priority: str = ""
    unit_id: int | None = None
    unit_path: str = ""
    customer_id: int | None = None
    average_seconds: int | None = None
    rungs: tuple[Rung, ...] = ()
    severity: str = ""
    is_statutory: bool = False
    mark: str = Mark.OWN
    citation: str = ""
    standard_id: int | None = None
    counts_back: bool = False
    """Whether the limit is counted back from a moment that is fixed, say the start of works."""
    target_percent: int | None = field(default=None, repr=False)
    """What share is to be kept in time. No part of the digest while nobody says so."""

    @property
    def is_verified(self) -> bool:
        """Whether somebody has read the number where it comes from, or decided it."""
        return self.mark != Mark.UNVERIFIED


@dataclass(frozen=True, kw_only=True)
class Loser:
    """A rule that applied as well, and why it did not set the deadline."""

    row: Row
    due: datetime
    why: WhyLost


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """Which rule set the deadline, when it is due, and which others applied."""

    row: Row
    due: datetime
    also: tuple[Loser, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """All rules that are in force at a moment, as one value."""

    version_id: int
    number: int
    rows_by_step: dict[str, tuple[Row, ...]] = field(default_factory=dict)

    def rows_of(self, step: str) -> tuple[Row, ...]:
        """Return the rows that speak of a step."""
        return self.rows_by_step.get(step, ())

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, step by step."""
        return tuple(row for rows in self.rows_by_step.values() for row in rows)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that checking a set of rules has found about one of them."""

    kind: FindingKind
    row: Row
    other: Row | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """A rule that one set has and another has not, or has otherwise."""

    before: Row | None = None
    after: Row | None = None
    fields: tuple[str, ...] = ()

    @property
    def row(self) -> Row:
        """The rule as it is after, or as it was where it is gone."""
        if self.after is not None:
            return self.after
        if self.before is None:
            raise ValueError("A change is about one rule at least.")
        return self.before


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Which rule decides for a tier and an assurance; none is a gap."""

    tier: str
    assurance: str
    row: Row | None = None


@dataclass(frozen=True, kw_only=True)
class PastCase:
    """A case that was real: what was owed, since when, until when, and how long it was paused."""

    case: Case
    opened_at: datetime
    settled_at: datetime | None = None
    stops: tuple[tuple[datetime, datetime], ...] = ()
    before_at: datetime | None = None
    unit_id: int | None = None
    number: str = ""
    what: str = ""


@dataclass(frozen=True, kw_only=True)
class TriedCase:
    """A case that would have been broken by other rules, with both deadlines."""

    case: PastCase
    before: datetime | None
    after: datetime | None


@dataclass(kw_only=True)
class Trial:
    """What other rules would have done to the cases of one step."""

    step: str
    cases_count: int = 0
    broken_before: int = 0
    broken_after: int = 0
    without_rule: int = 0
    tighter_count: int = 0
    looser_count: int = 0
    newly_broken_count: int = 0
    newly_broken: list[TriedCase] = field(default_factory=list)
    """The first of them, as many as a page shows."""


@dataclass(frozen=True, kw_only=True)
class RuleFacts:
    """What a person says of a rule: the columns of its row."""

    step_id: int
    limit_seconds: int
    clock: str = Clock.NATURAL
    tier: str = ""
    assurance: str = ""
    line_id: int | None = None
    distance: str = ""
    area: str = ""
    priority: str = ""
    unit_id: int | None = None
    customer_id: int | None = None
    average_seconds: int | None = None
    target_percent: int | None = None
    rungs: tuple[Rung, ...] = ()
    severity: str = Severity.MINOR
    is_statutory: bool = False
    mark: str = Mark.OWN
    citation: str = ""
    standard_id: int | None = None
