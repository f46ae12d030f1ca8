"""A database that refuses: people are told so, nothing is half done, the next try does it once.

F4: no connection left, a statement that takes too long, deadlock, two who cannot both be right;
and SQLite, whose one writer is somebody else.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from psycopg import sql
from psycopg.conninfo import make_conninfo

from primeline.audit import walls
from primeline.audit.models import Act
from primeline.commitments import actions, listeners
from primeline.commitments.choices import Because
from primeline.commitments.events import CommitmentHandedOver
from primeline.commitments.models import Commitment, Repricing, RungFired
from primeline.commitments.tests.owing import DAY, TEST, a_matter, fresh, install
from primeline.config import wiring
from primeline.jobs.worker import Worker
from primeline.kit import clock
from primeline.kit.deeds import act
from primeline.kit.events import name_of
from primeline.kit.jobs import enqueue, wire_jobs
from primeline.kit.models import EventRow, JobRow
from primeline.testing.cast import TUESDAY_10AM, greta
from primeline.testing.databases import owner_login
from primeline.testing.doors import signed_in

PATIENCE = 120.0
SHORT = "200ms"
TOLD = "does not answer just now"
WHY = "The lead gives it away"
IN_THE_WAY = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("F6")]
Fault = Callable[[Commitment, Commitment], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def _installed() -> Iterator[None]:
    install()
    yield
    wire_jobs(wiring.JOBS, wiring.RECURRING)


def wait_until(is_so: Callable[[], Any]) -> None:
    ends_at = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < ends_at, "this never came true"
        sleep(0.01)


def asked(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


@contextmanager
def beside(held: Commitment, then: Callable[[], object]) -> Iterator[None]:
    """Let somebody else hold a row, and do something once this thread waits for it."""
    is_held, failed = Event(), []

    def hold() -> None:
        try:
            with walls.open_for_system(), transaction.atomic():
                Commitment.objects.select_for_update().get(pk=held.pk)
                is_held.set()
                then()
        except Exception as error:  # pragma: no cover - the test says so
            failed.append(error)
        finally:
            connection.close()

    thread = Thread(target=hold)
    thread.start()
    assert is_held.wait(PATIENCE)
    yield
    thread.join(PATIENCE)
    assert not failed


@contextmanager
def setting(name: str, value: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET {name} = '{value}'")
        yield
        cursor.execute(f"RESET {name}")


@contextmanager
def too_slow(_first: Commitment, second: Commitment) -> Iterator[None]:
    over = Event()
    with beside(second, lambda: over.wait(PATIENCE)), setting("statement_timeout", SHORT):
        yield
        over.set()


@contextmanager
def deadlocked(first: Commitment, second: Commitment) -> Iterator[None]:
    def want_the_other() -> None:
        wait_until(lambda: asked(IN_THE_WAY))
        Commitment.objects.select_for_update().get(pk=first.pk)

    with beside(second, want_the_other):
        yield


@contextmanager
def overtaken(_first: Commitment, second: Commitment) -> Iterator[None]:
    def change() -> None:
        wait_until(lambda: asked(IN_THE_WAY))
        with act(kind="test.change", by=TEST, at=TUESDAY_10AM):
            Commitment.objects.filter(pk=second.pk).update(due_at=TUESDAY_10AM)

    with setting("default_transaction_isolation", "repeatable read"), beside(second, change):
        yield


@contextmanager
def locked_file() -> Iterator[None]:
    """Let somebody else write to the SQLite file, longer than one waits for it."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        connection.ensure_connection()
        connection.connection.execute("PRAGMA busy_timeout = 100")
        yield
        other.execute("ROLLBACK")


@contextmanager
def written_by_another(_first: Commitment, _second: Commitment) -> Iterator[None]:
    with locked_file():
        yield


def a_client() -> Client:
    client = signed_in(greta())
    client.raise_request_exception = False
    return client


def give(client: Client, *matters: Commitment) -> Any:
    sent = {
        "matter": [f"{one.pk}:{one.version}" for one in matters],
        "to_person": greta().pk,
        "reason": WHY,
    }
    return client.post("/matters/unit/assignments/", sent)


def handed_over(*matters: Commitment) -> int:
    facts = EventRow.objects.filter(name=name_of(CommitmentHandedOver))
    ids = [one.payload["commitment_id"] for one in facts]
    return sum(ids.count(one.pk) for one in matters)


def is_told_and_gives_once(client: Client, fault: Fault) -> None:
    """Give two matters away while a fault lasts, and once more after it."""
    first, second = a_matter("VISIT"), a_matter("VISIT")
    with fault(first, second):
        acts = Act.objects.filter(kind="commitments.reassign").count()
        refused = give(client, first, second)
    text = refused.content.decode()

    assert (refused.status_code, TOLD in text, WHY in text) == (503, True, True), fault
    assert int(refused["Retry-After"]) > 0
    assert {fresh(one).person_id for one in (first, second)} == {None}
    assert (handed_over(first, second), acts) == (
        0,
        Act.objects.filter(kind="commitments.reassign").count(),
    )
    assert [give(client, first, second).status_code for _twice in "12"] == [302, 302]
    assert {fresh(one).person_id for one in (first, second)} == {greta().pk}
    assert handed_over(first, second) == 2


@pytest.mark.engine("postgres")
def test_a_person_is_told_of_a_deadlock_a_timeout_and_a_conflict_and_nothing_is_half_done() -> None:
    client = a_client()
    for fault in (too_slow, deadlocked, overtaken):
        is_told_and_gives_once(client, fault)


@pytest.mark.engine("postgres")
def test_a_job_that_ran_into_a_deadlock_is_done_again_and_once() -> None:
    first, second = a_matter("CONTRACT_FILING"), a_matter("CONTRACT_FILING")
    with act(kind="test.calendar", by=TEST, at=TUESDAY_10AM):
        Commitment.objects.update(due_at=TUESDAY_10AM)
    wire_jobs({listeners.REPRICE: listeners.reprice}, ())
    listeners.ask_to_reprice(Because.CALENDAR, key="2027", at=clock.now())

    with deadlocked(first, second):
        Worker().run_until_idle()
    job = JobRow.objects.get(kind=listeners.REPRICE)
    assert (job.attempts_count, job.done_at, job.failed_at) == (1, None, None)
    assert "deadlock" in job.last_error
    assert not Repricing.objects.exists()
    JobRow.objects.filter(pk=job.pk).update(run_after=clock.now())
    Worker().run_until_idle()

    assert JobRow.objects.get(pk=job.pk).done_at is not None
    repriced = Repricing.objects.values_list("commitment", flat=True)
    assert sorted(repriced) == sorted([first.pk, second.pk])


@contextmanager
def no_more_connections() -> Iterator[None]:
    """Let the server take nobody in, and put out who is there."""
    name = connection.settings_dict["NAME"]
    limit = sql.SQL("ALTER DATABASE {} CONNECTION LIMIT {}")
    owner = owner_url(name)
    with psycopg.connect(owner, autocommit=True) as server:
        server.execute(limit.format(sql.Identifier(name), 0))
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = %s AND pid <> pg_backend_pid()",
            [name],
        )
        connection.close()
        yield
        server.execute(limit.format(sql.Identifier(name), -1))


def owner_url(name: str) -> str:
    settings, owner = connection.settings_dict, owner_login()
    return make_conninfo(
        host=settings["HOST"],
        port=settings["PORT"],
        dbname=name,
        user=owner["USER"],
        password=owner["PASSWORD"],
    )


@pytest.mark.engine("postgres")
def test_while_no_connection_is_left_pages_say_so_and_the_worker_comes_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    matter = a_matter("VISIT", at=clock.now() - 400 * DAY)
    client, worker = a_client(), Worker(scan_seconds=0.05)
    # From now on the browser knows which language its reader speaks.
    assert client.get("/matters/unit/").status_code == 200
    wire_jobs({"commitments.scan": listeners.scan}, ())
    thread = Thread(target=worker.run)
    thread.start()
    try:
        with no_more_connections():
            page = client.get("/matters/unit/")
            wait_until(lambda: "the database cannot be used" in caplog.text)
        enqueue(kind="commitments.scan", at=clock.now(), unique_key="once")
        wait_until(lambda: JobRow.objects.filter(done_at__isnull=False).exists())
    finally:
        worker.stop()
        thread.join(PATIENCE)

    assert (page.status_code, TOLD in page.content.decode()) == (503, True)
    assert client.get("/matters/unit/").status_code == 200
    percents = list(RungFired.objects.filter(commitment=matter).values_list("percent", flat=True))
    assert sorted(percents) == sorted({*percents})
    assert fresh(matter).broken_at is not None


@pytest.mark.engine("sqlite")
def test_while_another_writes_to_the_file_nothing_is_half_done() -> None:
    is_told_and_gives_once(a_client(), written_by_another)
    matter = a_matter("VISIT", at=clock.now() - 400 * DAY)
    wire_jobs({"commitments.scan": listeners.scan}, ())
    enqueue(kind="commitments.scan", at=clock.now(), unique_key="once")

    with locked_file():
        with pytest.raises(OperationalError):
            Worker().run_until_idle()
        with pytest.raises(OperationalError):
            actions.fire_due(by=TEST, at=clock.now())
        assert not RungFired.objects.exists()
    Worker().run_until_idle()

    job = JobRow.objects.get()
    assert (job.done_at is not None, job.attempts_count) == (True, 1)
    percents = list(RungFired.objects.filter(commitment=matter).values_list("percent", flat=True))
    assert percents
    assert len(percents) == len({*percents})
