"""Questions about days and hours. Public days and opening hours are no secret within the house."""

from primeline.hours.queries.book import Book, book, calendar_of, calendars_of, workdays
from primeline.hours.queries.shown import (
    ShownYear,
    UnitShown,
    day_on_record,
    get_day,
    hours_of,
    knows_published,
    proposed,
    published_years,
    units_with_hours,
    unpublished_year,
    year_shown,
)

__all__ = [
    "Book",
    "ShownYear",
    "UnitShown",
    "book",
    "calendar_of",
    "calendars_of",
    "day_on_record",
    "get_day",
    "hours_of",
    "knows_published",
    "proposed",
    "published_years",
    "units_with_hours",
    "unpublished_year",
    "workdays",
    "year_shown",
]
