"""What a plan says, as its form sends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

# How far a version of a plan has come, as timelines tell it.
DRAWN_UP: Final = "DRAWN_UP"
SUBMITTED: Final = "SUBMITTED"
RETURNED: Final = "RETURNED"
ACTION_DONE: Final = "ACTION_DONE"
ACTION_OPEN: Final = "ACTION_OPEN"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a list of the plan: a stored one has an id, a new one has none."""

    row_id: int | None
    facts: Mapping[str, Any]
    is_removed: bool = False


@dataclass(frozen=True, kw_only=True)
class Content:
    """What somebody writes into one version of a plan. Lines that it does not name stay."""

    from_date: date
    to_date: date
    situation: str
    strengths: str
    weaknesses: str
    chances: str
    threats: str
    stakeholders: tuple[Row, ...] = ()
    goals: tuple[Row, ...] = ()
    opportunities: tuple[Row, ...] = ()
    actions: tuple[Row, ...] = ()

    @property
    def own_facts(self) -> dict[str, Any]:
        """What lies on the plan itself."""
        return {
            "from_date": self.from_date,
            "to_date": self.to_date,
            "situation": self.situation,
            "strengths": self.strengths,
            "weaknesses": self.weaknesses,
            "chances": self.chances,
            "threats": self.threats,
        }
