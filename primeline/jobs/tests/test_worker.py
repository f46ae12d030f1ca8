"""The worker does all that is due, survives what fails, and stops when it is told to."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from primeline.audit.batches import unsealed_since
from primeline.audit.sealing import latest_seal
from primeline.config import wiring
from primeline.jobs import runner
from primeline.jobs.recurring import Calendar
from primeline.jobs.worker import BUSY_SECONDS, STOOD_BACK_SECONDS, Worker
from primeline.kit import clock, delivery, leases, workers
from primeline.kit.errors import Refused
from primeline.kit.jobs import Handler, Job, JobState, JobStatus, Recurring, enqueue, state_of
from primeline.kit.jobs import wire_jobs as wire
from primeline.kit.models import JobRow
from primeline.testing import cast
from primeline.testing.sealing import settle

# Only a worker that has got stuck takes this long.
PATIENCE = 240.0
NOON = datetime(2026, 4, 7, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_wiring() -> Iterator[None]:
    wire({})
    yield
    wire(wiring.JOBS, wiring.RECURRING)


def wait_for(condition: Callable[[], Any], seconds: float = PATIENCE) -> None:
    ends_at = monotonic() + seconds
    while not condition():
        assert monotonic() < ends_at, "this never came true"
        sleep(0.02)


def a_job(handler: Handler, **payload: Any) -> int:
    wire({"jobs.test": handler})
    return enqueue(kind="jobs.test", payload=payload, at=clock.now())


def state(job_id: int) -> JobState:
    found = state_of(job_id, at=clock.database_now())
    assert found is not None
    return found


def leased_until() -> datetime:
    until = JobRow.objects.get(kind="jobs.test").leased_until
    assert until is not None
    return until


@pytest.fixture
def running() -> Iterator[Worker]:
    """A worker in a thread of its own, stopped at the end."""
    worker = Worker(scan_seconds=0.05)
    thread = Thread(target=worker.run)
    thread.start()
    yield worker
    worker.stop()
    thread.join(PATIENCE)
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
class TestRun:
    def test_runs_a_job_to_its_end(self, running: Worker) -> None:
        def report(job: Job) -> None:
            job.report(said=job.payload["word"])

        job_id = a_job(report, word="七")

        wait_for(lambda: state(job_id).status is JobStatus.DONE)
        assert state(job_id).progress == {"said": "七"}

    def test_goes_on_after_a_failure(self, running: Worker) -> None:
        def divide(job: Job) -> None:
            job.report(result=1 / job.payload["by"])

        failing = a_job(divide, by=0)
        sound = a_job(divide, by=1)

        wait_for(lambda: state(sound).status is JobStatus.DONE)
        wait_for(lambda: state(failing).last_error)
        assert state(failing).status is JobStatus.WAITING
        assert state(failing).last_error.startswith("ZeroDivisionError")

    def test_never_repeats_what_was_refused(self, running: Worker) -> None:
        def refuse(job: Job) -> None:
            raise Refused("There is no such file.")

        job_id = a_job(refuse)

        wait_for(lambda: state(job_id).status is JobStatus.FAILED)
        assert state(job_id).last_error == "There is no such file."

    def test_shows_progress_while_it_works(
        self, running: Worker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(runner, "PROGRESS_SECONDS", 0.05)
        seen = Event()

        def work(job: Job) -> None:
            job.report(done=1, total=2)
            seen.wait(PATIENCE)
            job.report(done=2, total=2)

        job_id = a_job(work)

        wait_for(lambda: state(job_id).progress == {"done": 1, "total": 2})
        seen.set()
        wait_for(lambda: state(job_id).progress == {"done": 2, "total": 2})

    def test_keeps_the_lease_of_a_long_job(
        self, running: Worker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(runner, "PROGRESS_SECONDS", 0.05)
        monkeypatch.setattr(runner, "HEARTBEAT_SECONDS", 0.05)
        runs: list[Job] = []

        def work(job: Job) -> None:
            runs.append(job)
            first = leased_until()
            wait_for(lambda: leased_until() > first)
            assert leases.claim(kinds=["jobs.test"], worker="x", at=first) is None

        job_id = a_job(work)

        wait_for(lambda: state(job_id).status is JobStatus.DONE)
        assert len(runs) == 1
        assert state(job_id).attempts_count == 1

    def test_keeps_the_lease_within_a_long_transaction(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(runner, "HEARTBEAT_SECONDS", 0.05)
        monkeypatch.setattr(leases, "LEASE_TIME", timedelta(seconds=1))

        def work(job: Job) -> None:
            with transaction.atomic():
                JobRow.objects.filter(pk=-1).update(progress={})
                sleep(1.2)
                # From now on a machine may take as long as it likes.
                monkeypatch.setattr(leases, "LEASE_TIME", timedelta(minutes=4))
                job.report(done=1)
            assert leases.claim(kinds=["jobs.test"], worker="x", at=clock.now()) is None

        job_id = a_job(work)
        Worker().run_until_idle()

        assert state(job_id).status is JobStatus.DONE

    def test_stops_where_a_job_reports(self) -> None:
        started = Event()

        def work(job: Job) -> None:
            started.set()
            while True:
                job.report(done=1)
                sleep(0.01)

        job_id = a_job(work)
        worker = Worker(scan_seconds=0.05)
        thread = Thread(target=worker.run)
        thread.start()
        started.wait(PATIENCE)
        worker.stop()
        thread.join(PATIENCE)

        assert not thread.is_alive()
        assert state(job_id).status is JobStatus.WAITING
        assert state(job_id).attempts_count == 0

    def test_is_seen_while_it_lives(self, running: Worker) -> None:
        wait_for(lambda: workers.alive(at=clock.database_now()) == [running.name])
        running.stop()
        wait_for(lambda: workers.alive(at=clock.database_now()) == [])

    def test_comes_back_when_the_database_does(
        self, running: Worker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        failures = iter([OperationalError("restarting")] * 3)

        def scan(*, at: datetime, most: int) -> int:
            for failure in failures:
                raise failure
            return 0

        monkeypatch.setattr(delivery, "deliver_due", scan)
        wait_for(lambda: next(failures, None) is None)

        job_id = a_job(lambda job: None)

        wait_for(lambda: state(job_id).status is JobStatus.DONE)


@pytest.mark.django_db(transaction=True)
class TestSealing:
    def test_follows_what_was_done(self, tmp_path: Path, settings: Any) -> None:
        settings.PRIMELINE_ANCHOR_FILE = tmp_path / "anchor"
        cast.headquarters()

        settle()
        Worker().run_until_idle()

        assert unsealed_since(latest_seal()) is None
        assert (tmp_path / "anchor").exists()

    def test_goes_on_when_the_anchor_cannot_be_written(
        self, tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        (tmp_path / "file").touch()
        settings.PRIMELINE_ANCHOR_FILE = tmp_path / "file" / "anchor"
        cast.headquarters()
        worker = Worker()
        job_id = a_job(lambda job: None)
        settle()

        worker.run_until_idle()

        assert state(job_id).status is JobStatus.DONE
        # The log is not filled with the same line every second.
        assert caplog.text.count("the anchor cannot be written") == 1


@pytest.mark.django_db
class TestCalendar:
    def test_asks_once_a_turn_however_many_ask(self) -> None:
        hourly = (Recurring(kind="jobs.test", every=timedelta(hours=1)),)
        calendars = [Calendar(hourly), Calendar(hourly)]
        for minutes in (0, 30, 59):
            for calendar in calendars:
                calendar.ask(NOON + timedelta(minutes=minutes))

        assert JobRow.objects.get().unique_key == "jobs.test 2026-04-07T12:00:00Z"

    def test_skips_the_turns_that_nobody_was_there_for(self) -> None:
        calendar = Calendar((Recurring(kind="jobs.test", every=timedelta(hours=1)),))

        calendar.ask(NOON)
        calendar.ask(NOON + timedelta(days=2))

        assert JobRow.objects.count() == 2

    def test_asks_again_in_their_time_for_turns_that_a_clock_ran_ahead_to(self) -> None:
        """F8: a day ahead, back, and then that day comes; also to a worker started meanwhile."""
        daily = (Recurring(kind="jobs.test", every=timedelta(days=1)),)
        for worker in (Calendar(daily), None):
            calendar, day = worker or Calendar(daily), timedelta(days=1)
            JobRow.objects.all().delete()
            calendar.ask(NOON)
            calendar.ask(NOON + day)
            (calendar if worker else Calendar(daily)).ask(NOON + timedelta(minutes=1))
            assert JobRow.objects.count() == 2
            (calendar if worker else Calendar(daily)).ask(NOON + day)
            assert JobRow.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_the_connection_of_a_job_is_left_in_order() -> None:
    def work(job: Job) -> None:
        with transaction.atomic():
            connection.cursor().execute("SELECT nonsense")

    job_id = a_job(work)
    Worker().run_until_idle()

    assert "nonsense" in state(job_id).last_error


@pytest.mark.engine("sqlite")
@pytest.mark.django_db(transaction=True)
def test_a_busy_worker_lets_others_write_first() -> None:
    began = monotonic()
    worker, turns = Worker(), []

    def step() -> bool:
        turns.append(monotonic())
        if monotonic() - began > 2 * BUSY_SECONDS:
            worker.stop()
        sleep(0.01)
        return True

    worker._repeat(step)

    breaks = [
        after - before for before, after in pairwise(turns) if after - before >= STOOD_BACK_SECONDS
    ]
    assert breaks
