"""The days of the public calendar: shipped, published, put right."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from primeline.calendars import shipped as libraries
from primeline.hours import events, rules
from primeline.hours.actions.editions import state_new_edition
from primeline.hours.choices import DayKind
from primeline.hours.models import CalendarDay, PublishedYear
from primeline.hours.queries.shown import proposed
from primeline.hours.values import GivenDay
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import NotFound, Refused
from primeline.kit.events import publish
from primeline.kit.saving import save_changes

YEARS_SHIPPED = 3
BY_HAND = "by hand"


@deed("hours.install_days")
def install_days(*, by: Actor, at: datetime) -> int:
    """Publish the years that the libraries know and nobody has published; return how many."""
    published = set(PublishedYear.objects.values_list("year", flat=True))
    years = range(libraries.LAST_YEAR - YEARS_SHIPPED + 1, libraries.LAST_YEAR + 1)
    missing = [year for year in years if year not in published]
    for year in missing:
        _publish(year, proposed(year), source=libraries.PUBLISHED_BY, by=by, at=at)
    return len(missing)


@deed("hours.publish_year")
def publish_year(
    *, year: int, days: Sequence[GivenDay], source: str, by: Actor, at: datetime
) -> PublishedYear:
    """Publish the days of a year for good: deadlines over it are provisional no more.

    :raises Refused: if it is published already, the year before is not, or its days cannot be
    """
    published = set(PublishedYear.objects.values_list("year", flat=True))
    if year in published:
        raise Refused(
            _("%(year)s is published already. Put single days right instead.") % {"year": year}
        )
    if published and year - 1 not in published and year > min(published):
        raise Refused(_("Publish %(year)s first.") % {"year": year - 1})
    rules.check_year(year, days)
    return _publish(year, days, source=source, by=by, at=at)


@deed("hours.set_day")
def set_day(
    *, given: GivenDay, version: int, source: str = "", by: Actor, at: datetime
) -> CalendarDay:
    """Say what one day is. `version` is that of its row as the editor saw it, 0 for none.

    :raises Refused: if the day cannot be that
    :raises NotFound: if a version is named of a day that has no row
    :raises ChangedMeanwhile: if somebody saved since
    """
    rules.check_day(given)
    changes = _facts(given, source or BY_HAND)
    if version:
        stored = CalendarDay.objects.filter(day_date=given.day).first()
        if stored is None:
            raise NotFound
        save_changes(CalendarDay, pk=stored.pk, version=version, changes=changes)
    else:
        CalendarDay.objects.create(day_date=given.day, **changes)
    state_new_edition()
    publish(events.DaySet(day=given.day, happened_at=at))
    return CalendarDay.objects.get(day_date=given.day)


def _publish(
    year: int, days: Sequence[GivenDay], *, source: str, by: Actor, at: datetime
) -> PublishedYear:
    stored = {row.day_date: row for row in CalendarDay.objects.filter(day_date__year=year)}
    wanted = {one.day: one for one in days}
    for day, row in stored.items():
        facts = _facts(wanted[day], source) if day in wanted else {"kind": DayKind.ORDINARY}
        save_changes(CalendarDay, pk=row.pk, version=row.version, changes=facts)
    CalendarDay.objects.bulk_create(
        CalendarDay(day_date=day, **_facts(one, source))
        for day, one in wanted.items()
        if day not in stored
    )
    made = PublishedYear.objects.create(
        year=year, source=source, published_at=at, published_by_id=by.actor_id
    )
    state_new_edition()
    publish(events.DaysPublished(year=year, happened_at=at))
    return made


def _facts(given: GivenDay, source: str) -> dict[str, str]:
    return {
        "kind": given.kind,
        "name_zh": given.name_zh,
        "name_en": given.name_en,
        "source": source,
    }
