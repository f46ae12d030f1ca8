"""Everything that calendars are made of, read once and kept until somebody changes it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Subquery

from primeline.calendars import shipped as libraries
from primeline.calendars import values as engine
from primeline.calendars.values import WorkCalendar
from primeline.calendars.workdays import Workdays
from primeline.hours import rules
from primeline.hours.choices import DayKind
from primeline.hours.models import CalendarDay, PublishedYear, UnitHours
from primeline.hours.shipped import OFFICE_HOURS
from primeline.hours.values import Hours, HoursRow
from primeline.kit.errors import NotFound
from primeline.kit.models import InstallationFact
from primeline.staff.models import Unit
from primeline.staff.rules import day_of

EDITION = "hours.edition"
"""The fact that every deed of this room states anew, so that what was read before is stale."""
YEARS_GUESSED = 3
BEFORE_ALL = date(1, 1, 1)
MOST_KEPT = 20_000


@dataclass(frozen=True, kw_only=True)
class Book:
    """The days and the hours of one edition."""

    edition: str | None
    days: dict[date, engine.DayKind]
    published_to: date
    rows: dict[int, list[HoursRow]]
    workdays: Workdays
    by_path: dict[tuple[str, date], WorkCalendar] = field(default_factory=dict)
    shared: dict[Any, WorkCalendar] = field(default_factory=dict)

    def hours_at(self, path: str, day: date) -> tuple[Hours, HoursRow | None]:
        """Return the hours of a unit on a day, and the row that sets them, maybe from above."""
        for unit_id in _upwards(path):
            for row in self.rows.get(unit_id, ()):
                if row.is_in_force(day):
                    return row.hours, row
        return OFFICE_HOURS, None

    def calendar_at(self, path: str, day: date) -> WorkCalendar:
        """Return the calendar of a unit as it stands on a day, with the hours before and after."""
        known = self.by_path.get((path, day))
        if known is None:
            if len(self.by_path) >= MOST_KEPT:
                self.by_path.clear()
            known = self.by_path[path, day] = self._shared(path, day)
        return known

    def _shared(self, path: str, day: date) -> WorkCalendar:
        """Return the one calendar of all units that work by the same hours."""
        now, _row = self.hours_at(path, day)
        starts = {
            start
            for unit_id in _upwards(path)
            for row in self.rows.get(unit_id, ())
            for start in (row.active_from, row.active_to)
            if start is not None
        }
        first = self.hours_at(path, BEFORE_ALL)[0].week
        later = tuple((start, self.hours_at(path, start)[0].week) for start in sorted(starts))
        key = (now.zone, now.keeps_public_days, first, later)
        if key not in self.shared:
            self.shared[key] = WorkCalendar(
                zone=now.zone,
                week=first,
                later=later,
                days=self.days if now.keeps_public_days else {},
                published_to=self.published_to if now.keeps_public_days else date.max,
            )
        return self.shared[key]


_kept: dict[str, Book] = {}


def calendar_of(unit_id: int, *, at: datetime) -> WorkCalendar:
    """Return when a unit works. One query, unless days or hours were changed.

    :raises NotFound: if there is no such unit
    """
    found = calendars_of([unit_id], at=at)
    if unit_id not in found:
        raise NotFound
    return found[unit_id]


def calendars_of(unit_ids: Iterable[int], *, at: datetime) -> dict[int, WorkCalendar]:
    """Return when units work, by id. One query for all, unless days or hours were changed."""
    rows = list(
        Unit.objects.filter(pk__in=set(unit_ids))
        .annotate(edition=Subquery(_edition()[:1]))
        .values_list("pk", "path", "edition")
    )
    if not rows:
        return {}
    known, day = _book(rows[0][2]), day_of(at)
    return {pk: known.calendar_at(path, day) for pk, path, _edition_then in rows}


def workdays() -> Workdays:
    """Return which days are worked in the public calendar. One query."""
    return book().workdays


def book() -> Book:
    """Return the days and hours as they stand. One query, unless they were changed."""
    return _book(_edition().values_list("value", flat=True).first())


def _edition() -> QuerySet[InstallationFact, Any]:
    return InstallationFact.objects.filter(name=EDITION).values("value")


def _book(edition: str | None) -> Book:
    known = _kept.get(connection.vendor)
    if known is None or known.edition != edition:
        known = _kept[connection.vendor] = _read(edition)
    return known


def _read(edition: str | None) -> Book:
    published = set(PublishedYear.objects.values_list("year", flat=True))
    days = _days(published)
    rows: dict[int, list[HoursRow]] = {}
    for row in UnitHours.objects.order_by("active_from", "pk"):
        rows.setdefault(row.unit_id, []).append(as_value(row))
    return Book(
        edition=edition,
        days=days,
        published_to=_last_day(published),
        rows=rows,
        workdays=Workdays(days),
    )


def as_value(row: UnitHours) -> HoursRow:
    """Return a row as a value."""
    return HoursRow(
        unit_id=row.unit_id,
        hours=Hours(
            zone=row.zone,
            keeps_public_days=row.keeps_public_days,
            week=rules.week_from_stored(row.week),
        ),
        active_from=row.active_from,
        active_to=row.active_to,
    )


def _days(published: set[int]) -> dict[date, engine.DayKind]:
    """Return what is on record, over what the libraries know of years not published here."""
    last = max(published, default=libraries.LAST_YEAR)
    days = {
        one.day: one.kind
        for year in range(libraries.FIRST_YEAR, last + 1 + YEARS_GUESSED)
        if year not in published
        for one in libraries.days_of(year)
    }
    for day, kind in CalendarDay.objects.values_list("day_date", "kind"):
        if kind == DayKind.ORDINARY:
            days.pop(day, None)
        else:
            days[day] = engine.DayKind(kind)
    return days


def _last_day(published: set[int]) -> date:
    """Return the last day up to which no year is missing."""
    if not published:
        return BEFORE_ALL
    year = min(published)
    while year + 1 in published:
        year += 1
    return date(year, 12, 31)


def _upwards(path: str) -> list[int]:
    return [int(part) for part in reversed(path.strip("/").split("/"))]
