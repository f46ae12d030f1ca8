"""What it costs a worker to take up a job, run it and note its end."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from django.db import connection
from django.utils.module_loading import import_string

from primeline.bench.bodies.asking import spelled
from primeline.bench.meter import median_cost, peak_mib
from primeline.bench.place import Place
from primeline.bench.results import Result
from primeline.kit import clock, jobs
from primeline.kit.models import JobRow

KIND = "bench.nothing"
JOBS, ROUNDS = 100, 3
FAR = timedelta(days=3650)
CLAIM = """
UPDATE kit_jobrow SET leased_until = %s, leased_by = 'bench', attempts_count = attempts_count + 1
WHERE id = (
    SELECT id FROM kit_jobrow
    WHERE done_at IS NULL AND failed_at IS NULL AND run_after <= %s
        AND (leased_until IS NULL OR leased_until < %s)
    ORDER BY run_after, id LIMIT 1 {locked}
) RETURNING id
"""


def worker(place: Place) -> Iterator[Result]:
    """Return the cost of running a job that does nothing, among `n` that wait for a later day.

    The floor is the raw claim: one statement that takes up one job.
    """
    # By name: the door that runs jobs lies above this room.
    run_one = import_string("primeline.jobs.runner.run_one")
    at, stopping = clock.database_now(), Event()
    _wait_for_later(place.n, at)
    _enqueue(JOBS * ROUNDS + 1, at)
    rounds = [range(JOBS)] * ROUNDS
    with _nothing_else_to_do():
        run_one(worker="bench", stopping=stopping)
        value = median_cost(lambda _: run_one(worker="bench", stopping=stopping), rounds)
    _enqueue(JOBS * ROUNDS, at)
    floor = median_cost(lambda _: _claim(at), rounds)
    for unit, figure, least in (
        ("ms CPU", value.cpu, floor.cpu),
        ("ms", value.wall, floor.wall),
    ):
        yield Result(
            bench="worker",
            case=place.case,
            n=place.n,
            value=figure,
            floor=least,
            unit=unit,
            peak_mib=peak_mib(),
        )


@contextmanager
def _nothing_else_to_do() -> Iterator[None]:
    """Let workers know this kind of job alone, and write no line for each."""
    handlers = {kind: jobs.handler_of(kind) for kind in jobs.known_kinds()}
    recurring, lines = jobs.recurring_jobs(), logging.getLogger("primeline.jobs")
    level = lines.level
    lines.setLevel(logging.WARNING)
    jobs.wire_jobs({KIND: lambda job: None})
    try:
        yield
    finally:
        jobs.wire_jobs(handlers, recurring)
        lines.setLevel(level)


def _wait_for_later(wanted: int, at: datetime) -> None:
    later = (JobRow(kind=KIND, enqueued_at=at, run_after=at + FAR) for _ in range(wanted))
    JobRow.objects.bulk_create(later, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _enqueue(wanted: int, at: datetime) -> None:
    JobRow.objects.bulk_create(
        JobRow(kind=KIND, enqueued_at=at, run_after=at) for _ in range(wanted)
    )


def _claim(at: datetime) -> None:
    raw: Any = connection.connection
    is_postgres = connection.vendor == "postgresql"
    now = connection.ops.adapt_datetimefield_value(at)
    until = connection.ops.adapt_datetimefield_value(at + FAR)
    statement = CLAIM.format(locked="FOR UPDATE SKIP LOCKED" if is_postgres else "")
    raw.execute("BEGIN" if is_postgres else "BEGIN IMMEDIATE")
    raw.execute(spelled(statement), [until, now, now]).fetchall()
    raw.execute("COMMIT")
