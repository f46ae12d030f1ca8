"""Who has seen the minutes that they were told of."""

from datetime import datetime

from primeline.meetings.models import Addressee


def note_seen(person_id: int, meeting_id: int, *, at: datetime) -> int:
    """Note that somebody has opened minutes of theirs; return whether they were new to them."""
    mine = Addressee.objects.filter(person=person_id, meeting=meeting_id, seen_at=None)
    return mine.update(seen_at=at)
