"""What the rules are told: a case, the rows of the matrix, and what was ruled."""

from dataclasses import dataclass, field
from datetime import datetime

from primeline.standards.choices import Area, Clock, Mark, WhyLost

# What may be empty in a row because the row is for any.
DIMENSIONS = ("tier", "assurance", "line", "distance", "area", "priority")


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
