"""Handing events to their listeners: at least once, in order where it matters, never lost.

What a listener writes and the note that it has heard commit together, so a listener that only
writes rows takes effect exactly once. One that reaches outside may be called again.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from primeline.kit.events import Listener, event_from, listeners_of, name_of_listener
from primeline.kit.models import EventRow
from primeline.kit.retries import MOST_ATTEMPTS, describe, next_attempt_at

HEARD_EVENTS_KEPT = timedelta(days=30)

logger = logging.getLogger(__name__)


def deliver_due(*, at: datetime, most: int = 100) -> int:
    """Hand the events that are due to their listeners and return how many were taken up.

    Any number of workers may do this at the same time.
    """
    due = EventRow.objects.due(at).order_by("id").values_list("id", flat=True)[:most]
    return sum(_deliver(event_id, at) for event_id in list(due))


def parked_events() -> list[EventRow]:
    """Return the events that were given up, for a person to look at."""
    return list(EventRow.objects.filter(heard_at=None, parked_at__isnull=False).order_by("id"))


def retry_parked(*, at: datetime) -> int:
    """Give every parked event another round of attempts and return how many there were."""
    return EventRow.objects.filter(heard_at=None, parked_at__isnull=False).update(
        parked_at=None, attempts_count=0, next_attempt_at=at
    )


def forget_heard(*, at: datetime) -> int:
    """Remove the events that everybody has heard long ago and return how many went."""
    return EventRow.objects.filter(heard_at__lt=at - HEARD_EVENTS_KEPT).delete()[0]


def _deliver(event_id: int, at: datetime) -> bool:
    """Let each listener hear the event who has not yet; one that fails does not stop the others."""
    row = EventRow.objects.get(pk=event_id)
    listeners = listeners_of(row.name)
    if not listeners:
        return bool(EventRow.objects.filter(pk=event_id, heard_at=None).update(heard_at=at))
    was_heard = False
    failure: Exception | None = None
    for listener in listeners:
        try:
            was_heard |= _hear(event_id, listener, at)
        except Exception as error:
            logger.exception("%s could not hear event %s", name_of_listener(listener), event_id)
            failure = error
    if failure is not None:
        _note_failure(row, failure, at)
    return was_heard or failure is not None


def _hear(event_id: int, listener: Listener, at: datetime) -> bool:
    """Call one listener and note that it has heard, in one transaction."""
    name = name_of_listener(listener)
    with transaction.atomic():
        # Another worker may hold the row, have gone through it, or hold an earlier one of the
        # same stream. Where rows cannot be locked (SQLite), the transaction is the only writer.
        unheard = EventRow.objects.due(at).select_for_update(skip_locked=True, of=("self",))
        row = unheard.filter(pk=event_id).first()
        if row is None or name in row.heard_by:
            return False
        listener(event_from(row))
        row.heard_by = [*row.heard_by, name]
        if {name_of_listener(each) for each in listeners_of(row.name)} <= set(row.heard_by):
            row.heard_at = at
        row.save(update_fields=["heard_by", "heard_at"])
    return True


def _note_failure(row: EventRow, error: Exception, at: datetime) -> None:
    """Plan the next attempt, or park the event when there were enough."""
    attempts_count = row.attempts_count + 1
    # The count in the filter: two workers who failed at the same time have failed once.
    EventRow.objects.filter(pk=row.pk, attempts_count=row.attempts_count, heard_at=None).update(
        attempts_count=attempts_count,
        next_attempt_at=next_attempt_at(attempts_count=attempts_count, at=at),
        parked_at=at if attempts_count >= MOST_ATTEMPTS else None,
        last_error=describe(error),
    )
