"""Frozen values of days and hours."""

from dataclasses import dataclass
from datetime import date

from primeline.calendars.values import Week
from primeline.hours.choices import DayKind
from primeline.kit.words import in_language


@dataclass(frozen=True, kw_only=True)
class GivenDay:
    """A day as somebody, or a library, gives it."""

    day: date
    kind: DayKind
    name_zh: str
    name_en: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(zh=self.name_zh, en=self.name_en)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When a unit works, by the clock of which place, and whether public days change that."""

    zone: str
    keeps_public_days: bool
    week: Week


@dataclass(frozen=True, kw_only=True)
class HoursRow:
    """Hours that a unit has of its own, from a day up to a day."""

    unit_id: int
    hours: Hours
    active_from: date
    active_to: date | None

    def is_in_force(self, day: date) -> bool:
        """Test whether they hold on this day."""
        return self.active_from <= day and (self.active_to is None or day < self.active_to)
