"""Jobs that wait or run, for a person to look at. What was given up is in `given_up.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from primeline.kit.models import JobRow

SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class Queued:
    """One job that is not done: since when it is asked for, when it may run, who runs it."""

    id: int
    name: str
    attempts_count: int
    last_error: str
    asked_at: datetime
    run_after: datetime
    held_by: str
    progress: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The first of what waits and runs, and how much there is of both."""

    waiting: tuple[Queued, ...]
    running: tuple[Queued, ...]
    waiting_count: int
    running_count: int


def queue_at(at: datetime) -> Queue:
    """Return what waits and what runs, what may run first on top."""
    unfinished = JobRow.objects.unfinished()
    held = unfinished.filter(leased_until__gte=at)
    waiting = unfinished.exclude(leased_until__gte=at)
    return Queue(
        waiting=_first(waiting),
        running=_first(held),
        waiting_count=waiting.count(),
        running_count=held.count(),
    )


def _first(rows: "QuerySet[JobRow]") -> tuple[Queued, ...]:
    return tuple(
        Queued(
            id=row.pk,
            name=row.kind,
            attempts_count=row.attempts_count,
            last_error=row.last_error,
            asked_at=row.enqueued_at,
            run_after=row.run_after,
            held_by=row.leased_by,
            progress=row.progress,
        )
        for row in rows.order_by("run_after", "id")[:SHOWN]
    )
