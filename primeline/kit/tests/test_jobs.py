"""A job is asked for once, run by one worker at a time, and never lost with its worker."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from primeline.config import wiring
from primeline.kit import given_up, leases
from primeline.kit.deeds import System
from primeline.kit.errors import Refused
from primeline.kit.jobs import (
    Job,
    JobStatus,
    Recurring,
    enqueue,
    known_kinds,
    state_of,
    state_of_whole,
    wire_jobs,
)
from primeline.kit.leases import LEASE_TIME, Lease, claim
from primeline.kit.models import JobRow
from primeline.kit.retries import MOST_ATTEMPTS
from primeline.testing.processes import SECONDS_TO_END, start_python

NOON = datetime(2026, 4, 7, 12, tzinfo=UTC)
KINDS = ["kit.test"]


@pytest.fixture
def own_wiring() -> Iterator[None]:
    yield
    wire_jobs(wiring.JOBS, wiring.RECURRING)


def a_job(**more: object) -> int:
    return enqueue(kind="kit.test", at=NOON, **more)  # type: ignore[arg-type]


def a_lease(worker: str = "first", at: datetime = NOON) -> Lease:
    lease = claim(kinds=KINDS, worker=worker, at=at)
    assert lease is not None
    return lease


@pytest.mark.django_db
class TestEnqueue:
    def test_asks_once_for_what_has_the_same_key(self) -> None:
        first = a_job(unique_key="import:7", payload={"import_id": 7})
        second = a_job(unique_key="import:7", payload={"import_id": 8})

        assert first == second
        assert JobRow.objects.get().payload == {"import_id": 7}

    def test_asks_as_often_as_called_without_a_key(self) -> None:
        assert a_job() != a_job()

    def test_what_was_asked_for_as_a_whole_is_told_from_its_parts(self) -> None:
        assert state_of_whole("kit.test", at=NOON) is None
        a_job(payload={"part": 1})
        assert state_of_whole("kit.test", at=NOON) is None
        first, second = a_job(), a_job()
        state = state_of_whole("kit.test", at=NOON)
        assert state is not None
        assert (state.job_id, state.status, state.ended_at) == (first, JobStatus.WAITING, None)
        JobRow.objects.filter(pk__in=(first, second)).update(done_at=NOON)
        state = state_of_whole("kit.test", at=NOON)
        assert state is not None
        assert (state.job_id, state.status, state.ended_at) == (second, JobStatus.DONE, NOON)

    def test_may_wait(self) -> None:
        a_job(run_after=NOON + timedelta(hours=1))

        assert claim(kinds=KINDS, worker="first", at=NOON) is None
        assert a_lease(at=NOON + timedelta(hours=1))


@pytest.mark.django_db
class TestClockPutBack:
    """Work asked for or taken up while the clock ran ahead does not wait for the clock."""

    def test_takes_up_what_was_to_be_done_at_once(self) -> None:
        a_job()

        assert a_lease(at=NOON - timedelta(days=1))

    def test_takes_over_from_a_worker_that_died_ahead(self) -> None:
        a_job()
        a_lease()

        assert claim(kinds=KINDS, worker="second", at=NOON - timedelta(seconds=30)) is None
        assert a_lease("second", at=NOON - timedelta(days=1))


@pytest.mark.django_db
@pytest.mark.engine("sqlite")
def test_what_waits_for_a_later_day_is_not_read_to_find_what_is_due() -> None:
    for found in (JobRow.objects.claimable(NOON), JobRow.objects.claimable_ahead(NOON)):
        plan = found.order_by("run_after", "id").explain()
        assert "USING INDEX job_" in plan, plan
        assert "SCAN kit_jobrow" not in plan.replace("SCAN kit_jobrow USING INDEX", ""), plan


@pytest.mark.django_db(transaction=True)
def test_is_not_asked_for_when_the_transaction_fails() -> None:
    with transaction.atomic():
        a_job()
        transaction.set_rollback(True)

    assert not JobRow.objects.exists()


class TestWireJobs:
    def test_refuses_to_repeat_what_nobody_does(self, own_wiring: None) -> None:
        with pytest.raises(KeyError):
            wire_jobs({}, (Recurring(kind="kit.nothing", every=timedelta(hours=1)),))

    def test_knows_the_kinds(self, own_wiring: None) -> None:
        wire_jobs({"kit.b": print, "kit.a": print})

        assert known_kinds() == ["kit.a", "kit.b"]


class TestJob:
    def test_lets_the_worker_know_how_far_it_is(self) -> None:
        reports: list[dict[str, int]] = []
        job = Job(job_id=1, kind="k", payload={}, at=NOON)
        job.on_report = lambda: reports.append(job.progress)

        job.report(done=1, total=2)

        assert reports == [{"done": 1, "total": 2}]


@pytest.mark.django_db
class TestLease:
    def test_goes_to_the_one_who_waited_longest(self) -> None:
        a_job(run_after=NOON - timedelta(minutes=1), payload={"turn": 2})
        a_job(run_after=NOON - timedelta(minutes=2), payload={"turn": 1})

        assert [a_lease().payload["turn"], a_lease().payload["turn"]] == [1, 2]

    def test_leaves_kinds_alone_that_this_worker_does_not_know(self) -> None:
        a_job()

        assert claim(kinds=["kit.other"], worker="first", at=NOON) is None

    def test_is_nobody_elses_while_it_lasts(self) -> None:
        job_id = a_job()
        a_lease()

        assert claim(kinds=KINDS, worker="second", at=NOON + LEASE_TIME) is None
        state = state_of(job_id, at=NOON)
        assert state is not None
        assert state.status is JobStatus.RUNNING

    def test_is_longer_after_a_heartbeat(self) -> None:
        a_job()
        lease = a_lease()

        assert leases.extend(lease, progress={"done": 3}, at=NOON + timedelta(seconds=50))

        assert claim(kinds=KINDS, worker="second", at=NOON + LEASE_TIME * 1.5) is None
        assert JobRow.objects.get().progress == {"done": 3}

    def test_passes_to_another_when_the_worker_is_dead(self) -> None:
        a_job()
        lost = a_lease("first")
        later = NOON + LEASE_TIME + timedelta(seconds=1)

        assert a_lease("second", at=later).job_id == lost.job_id

        # The first was not dead after all; nothing of the job is its own any more.
        assert not leases.extend(lost, progress={}, at=later)
        assert not leases.finish(lost, progress={}, at=later)
        assert not leases.fail(lost, Refused("no"), at=later)
        assert not leases.put_back(lost, at=later)
        assert JobRow.objects.get().leased_by == "second"

    def test_passes_to_the_same_worker_as_another_attempt(self) -> None:
        a_job()
        lost = a_lease("first")
        later = NOON + LEASE_TIME + timedelta(seconds=1)
        a_lease("first", at=later)

        assert not leases.finish(lost, progress={}, at=later)

    def test_ends_when_the_job_is_done(self) -> None:
        job_id = a_job()

        assert leases.finish(a_lease(), progress={"done": 9}, at=NOON)

        state = state_of(job_id, at=NOON)
        assert state is not None
        assert (state.status, state.progress) == (JobStatus.DONE, {"done": 9})
        assert claim(kinds=KINDS, worker="second", at=NOON + timedelta(days=1)) is None

    def test_comes_back_later_after_a_failure(self) -> None:
        job_id = a_job()

        leases.fail(a_lease(), OSError("no route"), at=NOON)

        assert claim(kinds=KINDS, worker="first", at=NOON) is None
        state = state_of(job_id, at=NOON)
        assert state is not None
        assert (state.status, state.last_error) == (JobStatus.WAITING, "OSError: no route")
        assert a_lease(at=NOON + timedelta(seconds=6)).attempts_count == 2

    def test_never_comes_back_when_the_work_was_refused(self) -> None:
        job_id = a_job()

        leases.fail(a_lease(), Refused("No such file."), at=NOON, for_good=True)

        state = state_of(job_id, at=NOON)
        assert state is not None
        assert (state.status, state.last_error) == (JobStatus.FAILED, "No such file.")

    def test_is_given_up_after_many_failures(self) -> None:
        a_job()
        at = NOON
        for _ in range(MOST_ATTEMPTS):
            leases.fail(a_lease(at=at), OSError("no route"), at=at)
            at += timedelta(hours=2)

        assert claim(kinds=KINDS, worker="first", at=at) is None
        assert [row.attempts_count for row in leases.failed_jobs()] == [MOST_ATTEMPTS]
        assert leases.retry_failed(at=at) == 1
        assert a_lease(at=at).attempts_count == 1

    def test_is_given_up_when_it_kills_its_workers(self) -> None:
        a_job()
        at = NOON
        for _ in range(MOST_ATTEMPTS):
            a_lease(at=at)
            at += LEASE_TIME * 2

        assert claim(kinds=KINDS, worker="first", at=at) is None
        assert "lost" in leases.failed_jobs()[0].last_error

    def test_does_not_count_when_the_worker_puts_it_back(self) -> None:
        a_job()

        assert leases.put_back(a_lease(), at=NOON)

        assert a_lease().attempts_count == 1

    def test_is_forgotten_long_after_its_end(self) -> None:
        job_id = a_job()
        leases.finish(a_lease(), progress={}, at=NOON)
        waiting = a_job()

        assert leases.forget_finished(at=NOON + timedelta(days=31)) == 1

        assert state_of(job_id, at=NOON) is None
        assert state_of(waiting, at=NOON) is not None


WORKER = """
import sys
from datetime import UTC, datetime
from primeline.kit import given_up, leases
from primeline.kit.deeds import System
from primeline.kit.numbers import next_number

at = datetime(2026, 4, 7, 12, tzinfo=UTC)
print("ready", flush=True)
sys.stdin.readline()
while lease := leases.claim(kinds=["kit.test"], worker=sys.argv[1], at=at):
    next_number(f"job {lease.job_id}")
    if sys.argv[1] == "mortal":
        print(lease.job_id, flush=True)
        sys.stdin.readline()
    leases.finish(lease, progress={}, at=at)
"""


@pytest.mark.django_db(transaction=True)
class TestSeveralWorkers:
    def test_each_job_is_run_once(self) -> None:
        wanted = {f"job {a_job()}": 1 for _ in range(40)}

        workers = [start_python(WORKER, name) for name in ("a", "b", "c")]
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            worker.communicate("go\n", timeout=SECONDS_TO_END)

        assert [worker.returncode for worker in workers] == [0, 0, 0]
        assert _counted() == wanted
        assert not JobRow.objects.filter(done_at=None).exists()

    def test_what_a_killed_worker_held_is_run_by_another(self) -> None:
        job_id = a_job()
        mortal = start_python(WORKER, "mortal")
        assert mortal.stdin is not None
        assert mortal.stdout is not None
        mortal.stdout.readline()
        mortal.stdin.write("go\n")
        mortal.stdin.flush()
        assert int(mortal.stdout.readline()) == job_id

        mortal.kill()
        mortal.communicate(timeout=SECONDS_TO_END)

        assert claim(kinds=KINDS, worker="heir", at=NOON) is None
        heir = a_lease("heir", at=NOON + LEASE_TIME * 2)
        assert (heir.job_id, heir.attempts_count) == (job_id, 2)


def _counted() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, latest FROM kit_numberseries")
        return dict(cursor.fetchall())


@pytest.mark.django_db
class TestGivenUp:
    def test_is_shown_and_tried_again_once(self) -> None:
        """A poison job is out of the way of the others until somebody has looked."""
        poison, well = a_job(payload={"page": 3}), a_job()
        leases.fail(a_lease(), ValueError("unreadable"), at=NOON, for_good=True)
        assert a_lease().job_id == well

        (shown,) = given_up.given_up()
        assert (shown.id, shown.payload, shown.last_error) == (poison, {"page": 3}, "unreadable")
        given_up.retry_job(job_id=poison, by=System("test"), at=NOON)

        assert given_up.given_up() == []
        assert a_lease("second").job_id == poison
        with pytest.raises(Refused):
            given_up.retry_job(job_id=poison, by=System("test"), at=NOON)
