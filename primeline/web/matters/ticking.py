"""How much time is left, in words, and what the browser needs to count it down by itself."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from primeline.calendars.openings import openings_in, year_of
from primeline.calendars.values import Calendar, NaturalClock
from primeline.commitments.values import Left
from primeline.standards.choices import Clock

# How far ahead the browser is told when work goes on; a page is opened anew each morning.
AHEAD = timedelta(hours=36)
MINUTE, HOUR, DAY = 60, 3_600, 86_400
# Below a quarter of the limit it is said that time is running out.
CLOSE = 4
TWO = 2


@dataclass(frozen=True, kw_only=True)
class Ticking:
    """The time left for one matter: what is shown now, and how it goes on."""

    seconds: int
    limit_seconds: int
    is_counting: bool
    is_paused: bool
    clock: Clock
    openings: str

    @property
    def is_over(self) -> bool:
        return self.seconds < 0

    @property
    def is_close(self) -> bool:
        """Whether less than a quarter of the limit is left."""
        return not self.is_over and self.seconds * CLOSE < self.limit_seconds

    @property
    def tone(self) -> str:
        """The tone of its color; the words say the same."""
        if self.is_paused:
            return "wait"
        return "bad" if self.is_over else "warn" if self.is_close else "plain"

    @property
    def words(self) -> str:
        """What is shown, as the script in the browser will write it too."""
        pattern = patterns()["over" if self.is_over else "left"]
        return pattern.replace("{time}", length(abs(self.seconds), self.clock))


def ticking(left: Left, *, limit: timedelta, clock: str, openings: str, is_paused: bool) -> Ticking:
    """Return the time left of a clock."""
    return Ticking(
        seconds=int(left.time.total_seconds() // 1),
        limit_seconds=int(limit.total_seconds()),
        is_counting=left.is_counting,
        is_paused=is_paused,
        clock=Clock(clock),
        openings=openings,
    )


def counted_until(at: datetime) -> datetime:
    """Return until when a browser can count by itself what it was told at a moment."""
    return at + AHEAD


def openings_ahead(calendar: Calendar, at: datetime) -> str:
    """Return when work goes on, as pairs of seconds since 1970; or that it always does."""
    if isinstance(calendar, NaturalClock):
        return "always"
    ends = counted_until(at)
    found: list[str] = []
    for number in range(year_of(calendar, at), year_of(calendar, ends) + 1):
        year = openings_in(calendar, number)
        index = max(bisect_right(year.opens, at) - 1, 0)
        while index < len(year.opens) and year.opens[index] < ends:
            if year.closes[index] > at:
                opens, closes = year.opens[index].timestamp(), year.closes[index].timestamp()
                found.append(f"{opens:.0f}-{closes:.0f}")
            index += 1
    return " ".join(found)


def patterns() -> dict[str, str]:
    """Return how times are written, with places for the numbers, for the script too."""
    first, second = {"first": "{0}", "second": "{1}"}, {"time": "{time}"}
    return {
        "days": _("%(first)s d %(second)s h") % first,
        "hours": _("%(first)s h %(second)s min") % first,
        "minutes": _("%(first)s min %(second)s s") % first,
        "left": _("%(time)s left") % second,
        "over": _("%(time)s over") % second,
        "stopped": _("stands still"),
    }


def length(seconds: int, clock: str) -> str:
    """Return a length in words; working hours are told in hours, however many they are."""
    if seconds >= TWO * DAY and clock != Clock.WORKING:
        name, first, second = "days", seconds // DAY, seconds % DAY // HOUR
    elif seconds >= HOUR:
        name, first, second = "hours", seconds // HOUR, seconds % HOUR // MINUTE
    else:
        name, first, second = "minutes", seconds // MINUTE, seconds % MINUTE
    return patterns()[name].replace("{0}", str(first)).replace("{1}", str(second))


def limit_words(limit: timedelta, clock: str) -> str:
    """Return a limit as a rule says it: 4 hours, 3 days, 5 working days."""
    seconds = int(limit.total_seconds())
    return _whole(seconds, clock) or length(seconds, clock)


def _whole(seconds: int, clock: str) -> str:
    if seconds % DAY == 0 and clock == Clock.WORKDAYS:
        days = seconds // DAY
        return ngettext("%(count)s working day", "%(count)s working days", days) % {"count": days}
    if seconds % DAY == 0 and seconds > DAY and clock == Clock.NATURAL:
        return _("%(count)s days") % {"count": seconds // DAY}
    if seconds % HOUR == 0:
        hours = seconds // HOUR
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    if seconds % MINUTE == 0:
        minutes = seconds // MINUTE
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    return ""
