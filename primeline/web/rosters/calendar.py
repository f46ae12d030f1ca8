"""Shifts as events of one's own calendar."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Event

from primeline.rosters import queries
from primeline.rosters.values import Span
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach


def duty_events(reach: Reach, host: str, *, at: datetime, ahead: timedelta) -> Iterator[Event]:
    """Return when somebody is on duty, now and ahead, also in the place of whom they stand in for.

    Nobody else is named: a calendar lies on telephones and in clouds.
    """
    if not reach.may(Permission.VIEW_ROSTERS):
        return
    for roster, duty in queries.duties_of(reach.person_id, Span(at, at + ahead)):
        event = Event()
        # What is cut in two by an absence is two events of one shift.
        event.add("uid", f"shift-{duty.shift_id}-{duty.span.start:%Y%m%dT%H%M}@{host}")
        event.add("dtstamp", at.astimezone(UTC))
        event.add("dtstart", duty.span.start.astimezone(UTC))
        event.add("dtend", duty.span.end.astimezone(UTC))
        words = _("On duty: %(roster)s") % {"roster": f"{roster.name} · {roster.unit.name}"}
        stands_in = _("in somebody’s place")
        event.add("summary", f"{words} ({stands_in})" if duty.instead_of_id else words)
        event.add("class", "PRIVATE")
        yield event
