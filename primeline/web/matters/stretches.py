"""Stretches of time by which figures are told: months, and the three ten-day stretches of one."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from primeline.kit import months
from primeline.kit.errors import NotFound
from primeline.kit.proposals import beginning_of
from primeline.web import formats
from primeline.web.days import day_in

SHOWN: Final = 12
FIRST_YEAR: Final = 2000
DAY: Final = timedelta(days=1)
MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A month or ten days of one, its end not included."""

    first: date
    end: date
    is_month: bool

    @property
    def key(self) -> str:
        """What it is called in an address: 2026-11, or 2026-11-21 for the ten days from there."""
        return f"{self.first:%Y-%m}" if self.is_month else self.first.isoformat()

    @property
    def words(self) -> str:
        """What people call it."""
        if self.is_month:
            return formats.month(self.first)
        last = self.end - DAY
        return _("%(first)s to %(last)s") % {
            "first": formats.day(self.first), "last": formats.day(last)
        }  # fmt: skip

    @property
    def short(self) -> str:
        """Return the same below a bar of a chart."""
        return self.key if self.is_month else f"{self.first:%m-%d}"

    def moments(self, at: datetime) -> tuple[datetime, datetime]:
        """Return when it begins and ends for the reader: what is yet to come is not due."""
        return beginning_of(self.first), min(beginning_of(self.end), at)

    def before(self) -> "Stretch":
        """Return the one before it, of the same kind."""
        return month_of(self.first - DAY) if self.is_month else tens_of(self.first - DAY)


def month_of(day: date) -> Stretch:
    """Return the month that a day lies in."""
    first = months.first_of(day)
    return Stretch(first=first, end=months.shift(first, 1), is_month=True)


def tens_of(day: date) -> Stretch:
    """Return the ten days that a day lies in."""
    first, end = months.ten_days(day)
    return Stretch(first=first, end=end, is_month=False)


def asked(text: str, at: datetime) -> Stretch:
    """Return the stretch that an address names; without one, this month.

    :raises NotFound: if there is none of this name, or it is yet to begin
    """
    today = timezone.localdate(at)
    if not text:
        return month_of(today)
    is_month = MONTH.fullmatch(text) is not None
    day = day_in(f"{text}-01" if is_month else text)
    if day is None or day.year < FIRST_YEAR or day > today:
        raise NotFound
    found = month_of(day) if is_month else tens_of(day)
    if found.key != text:
        raise NotFound
    return found


def lately(last: Stretch) -> list[Stretch]:
    """Return the last stretches of the same kind up to this one, the earliest first."""
    found = [last]
    while len(found) < SHOWN:
        found.append(found[-1].before())
    return found[::-1]
