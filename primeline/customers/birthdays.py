"""Birthdays by the sun and by the moon: when the next one is. Pure answers."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from lunar_python import Lunar, LunarMonth, Solar

from primeline.kit.errors import Refused

_WRITTEN: Final = re.compile(r"(\d{1,2})\D{1,3}(\d{1,2})\D?")


def clean_lunar_birthday(text: str) -> str:
    """Return month and day of the lunar calendar as they are stored: `08-15`.

    :raises Refused: if there is no such day
    """
    written = text.strip()
    if not written:
        return ""
    found = _WRITTEN.fullmatch(written)
    month, day = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise Refused(
            _("Write month and day of the lunar calendar, 8-15 for the Mid-Autumn Festival."),
            field="lunar_birthday",
        )
    return f"{month:02}-{day:02}"


def check_born(day: date | None, *, at: datetime) -> None:
    """Do nothing if somebody can have been born on this day.

    :raises Refused: if it is still to come
    """
    if day is not None and day > timezone.localdate(at) + timedelta(days=1):
        raise Refused(_("This day is still to come."), field="birthday")


def next_birthday(*, solar: date | None, lunar: str, today: date) -> date | None:
    """Return the day on which somebody next has a birthday to be wished well on.

    Who has a lunar birthday on file celebrates by it.
    """
    if lunar:
        month, day = (int(part) for part in lunar.split("-"))
        year = Solar.fromYmd(today.year, today.month, today.day).getLunar().getYear()
        days = (lunar_day(year + later, month, day) for later in (0, 1))
    elif solar:
        days = (_solar_day(today.year + later, solar) for later in (0, 1))
    else:
        return None
    return next(day for day in days if day >= today)


def birthdays_between(
    *, solar: date | None, lunar: str, start: date, end: date
) -> tuple[date, ...]:
    """Return the days from one up to and without another on which somebody has a birthday.

    Who has a lunar birthday on file celebrates by it, in the ordinary month and never in its leap
    one; who was born on 29 February does so on the 28th where there is no other.
    """
    years = range(start.year - 1, end.year + 1)
    if lunar:
        month, day = (int(part) for part in lunar.split("-"))
        found = [lunar_day(year, month, day) for year in years]
    else:
        found = [_solar_day(year, solar) for year in years] if solar else []
    return tuple(one for one in found if start <= one < end)


def lunar_day(year: int, month: int, day: int) -> date:
    """Return the day of our calendar on which a day of a lunar year falls."""
    # A month that has no thirtieth in this year: one celebrates on its last day.
    length = LunarMonth.fromYm(year, month).getDayCount()
    found = Lunar.fromYmd(year, month, min(day, length)).getSolar()
    return date(found.getYear(), found.getMonth(), found.getDay())


def _solar_day(year: int, born: date) -> date:
    if (born.month, born.day) == (2, 29):
        return date(year, 3, 1) - timedelta(days=1)
    return born.replace(year=year)
