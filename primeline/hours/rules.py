"""How hours and days are written, and which cannot be. No database, no clock."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from primeline.calendars import errors
from primeline.calendars.shipped import FIRST_YEAR
from primeline.calendars.values import Shift, Shifts, Week, WorkCalendar
from primeline.hours.choices import DayKind
from primeline.hours.values import GivenDay, Hours
from primeline.kit.errors import Refused

LAST_YEAR = 2199
SATURDAY = 5
PUBLISHED_BY_MONTH = 12
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHIFT = re.compile(r"(\d{1,2})[:：](\d{2})\s*(?:-|–|—|~|～|至|到)\s*(\d{1,2})[:：](\d{2})")
_BETWEEN = re.compile(r"[\s,，;；、]*")


def shifts_in(text: str, *, field: str) -> Shifts:
    """Return the shifts that a text names, say "08:30-12:00, 13:30-17:30"; none if it is empty.

    :raises Refused: if it does not say shifts, or they cannot be
    """
    shifts = tuple(sorted(_shift(*match.groups()) for match in _SHIFT.finditer(text)))
    if _BETWEEN.sub("", _SHIFT.sub("", text)):
        raise Refused(
            _("Write shifts like 08:30-12:00, 13:30-17:30, or leave it empty where nobody works."),
            field=field,
        )
    check_shifts(shifts, field=field)
    return shifts


def check_shifts(shifts: Shifts, *, field: str) -> None:
    """Return if people can work these shifts on one day.

    :raises Refused: if one ends before it begins or after the day, or two share a minute
    """
    if any(not 0 <= start < end <= 1440 for start, end in shifts):
        raise Refused(
            _(
                "A shift begins before it ends, on one day: 24:00 is its last moment. Write a "
                "night shift as two, up to 24:00 and from 00:00 on the day after."
            ),
            field=field,
        )
    if any(later.start < earlier.end for earlier, later in pairwise(shifts)):
        raise Refused(
            _("Two shifts share a time. Let one end before the next begins."), field=field
        )


def text_of(shifts: Shifts) -> str:
    """Return shifts as they are written: "08:30-12:00, 13:30-17:30"."""
    return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in shifts)


def hours_from(
    *,
    zone: str,
    keeps_public_days: bool,
    days: Sequence[Shifts],
    on_holidays: Shifts,
    on_make_up_days: Shifts | None,
) -> Hours:
    """Return hours that people can work by.

    :raises Refused: if nobody could
    """
    try:
        week = Week(days=tuple(days), on_holidays=on_holidays, on_make_up_days=on_make_up_days)
        WorkCalendar(zone=zone, week=week)
    except errors.ClosedWeek as error:
        raise Refused(
            _("Nobody would ever work: no deadline could be counted. Open at least one day."),
            field=WEEKDAYS[0],
        ) from error
    except errors.UnknownZone as error:
        raise Refused(
            _("There is no such time zone. Write one like Asia/Shanghai."), field="zone"
        ) from error
    return Hours(zone=zone, keeps_public_days=keeps_public_days, week=week)


def week_as_stored(week: Week) -> dict[str, Any]:
    """Return a week as the database keeps it."""
    return {
        "days": [list(map(list, shifts)) for shifts in week.days],
        "on_holidays": list(map(list, week.on_holidays)),
        "on_make_up_days": (
            None if week.on_make_up_days is None else list(map(list, week.on_make_up_days))
        ),
    }


def week_from_stored(kept: dict[str, Any]) -> Week:
    """Return a week that the database keeps."""
    make_up = kept["on_make_up_days"]
    return Week(
        days=tuple(map(_shifts, kept["days"])),
        on_holidays=_shifts(kept["on_holidays"]),
        on_make_up_days=None if make_up is None else _shifts(make_up),
    )


def check_day(given: GivenDay) -> None:
    """Return if a day can be that.

    :raises Refused: if it cannot
    """
    if not FIRST_YEAR <= given.day.year <= LAST_YEAR:
        raise Refused(
            _("Choose a day from %(first)s to %(last)s.")
            % {"first": date(FIRST_YEAR, 1, 1), "last": date(LAST_YEAR, 12, 31)},
            field="day",
        )
    if given.kind is DayKind.WORKDAY and given.day.weekday() < SATURDAY:
        raise Refused(
            _("%(day)s is worked anyway: make-up days are Saturdays and Sundays.")
            % {"day": given.day},
            field="kind",
        )
    if given.kind is not DayKind.ORDINARY and not given.name_zh:
        raise Refused(_("Say which holiday it belongs to."), field="name_zh")


def check_year(year: int, days: Iterable[GivenDay]) -> None:
    """Return if these can be the days of a year.

    :raises Refused: if there is none, one twice, one of another year, or one that cannot be
    """
    days = list(days)
    if not any(one.kind is DayKind.HOLIDAY for one in days):
        raise Refused(_("A year without a single day off is not published."), field="days_off")
    for one in days:
        check_day(one)
        if one.day.year != year:
            raise Refused(
                _("%(day)s does not lie in %(year)s.") % {"day": one.day, "year": year},
                field=_field_of(one),
            )
    twice = [day for day, count in Counter(one.day for one in days).items() if count > 1]
    if twice:
        raise Refused(
            _("%(day)s stands here twice. Leave it once.") % {"day": min(twice)}, field="days_off"
        )


def is_late(year: int, *, today: date, published: Iterable[int]) -> bool:
    """Test whether a year should be published by now: from 1 December of the year before."""
    return date(year - 1, PUBLISHED_BY_MONTH, 1) <= today and year not in published


def _field_of(one: GivenDay) -> str:
    return "days_off" if one.kind is DayKind.HOLIDAY else "make_up_days"


def _shift(start_hour: str, start_minute: str, end_hour: str, end_minute: str) -> Shift:
    return Shift(_minute(start_hour, start_minute), _minute(end_hour, end_minute))


def _minute(hour: str, minute: str) -> int:
    # Half past eight has no 75th minute: such a time lies outside every day.
    return int(hour) * 60 + int(minute) if int(minute) < 60 else -1


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _shifts(kept: list[list[int]]) -> Shifts:
    return tuple(Shift(start, end) for start, end in kept)
