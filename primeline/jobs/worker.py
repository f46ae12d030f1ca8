"""The worker: hands over events, runs jobs, seals the record, until it is told to stop."""

import logging
import os
import socket
from collections.abc import Callable
from datetime import datetime
from secrets import token_hex
from threading import Event, Thread
from time import monotonic

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from primeline.audit import walls
from primeline.audit.sealing import seal
from primeline.jobs.recurring import Calendar
from primeline.jobs.runner import run_one
from primeline.kit import clock, delivery, workers
from primeline.kit.jobs import recurring_jobs

SCAN_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 8.0
SEEN_SECONDS = 15.0
# SQLite has no queue: who waits to write only looks again every tenth of a second, and may find
# one who writes without a break always ahead. So a busy worker stands back that long, now and then.
BUSY_SECONDS = 1.0
STOOD_BACK_SECONDS = 0.11
EVENTS_AT_ONCE = 25
# What is left waits for the next scan, which follows at once.
SEALS_AT_ONCE = 10
# What a service manager allows a process to end in, less a margin.
GRACE_SECONDS = 25.0

logger = logging.getLogger(__name__)


class Worker:
    """One worker process. Several may work on one database."""

    def __init__(self, *, threads_count: int = 1, scan_seconds: float = SCAN_SECONDS) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{token_hex(3)}"
        self.stopping = Event()
        self.scan_seconds = scan_seconds
        self._calendar = Calendar(recurring_jobs())
        self._seen_at = float("-inf")
        self._anchor_is_well = True
        self._threads = [
            Thread(target=self._run_jobs, name=f"jobs-{number}", daemon=True)
            for number in range(threads_count)
        ]

    def stop(self) -> None:
        """Finish what is in hand and return from `run`. May be called by a signal handler."""
        self.stopping.set()

    def run(self) -> None:
        """Work until somebody calls `stop`."""
        logger.info("worker %s has started", self.name)
        for thread in self._threads:
            thread.start()
        self._repeat(self._scan)
        self._wait_for_jobs()
        self._sign_out()
        logger.info("worker %s has stopped", self.name)

    def run_until_idle(self) -> None:
        """Do all that is due now, in this thread, and return."""
        with walls.open_for_system():
            while self._scan() or run_one(worker=self.name, stopping=self.stopping):
                pass

    def _scan(self) -> bool:
        """Do everything but jobs once; tell whether there may be more at once."""
        at = clock.database_now()
        self._show_life(at)
        self._calendar.ask(at)
        has_delivered = delivery.deliver_due(at=at, most=EVENTS_AT_ONCE) > 0
        return self._seal(at) or has_delivered

    def _seal(self, at: datetime) -> bool:
        """Seal the record a little further; tell whether anything was there to be sealed."""
        try:
            has_sealed = seal(at=at, most_seals=SEALS_AT_ONCE).seals_count > 0
        except OSError as error:
            # Once, not every second: the doctor names it for as long as it lasts.
            if self._anchor_is_well:
                logger.error("the anchor cannot be written, see primeline doctor: %s", error)
            self._anchor_is_well = False
            return False
        self._anchor_is_well = True
        return has_sealed

    def _run_jobs(self) -> None:
        try:
            self._repeat(lambda: run_one(worker=self.name, stopping=self.stopping))
        finally:
            connection.close()

    def _repeat(self, step: Callable[[], bool]) -> None:
        """Do a step again and again: at once while there is work, else after a pause."""
        wait = 0.0
        busy_since = monotonic()
        while not self.stopping.wait(wait):
            if wait:
                busy_since = monotonic()
            close_old_connections()
            try:
                with walls.open_for_system():
                    wait = _break_after(busy_since) if step() else self.scan_seconds
            except DatabaseError as error:
                # The database restarts or is overloaded: come back, each time a little later.
                wait = min(max(wait, 0.5) * 2, LONGEST_WAIT_SECONDS)
                logger.warning("the database cannot be used, trying again: %s", error)
                connection.close()

    def _show_life(self, at: datetime) -> None:
        if monotonic() - self._seen_at > SEEN_SECONDS:
            workers.beat(name=self.name, at=at)
            self._seen_at = monotonic()

    def _wait_for_jobs(self) -> None:
        ends_at = monotonic() + GRACE_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, ends_at - monotonic()))
            if thread.is_alive():
                logger.warning("a job still runs; another worker takes it up when its lease ends")

    def _sign_out(self) -> None:
        try:
            workers.sign_out(name=self.name)
        except DatabaseError as error:
            logger.warning("could not sign out: %s", error)
        connection.close()


def _break_after(busy_since: float) -> float:
    """Return how long one who has worked since then lets others write first."""
    is_due = connection.vendor == "sqlite" and monotonic() - busy_since >= BUSY_SECONDS
    return STOOD_BACK_SECONDS if is_due else 0.0
