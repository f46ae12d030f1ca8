"""The worker process does what is due, says that it lives, and ends when told to."""

import signal
from time import monotonic, sleep

import pytest

from primeline.cli.main import main
from primeline.cli.outcomes import ExitCode
from primeline.kit import clock, jobs, workers
from primeline.kit.jobs import JobStatus
from primeline.testing.processes import SECONDS_TO_END, start_primeline

pytestmark = pytest.mark.django_db(transaction=True)


def status_of(job_id: int) -> JobStatus:
    found = jobs.state_of(job_id, at=clock.database_now())
    assert found is not None
    return found.status


def test_it_works_until_it_is_told_to_stop() -> None:
    job_id = jobs.enqueue(kind="kit.clean_up", at=clock.now())
    worker = start_primeline("worker")

    ends_at = monotonic() + SECONDS_TO_END
    while status_of(job_id) is not JobStatus.DONE:
        assert monotonic() < ends_at
        sleep(0.1)
    assert len(workers.alive(at=clock.database_now())) == 1
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=SECONDS_TO_END)

    assert worker.returncode == ExitCode.OK
    assert workers.alive(at=clock.database_now()) == []


def test_it_can_do_what_is_due_and_end() -> None:
    job_id = jobs.enqueue(kind="kit.clean_up", at=clock.now())

    assert main(["worker", "--once"]) == ExitCode.OK

    assert status_of(job_id) is JobStatus.DONE
