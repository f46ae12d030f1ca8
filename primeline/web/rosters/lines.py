"""How a roster stands, as pages show it: who is there now and next, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

from primeline.rosters import queries
from primeline.rosters.choices import Days
from primeline.rosters.values import OnDuty, Presence, Span
from primeline.staff import queries as staff
from primeline.staff.choices import Permission
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.rosters.models import CallAttempt, Roster, Swap

AHEAD = timedelta(days=14)
SOON = 14


@dataclass(frozen=True, kw_only=True)
class Line:
    """One roster: who is on duty by it, who comes next, and where nobody will be."""

    roster: "Roster"
    duty: OnDuty
    gaps: Sequence[Span]

    def people(self, found: Sequence[Presence]) -> list[tuple[str, str]]:
        """Return the names with until or from when they are there."""
        return [(self.duty.names[one.person_id], self.clock(one)) for one in found]

    def clock(self, one: Presence) -> str:
        """Return from when until when, by the clock on the wall of the roster."""
        return span_words(one.span, self.roster.zone)


@dataclass(frozen=True, kw_only=True)
class Here:
    """What the first page of whoever leads or repairs says of duty."""

    lines: Sequence[Line]
    swaps: "Sequence[Swap]"
    refusals: "Sequence[Swap]"
    calls: "Sequence[CallAttempt]"


def lines_of(rosters: "Sequence[Roster]", at: datetime) -> list[Line]:
    """Return rosters with who is there. Few queries, however many rosters."""
    found = queries.presences_of(rosters, Span(at, at + AHEAD))
    gaps = queries.gaps_ahead(rosters, at=at, days=SOON)
    names = staff.names_by_id({one.person_id for there in found.values() for one in there})
    return [
        Line(
            roster=one,
            duty=queries.on_duty_by(one, found[one.pk], unit_id=one.unit_id, at=at, names=names),
            gaps=gaps[one.pk],
        )
        for one in rosters
    ]


def here_of(request: PersonRequest, at: datetime) -> Here | None:
    """Return who is on duty where the reader works, and what waits for them; None if nothing."""
    reach = request.reach
    if not reach.may(Permission.VIEW_ROSTERS):
        return None
    places = [bound.unit_id for bound in reach.bounds_for(Permission.VIEW_ROSTERS)]
    rosters = queries.rosters_at(places)
    here = Here(
        lines=lines_of(rosters, at) if rosters else (),
        swaps=queries.swaps_for(reach, at=at),
        refusals=queries.refusals_for(reach, at=at),
        calls=queries.called_in(reach.person_id),
    )
    return here if here.lines or here.swaps or here.refusals or here.calls else None


def span_words(span: Span | tuple[datetime, datetime], zone: str) -> str:
    """Return a time by the clock on a wall: `11-24 20:00 – 08:00`; days are told where needed."""
    tz = ZoneInfo(zone)
    start, end = (one.astimezone(tz) for one in span)
    last = f"{end:%H:%M}" if (end - start) <= timedelta(days=1) else f"{end:%m-%d %H:%M}"
    return f"{start:%m-%d %H:%M} – {last}"


def time_words(span: Span, zone: str) -> str:
    """Return a time within a day: `20:00 – 08:00`; whole days as 24:00."""
    tz = ZoneInfo(zone)
    start, end = span.start.astimezone(tz), span.end.astimezone(tz)
    if end - start > timedelta(days=1):
        return span_words(span, zone)
    return f"{start:%H:%M} – {'24:00' if f'{end:%H:%M}' == '00:00' else f'{end:%H:%M}'}"


def is_elsewhere(zone: str) -> bool:
    """Test whether the clock on a wall is not the reader's."""
    return zone != str(timezone.get_current_timezone())


def day_of(span: Span, zone: str) -> str:
    """Return the day on which a time begins, as a form takes it."""
    return span.start.astimezone(ZoneInfo(zone)).date().isoformat()


def weekday(day: date) -> str:
    """Return what a day of the week is called."""
    return str(Days(str(day.weekday())).label)
