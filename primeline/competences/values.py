"""What queries and actions pass to each other, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from primeline.competences.choices import LackKind, Result


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A file that proves a training, as it is brought."""

    name: str
    content: BinaryIO


@dataclass(frozen=True, kw_only=True)
class Attended:
    """A training as somebody records it. Without `valid_until` the course decides."""

    held_date: date
    hours: int
    result: Result
    valid_until: date | None = None
    certificate: Certificate | None = None


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What accounts ask of whoever looks after them: how much of what, and how many of them."""

    level: int
    accounts_count: int


@dataclass(frozen=True, kw_only=True)
class Asking:
    """One kind of account that somebody looks after, and how many there are of it."""

    tier: str
    accounts_count: int
    industry_id: int | None = None
    line_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a competence is asked for by: levels by tier, for one industry or line or for all."""

    levels: Mapping[str, int]
    industry_id: int | None = None
    line_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Lack:
    """What somebody owes by a day: the training or certificate that is missing or runs out."""

    kind: LackKind
    due_date: date
    name_zh: str
    name_en: str

    def is_overdue(self, today: date) -> bool:
        """Test whether its day is over."""
        return self.due_date < today


@dataclass(frozen=True, kw_only=True)
class Required:
    """A course that every account manager has to pass, and within how many days."""

    course_id: int
    within_days: int
    name_zh: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class Learned:
    """When somebody last passed a course, and until when that holds."""

    held_date: date
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Since when somebody is an account manager, and what they have passed, by course."""

    since: date
    learned: Mapping[int, Learned] = field(default_factory=dict)
