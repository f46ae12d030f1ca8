"""What pages ask: the days of a year, and which unit works when."""

from dataclasses import dataclass
from datetime import date

from primeline.calendars import shipped as libraries
from primeline.hours import rules
from primeline.hours.choices import DayKind
from primeline.hours.models import CalendarDay, PublishedYear, UnitHours
from primeline.hours.queries.book import as_value, book
from primeline.hours.values import GivenDay, HoursRow
from primeline.kit.errors import NotFound
from primeline.staff.models import Unit


@dataclass(frozen=True, kw_only=True)
class ShownYear:
    """The days of a year that differ, in order; of one not published, what is to be expected."""

    year: int
    days: list[GivenDay]
    publication: PublishedYear | None


@dataclass(frozen=True, kw_only=True)
class UnitShown:
    """The hours of a unit today: its own, or those of a unit above; and a change ahead."""

    now: HoursRow
    set_by: Unit | None
    """The unit whose hours they are; None where they are those the product ships with."""
    latest: UnitHours | None
    """The last row of the unit itself that has no end: in force, or planned."""
    ahead: HoursRow | None
    """The same, if it begins on a day to come."""


def year_shown(year: int) -> ShownYear:
    """Return the days of a year."""
    publication = PublishedYear.objects.filter(year=year).select_related("published_by").first()
    days = {} if publication else {one.day: one for one in proposed(year)}
    for row in CalendarDay.objects.filter(day_date__year=year):
        days[row.day_date] = _given(row)
    in_order = sorted(days.values(), key=lambda one: one.day)
    return ShownYear(
        year=year,
        days=[one for one in in_order if one.kind is not DayKind.ORDINARY],
        publication=publication,
    )


def proposed(year: int) -> list[GivenDay]:
    """Return what the libraries know of a year: as published, or else the statutory days alone."""
    return [
        GivenDay(
            day=one.day, kind=DayKind(one.kind.value), name_zh=one.name_zh, name_en=one.name_en
        )
        for one in libraries.days_of(year)
    ]


def knows_published(year: int) -> bool:
    """Test whether the libraries know what was published for a year."""
    return libraries.is_published(year)


def day_on_record(day: date) -> CalendarDay | None:
    """Return the row of a day, if it has one."""
    return CalendarDay.objects.filter(day_date=day).first()


def published_years() -> list[int]:
    """Return the years that are published, in order."""
    return list(PublishedYear.objects.order_by("year").values_list("year", flat=True))


def unpublished_year(*, today: date) -> int | None:
    """Return the first year that should be published by now and is not."""
    wanted = (today.year, today.year + 1)
    published = set(PublishedYear.objects.filter(year__in=wanted).values_list("year", flat=True))
    late = (year for year in wanted if rules.is_late(year, today=today, published=published))
    return next(late, None)


def hours_of(unit: Unit, *, today: date) -> UnitShown:
    """Return when a unit works, and from where it has that."""
    hours, row = book().hours_at(unit.path, today)
    latest = UnitHours.objects.filter(unit=unit, active_to=None).first()
    return UnitShown(
        now=row or HoursRow(unit_id=unit.pk, hours=hours, active_from=today, active_to=None),
        set_by=Unit.objects.get(pk=row.unit_id) if row else None,
        latest=latest,
        ahead=as_value(latest) if latest and latest.active_from > today else None,
    )


def units_with_hours(*, today: date) -> list[tuple[Unit, list[HoursRow]]]:
    """Return the units that have hours of their own, now or ahead, in the order of the tree."""
    rows = [
        row
        for row in UnitHours.objects.select_related("unit").order_by("active_from", "pk")
        if row.active_to is None or row.active_to > max(today, row.active_from)
    ]
    units = {row.unit_id: row.unit for row in rows}
    in_order = sorted(
        units.values(), key=lambda one: [int(part) for part in one.path.strip("/").split("/")]
    )
    return [(unit, [as_value(row) for row in rows if row.unit_id == unit.pk]) for unit in in_order]


def get_day(text: str) -> date:
    """Return the day that an address names.

    :raises NotFound: if it names none that can be set
    """
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise NotFound from error
    if not libraries.FIRST_YEAR <= day.year <= rules.LAST_YEAR:
        raise NotFound
    return day


def _given(row: CalendarDay) -> GivenDay:
    return GivenDay(
        day=row.day_date, kind=DayKind(row.kind), name_zh=row.name_zh, name_en=row.name_en
    )
