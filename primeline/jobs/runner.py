"""Running one job: keeping its lease by a heartbeat and noting how it ends."""

import logging
from collections.abc import Mapping
from datetime import datetime
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any, Self

from django.db import Error as DatabaseError
from django.db import OperationalError, close_old_connections, connection

from primeline.kit import clock, leases
from primeline.kit.errors import Refused
from primeline.kit.jobs import Interrupted, Job, handler_of, known_kinds
from primeline.kit.leases import LEASE_TIME, Lease
from primeline.privacy import keyring

HEARTBEAT_SECONDS = LEASE_TIME.total_seconds() / 4
PROGRESS_SECONDS = 1.0
WRITE_ATTEMPTS = 10

logger = logging.getLogger(__name__)


def run_one(*, worker: str, stopping: Event) -> bool:
    """Take up one job and run it to its end; tell whether there was one.

    The attempt ends in any case: done, failed, put back, or lost to a worker that took over.
    """
    at = clock.database_now()
    lease = leases.claim(kinds=known_kinds(), worker=worker, at=at)
    if lease is None:
        return False
    job = Job(
        job_id=lease.job_id,
        kind=lease.kind,
        payload=lease.payload,
        at=at,
        attempts_count=lease.attempts_count,
    )
    logger.info("job %s (%s) attempt %s", job.job_id, job.kind, lease.attempts_count)
    with Heartbeat(lease, job, stopping) as heartbeat:
        error = _attempt(job)
    if heartbeat.is_lost or not _write_ending(lease, job, error):
        logger.warning("job %s (%s) was taken over meanwhile", job.job_id, job.kind)
    return True


def _attempt(job: Job) -> Exception | None:
    keyring.forget()
    try:
        handler_of(job.kind)(job)
    except (Interrupted, Refused) as error:
        logger.warning("job %s (%s): %s", job.job_id, job.kind, type(error).__name__)
        return error
    except Exception as error:
        logger.exception("job %s (%s) failed", job.job_id, job.kind)
        return error
    finally:
        close_old_connections()
    return None


def _write_ending(lease: Lease, job: Job, error: Exception | None) -> bool:
    """Note how an attempt ended. A database that restarts just now gets time to come back."""
    for _ in range(WRITE_ATTEMPTS):
        try:
            return _ending(lease, job, error, at=clock.database_now())
        except OperationalError:
            connection.close()
            sleep(PROGRESS_SECONDS)
    return _ending(lease, job, error, at=clock.database_now())


def _ending(lease: Lease, job: Job, error: Exception | None, *, at: datetime) -> bool:
    if error is None:
        return leases.finish(lease, progress=job.progress, at=at)
    if isinstance(error, Interrupted):
        return leases.put_back(lease, at=at)
    return leases.fail(lease, error, at=at, for_good=isinstance(error, Refused))


class Heartbeat:
    """Keeps a lease from a thread beside the job, and shows the job's progress."""

    def __init__(self, lease: Lease, job: Job, stopping: Event) -> None:
        self.lease = lease
        self.job = job
        self.stopping = stopping
        self.is_lost = False
        self._is_over = Event()
        self._kept_at = monotonic()
        self._shown: Mapping[str, Any] = job.progress
        self._thread = Thread(target=self._beat, name=f"heartbeat of job {job.job_id}", daemon=True)
        job.on_report = self._check

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _check(self) -> None:
        """Called by the job whenever it reports, in the job's own thread."""
        if self.stopping.is_set() or self.is_lost:
            raise Interrupted
        # A long transaction shuts the heartbeat out on SQLite; the job then keeps its own lease,
        # which the others see when the transaction commits.
        if connection.vendor == "sqlite" and connection.in_atomic_block and self._is_time():
            self._keep()

    def _beat(self) -> None:
        try:
            while not self._is_over.wait(PROGRESS_SECONDS):
                if self._is_time() or self.job.progress != self._shown:
                    self._keep_if_possible()
        finally:
            connection.close()

    def _keep_if_possible(self) -> None:
        try:
            self._keep()
        except DatabaseError as error:
            # The lease lasts a while longer; the next beat may get through.
            logger.warning("heartbeat of job %s missed: %s", self.job.job_id, error)
            connection.close()

    def _keep(self) -> None:
        progress = self.job.progress
        if not leases.extend(self.lease, progress=progress, at=clock.database_now()):
            self.is_lost = True
        self._shown = progress
        self._kept_at = monotonic()

    def _is_time(self) -> bool:
        return monotonic() - self._kept_at > HEARTBEAT_SECONDS
