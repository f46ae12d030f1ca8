"""The days off and make-up days of China, out of the two libraries we ship with.

`chinesecalendar` carries what the State Council has published, a year at a time each November;
`holidays` the same, and for years to come the statutory days alone. A test holds the two together.
"""

from dataclasses import dataclass
from datetime import date

import chinese_calendar

from primeline.calendars.values import DayKind

PUBLISHED_BY = "chinesecalendar, holidays"
GUESSED_BY = "holidays"
LAST_YEAR: int = max(chinese_calendar.constants.holidays).year
FIRST_YEAR = 2006
"""The two libraries agree on every day since."""


@dataclass(frozen=True, kw_only=True)
class ShippedDay:
    """A day that differs from its day of the week."""

    day: date
    kind: DayKind
    name_zh: str
    name_en: str


def is_published(year: int) -> bool:
    """Test whether both libraries know what was published for a year."""
    return FIRST_YEAR <= year <= LAST_YEAR


def days_of(year: int) -> list[ShippedDay]:
    """Return the days of a year as published, or else its statutory holidays, in order."""
    return _published_days(year) if is_published(year) else _statutory_days(year)


def _published_days(year: int) -> list[ShippedDay]:
    known = chinese_calendar.constants
    names = {one.value: one.chinese for one in chinese_calendar.Holiday}
    return sorted(
        (
            ShippedDay(day=day, kind=kind, name_zh=names[name], name_en=name)
            for kind, days in (
                (DayKind.HOLIDAY, known.holidays),
                (DayKind.WORKDAY, known.workdays),
            )
            for day, name in days.items()
            if day.year == year
        ),
        key=lambda one: one.day,
    )


def _statutory_days(year: int) -> list[ShippedDay]:
    # It looks over every country of the world as it is loaded, and is seldom asked.
    import holidays

    in_chinese = holidays.country_holidays("CN", years=year, language="zh_CN")
    in_english = holidays.country_holidays("CN", years=year, language="en_US")
    return [
        ShippedDay(day=day, kind=DayKind.HOLIDAY, name_zh=name, name_en=in_english[day])
        for day, name in sorted(in_chinese.items())
    ]
