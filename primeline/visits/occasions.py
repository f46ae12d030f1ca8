"""On which day an occasion falls, and which weeks a greeting is for. Pure answers."""

from collections.abc import Container, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from primeline.customers.birthdays import lunar_day
from primeline.kit.errors import Refused
from primeline.visits.choices import Occasion, Rhythm
from primeline.visits.values import ONE_DAY, Period, Rhythms

WEEK: Final = timedelta(days=7)
# Nobody is wished well twice on one occasion of one year, however their birthday is corrected;
# a lunar year has 353 days at least, and its weeks lie up to one apart.
APART: Final = timedelta(days=300)


class Feast(NamedTuple):
    """Month and day of a festival, of our calendar or of the lunar one."""

    month: int
    day: int
    is_lunar: bool = False


FEASTS: Final[Mapping[str, Feast]] = {
    Occasion.NEW_YEAR: Feast(1, 1),
    Occasion.SPRING_FESTIVAL: Feast(1, 1, is_lunar=True),
    Occasion.LABOR_DAY: Feast(5, 1),
    Occasion.DRAGON_BOAT: Feast(5, 5, is_lunar=True),
    Occasion.MID_AUTUMN: Feast(8, 15, is_lunar=True),
    Occasion.NATIONAL_DAY: Feast(10, 1),
}


@lru_cache(maxsize=256)
def feast_in(occasion: str, year: int) -> date:
    """Return the day of a festival in a year; none of the lunar ones leaves its year."""
    feast = FEASTS[occasion]
    if feast.is_lunar:
        return lunar_day(year, feast.month, feast.day)
    return date(year, feast.month, feast.day)


def feasts_between(occasion: str, start: date, end: date) -> tuple[date, ...]:
    """Return the days of a festival from one day up to and without another."""
    found = (feast_in(occasion, year) for year in range(start.year, end.year + 1))
    return tuple(day for day in found if start <= day < end)


def stretch_of(day: date) -> Period:
    """Return the weeks in which somebody is greeted: that of the day, and the one before it.

    Whole weeks, so that what is planned does not tell on which day somebody was born.
    """
    monday = day - timedelta(days=day.weekday())
    return Period(monday - WEEK, monday + WEEK)


def day_within(period: Period, days: tuple[date, ...]) -> date | None:
    """Return the day for which a stretch is; None if it is for none of these."""
    return next((day for day in days if stretch_of(day) == period), None)


def best_of(occasion: str, day: date, span: Period, standing: Container[date]) -> Period:
    """Return the days on which to look for room: up to the day, a birthday in its own week.

    Where nobody is there in that week before it is over, the week before it will do.
    """
    whole = Period(span.start, day + ONE_DAY)
    if occasion != Occasion.BIRTHDAY:
        return whole
    near = Period(max(span.start, day - timedelta(days=day.weekday())), whole.end)
    length = (near.end - near.start).days
    is_there = any(near.start + number * ONE_DAY in standing for number in range(length))
    return near if is_there else whole


def check_wanted(occasion: str, wanted: Rhythms) -> None:
    """Return if something can be done that often for accounts, or on an occasion of key persons.

    :raises Refused: if a rhythm is one of the other kind, or there is more to it than there can be
    """
    for tier, rhythm in wanted.rhythms.items():
        if occasion and rhythm != Rhythm.ON_ITS_DAY:
            raise Refused(
                _("Key persons are greeted every year, for the day of the occasion, or never."),
                field=tier,
            )
        if not occasion and rhythm == Rhythm.ON_ITS_DAY:
            raise Refused(
                _("This needs an occasion that has a day. Choose another rhythm."), field=tier
            )
    if wanted.roles and not occasion:
        raise Refused(
            _("Only what is done on an occasion is for people with a role in decisions. Choose "
              "none."),
            field="roles",
        )  # fmt: skip
    if occasion and wanted.is_in_last_month:
        raise Refused(
            _("What is done on an occasion has its own days. Leave this off."),
            field="is_in_last_month",
        )
