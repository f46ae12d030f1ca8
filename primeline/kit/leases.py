"""Who runs a job: taken for a time, kept by a heartbeat, taken over when the worker has died.

Every change names the attempt it belongs to. A worker that was believed dead and comes back finds
that the attempt is no longer its own and changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from primeline.kit.models import JobRow, JobRowQuerySet
from primeline.kit.retries import MOST_ATTEMPTS, describe, next_attempt_at

# Longer than SQLite makes a writer wait for its turn, so that a heartbeat is not late by that.
LEASE_TIME = timedelta(seconds=60)
DONE_JOBS_KEPT = timedelta(days=30)
FAILED_JOBS_KEPT = timedelta(days=180)


@dataclass(frozen=True, kw_only=True)
class Lease:
    """One attempt at one job by one worker."""

    job_id: int
    kind: str
    payload: Mapping[str, Any]
    held_by: str
    attempts_count: int


def claim(*, kinds: Sequence[str], worker: str, at: datetime) -> Lease | None:
    """Take up the job that has waited longest, or return nothing when there is none.

    Any number of workers may do this at the same time; each job goes to one of them.
    """
    jobs = JobRow.objects.filter(kind__in=kinds).order_by("run_after", "id")
    due = _claim_of(jobs.claimable(at), worker=worker, at=at)
    return due or _claim_of(jobs.claimable_ahead(at), worker=worker, at=at)


def _claim_of(waiting: JobRowQuerySet, *, worker: str, at: datetime) -> Lease | None:
    # Looked at first without a transaction: an idle worker must not queue up with SQLite's writers.
    # In order, so that PostgreSQL goes by the index; `exists` would let it read all that waits.
    if waiting.values("pk").first() is None:
        return None
    with transaction.atomic():
        row = waiting.select_for_update(skip_locked=True).first()
        if row is None:
            return None
        return _take(row, worker=worker, at=at)


def extend(lease: Lease, *, progress: Mapping[str, Any], at: datetime) -> bool:
    """Keep a job for another while and show its progress; tell whether it is still ours."""
    return bool(_own(lease).update(leased_until=at + LEASE_TIME, progress=dict(progress)))


def finish(lease: Lease, *, progress: Mapping[str, Any], at: datetime) -> bool:
    """Note that a job is done; tell whether it was still ours."""
    return bool(
        _own(lease).update(done_at=at, leased_until=None, progress=dict(progress), last_error="")
    )


def fail(lease: Lease, error: BaseException, *, at: datetime, for_good: bool = False) -> bool:
    """Plan the next attempt, or give up; tell whether the job was still ours."""
    is_over = for_good or lease.attempts_count >= MOST_ATTEMPTS
    return bool(
        _own(lease).update(
            leased_until=None,
            run_after=next_attempt_at(attempts_count=lease.attempts_count, at=at),
            failed_at=at if is_over else None,
            last_error=str(error) if for_good else describe(error),
        )
    )


def put_back(lease: Lease, *, at: datetime) -> bool:
    """Return a job that this worker has no time for; the attempt does not count."""
    return bool(
        _own(lease).update(leased_until=None, run_after=at, attempts_count=F("attempts_count") - 1)
    )


def failed_jobs() -> list[JobRow]:
    """Return the jobs that were given up, for a person to look at."""
    return list(JobRow.objects.filter(failed_at__isnull=False).order_by("id"))


def retry_failed(*, at: datetime) -> int:
    """Give every failed job another round of attempts and return how many there were."""
    return JobRow.objects.filter(failed_at__isnull=False).update(
        failed_at=None, attempts_count=0, run_after=at
    )


def forget_finished(*, at: datetime) -> int:
    """Remove the jobs that ended long ago and return how many went."""
    done = JobRow.objects.filter(done_at__lt=at - DONE_JOBS_KEPT).delete()[0]
    failed = JobRow.objects.filter(failed_at__lt=at - FAILED_JOBS_KEPT).delete()[0]
    return done + failed


def _take(row: JobRow, *, worker: str, at: datetime) -> Lease | None:
    if row.attempts_count >= MOST_ATTEMPTS:
        # Whoever ran it never came back to say why: it probably takes its workers down with it.
        row.failed_at, row.leased_until = at, None
        row.last_error = row.last_error or "The worker was lost each time it ran this."
        row.save(update_fields=["failed_at", "leased_until", "last_error"])
        return None
    row.attempts_count += 1
    row.leased_by, row.leased_until = worker, at + LEASE_TIME
    row.save(update_fields=["attempts_count", "leased_by", "leased_until"])
    return Lease(
        job_id=row.pk,
        kind=row.kind,
        payload=row.payload,
        held_by=worker,
        attempts_count=row.attempts_count,
    )


def _own(lease: Lease) -> JobRowQuerySet:
    # What has ended is leased to nobody. Asked for as unfinished, PostgreSQL may look for it in the
    # index of all that waits, from end to end.
    return JobRow.objects.filter(
        pk=lease.job_id,
        leased_by=lease.held_by,
        attempts_count=lease.attempts_count,
        leased_until__isnull=False,
    )
