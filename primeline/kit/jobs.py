"""Work to be done outside a request: asked for here, run by the `jobs` door.

Asking is a row in the caller's transaction. Who takes it up and how it ends is in `leases.py`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from primeline.kit.models import JobRow


class Interrupted(Exception):
    """The worker has to stop; the job goes back and is run again from its start."""


@dataclass(kw_only=True)
class Job:
    """One run of a job, as its handler sees it."""

    job_id: int
    kind: str
    payload: Mapping[str, Any]
    at: datetime
    # The first attempt is 1; one that the worker had no time for does not count.
    attempts_count: int = 1
    on_report: Callable[[], None] = lambda: None
    progress: dict[str, Any] = field(default_factory=dict)

    def report(self, **progress: Any) -> None:
        """Say how far the work is, say `report(done=500, total=20000)`. Cheap: call it often.

        :raises Interrupted: if the worker has been asked to stop
        """
        self.progress = progress
        self.on_report()


# A handler does the work; coming back means done, `Refused` means never try again, any other
# exception means try again later. It may be run again after a crash, so it must be idempotent.
Handler = Callable[[Job], None]
Handlers = Mapping[str, Handler]


@dataclass(frozen=True, kw_only=True)
class Recurring:
    """A job to be asked for again and again. `every` starts at midnight UTC."""

    kind: str
    every: timedelta


class JobStatus(Enum):
    """Where a job stands."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"


@dataclass(frozen=True, kw_only=True)
class JobState:
    """What a page may show of a job."""

    job_id: int
    status: JobStatus
    progress: Mapping[str, Any]
    attempts_count: int
    last_error: str
    ended_at: datetime | None = None


_handlers: dict[str, Handler] = {}
_recurring: list[Recurring] = []


def wire_jobs(handlers: Handlers, recurring: tuple[Recurring, ...] = ()) -> None:
    """Set who does which kind of work, and what recurs. Called once, when the process starts.

    :raises KeyError: if a kind recurs that nobody does
    """
    for duty in recurring:
        handlers[duty.kind]
    _handlers.clear()
    _handlers.update(handlers)
    _recurring[:] = recurring


def known_kinds() -> list[str]:
    """Return the kinds of work that this process can do."""
    return sorted(_handlers)


def handler_of(kind: str) -> Handler:
    """Return who does work of this kind."""
    return _handlers[kind]


def recurring_jobs() -> tuple[Recurring, ...]:
    """Return what is to be asked for again and again."""
    return tuple(_recurring)


def enqueue(
    *,
    kind: str,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    unique_key: str | None = None,
    run_after: datetime | None = None,
) -> int:
    """Ask for a job, to be run once the transaction has committed, and return its id.

    With a `unique_key` that was used before this is the earlier job, whatever became of it:
    put into the key what makes the work new.
    """
    wanted = JobRow(
        kind=kind,
        payload=dict(payload or {}),
        unique_key=unique_key,
        enqueued_at=at,
        run_after=run_after or at,
    )
    if unique_key is None:
        wanted.save()
        return int(wanted.pk)
    JobRow.objects.bulk_create([wanted], ignore_conflicts=True)
    return JobRow.objects.values_list("id", flat=True).get(unique_key=unique_key)


def forget_turns(kinds: Collection[str], *, after: datetime) -> int:
    """Let jobs of these kinds be asked for again that were asked for after a moment; say how many.

    What became of them stays; only their keys are free.
    """
    asked = JobRow.objects.filter(kind__in=kinds, enqueued_at__gt=after)
    return asked.exclude(unique_key=None).update(unique_key=None)


def state_of(job_id: int, *, at: datetime) -> JobState | None:
    """Return where a job stands, or nothing when it is long done and forgotten."""
    row = JobRow.objects.filter(pk=job_id).first()
    return None if row is None else _state(row, at)


def state_of_whole(kind: str, *, at: datetime) -> JobState | None:
    """Return where the work of a kind stands that was asked for as a whole, with no payload.

    What is not done yet comes first, the first that was asked for; else the latest.
    """
    rows = JobRow.objects.filter(kind=kind, payload={})
    row = rows.unfinished().order_by("pk").first() or rows.order_by("-pk").first()
    return None if row is None else _state(row, at)


def _state(row: JobRow, at: datetime) -> JobState:
    return JobState(
        job_id=row.pk,
        status=_status(row, at),
        progress=row.progress,
        attempts_count=row.attempts_count,
        last_error=row.last_error,
        ended_at=row.done_at or row.failed_at,
    )


def _status(row: JobRow, at: datetime) -> JobStatus:
    if row.done_at is not None:
        return JobStatus.DONE
    if row.failed_at is not None:
        return JobStatus.FAILED
    is_held = row.leased_until is not None and row.leased_until >= at
    return JobStatus.RUNNING if is_held else JobStatus.WAITING
