"""What the tests of meetings begin with: a meeting of Harbor branch, held by Greta."""

from datetime import datetime, timedelta
from typing import Any

from primeline.commitments.tests.owing import install
from primeline.customers.queries import reach_now
from primeline.meetings import actions, queries
from primeline.meetings.models import Decision, Meeting
from primeline.meetings.values import Moments, Resolution
from primeline.staff.models import Person
from primeline.staff.rules import day_of
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_branch, lin

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

__all__ = ["DAY", "HOUR", "begun", "decided", "finished", "install", "moments", "who"]


def who(person: Person, at: datetime = TUESDAY_10AM) -> dict[str, Any]:
    """Return what every deed of a meeting is told of whoever does it."""
    return {"reach": reach_now(person, at=at), "by": person, "at": at}


def begun(at: datetime = TUESDAY_10AM) -> Meeting:
    """Return the meeting of Harbor branch of a day, begun by Greta."""
    return actions.open_meeting(unit=harbor_branch(), **who(greta(), at))


def decided(meeting: Meeting, at: datetime = TUESDAY_10AM, **said: Any) -> Decision:
    """Let Greta's meeting decide something that Lin does by tomorrow."""
    facts: dict[str, Any] = {
        "what": "Call the bank",
        "owner_id": lin().pk,
        "due_date": day_of(at + DAY),
    } | said
    return actions.decide(meeting=meeting, said=Resolution(**facts), **who(greta(), at))


def moments(at: datetime = TUESDAY_10AM) -> Moments:
    """Return the morning of somebody in Shanghai."""
    return Moments(at=at, since=at - 16 * HOUR, noon_at=at + 2 * HOUR, day_ends_at=at + 14 * HOUR)


def finished(meeting: Meeting, at: datetime = TUESDAY_10AM) -> Meeting:
    """Let Greta finish a meeting as it stands."""
    fresh = queries.get_own(reach_now(greta(), at=at), meeting.pk)
    return actions.finish_meeting(
        meeting=fresh, version=fresh.version, moments=moments(at), **who(greta(), at)
    )
