"""Values that the deeds of this room take: who somebody is, when, and within which bounds."""

from dataclasses import dataclass
from datetime import date

from primeline.staff.choices import Role


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What a person is called and how they are reached."""

    username: str
    name_zh: str
    name_en: str = ""
    employee_number: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Period:
    """The days from `start` up to, not including, `end`; without an end it lasts."""

    start: date
    end: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it ends before it starts, so that no day lies in it."""
        return self.end is not None and self.end <= self.start

    def overlaps(self, other: "Period") -> bool:
        """Test whether the two share a day."""
        if self.is_empty or other.is_empty:
            return False
        starts_in_time = other.end is None or self.start < other.end
        return starts_in_time and (self.end is None or other.start < self.end)


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How far a role goes inside its unit; empty means all.

    Codes of industries, codes of lines of business, ids of accounts.
    """

    industries: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    customer_ids: frozenset[int] = frozenset()


EVERYTHING = Bounds()


@dataclass(frozen=True, kw_only=True)
class Held:
    """A role that somebody holds or will hold, as the rules look at it."""

    role: Role
    unit_id: int
    period: Period
