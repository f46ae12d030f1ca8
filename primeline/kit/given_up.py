"""Jobs and events that were given up: for a person to look at and to have tried again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.models import EventRow, JobRow


@dataclass(frozen=True, kw_only=True)
class GivenUp:
    """One job, or one event that somebody could not hear, and how it failed the last time."""

    id: int
    name: str
    is_job: bool
    payload: Mapping[str, Any]
    attempts_count: int
    last_error: str
    asked_at: datetime
    given_up_at: datetime


def given_up() -> list[GivenUp]:
    """Return all jobs and events that nobody tries any more, the latest given up first."""
    jobs = [_of_job(row, row.failed_at) for row in _jobs() if row.failed_at is not None]
    parked = [_of_event(row, row.parked_at) for row in _events() if row.parked_at is not None]
    return sorted([*jobs, *parked], key=lambda one: one.given_up_at, reverse=True)


@deed("kit.retry_job")
def retry_job(*, job_id: int, by: Actor, at: datetime, reason: str = "") -> None:
    """Give one failed job another round of attempts, from now on.

    :raises Refused: if it is not given up: somebody has had it tried again, or it is done
    """
    again = _jobs().filter(pk=job_id)
    _change(again, failed_at=None, attempts_count=0, run_after=at, leased_until=None)


@deed("kit.retry_event")
def retry_event(*, event_id: int, by: Actor, at: datetime, reason: str = "") -> None:
    """Let one parked event be heard again by those who could not hear it.

    :raises Refused: if it is not given up: somebody has had it tried again, or it was heard
    """
    again = _events().filter(pk=event_id)
    _change(again, parked_at=None, attempts_count=0, next_attempt_at=at)


def _jobs() -> QuerySet[JobRow]:
    return JobRow.objects.filter(failed_at__isnull=False, done_at=None)


def _events() -> QuerySet[EventRow]:
    return EventRow.objects.filter(heard_at=None, parked_at__isnull=False)


def _change(rows: QuerySet[Any, Model], **changes: Any) -> None:
    if not rows.update(**changes):
        raise Refused(_("This is not given up any more: it waits, runs, or is done."))


def _of_job(row: JobRow, given_up_at: datetime) -> GivenUp:
    return GivenUp(
        id=row.pk,
        name=row.kind,
        is_job=True,
        payload=row.payload,
        attempts_count=row.attempts_count,
        last_error=row.last_error,
        asked_at=row.enqueued_at,
        given_up_at=given_up_at,
    )


def _of_event(row: EventRow, given_up_at: datetime) -> GivenUp:
    return GivenUp(
        id=row.pk,
        name=row.name,
        is_job=False,
        payload=row.payload,
        attempts_count=row.attempts_count,
        last_error=row.last_error,
        asked_at=row.happened_at,
        given_up_at=given_up_at,
    )
