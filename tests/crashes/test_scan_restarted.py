"""A database that goes amid the scan and comes back: each rung is fired once all the same.

Once every connection of the scans is cut, and once the server itself restarts.
"""

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest
from django.db import connection

from primeline.audit.verify import verify
from primeline.commitments.events import RungReached
from primeline.commitments.models import RungFired
from primeline.commitments.tests.owing import a_matter, install
from primeline.kit.events import name_of
from primeline.kit.models import EventRow
from primeline.testing.processes import (
    SECONDS_TO_END,
    kill_with_children,
    run_primeline,
    start,
    start_python,
)
from tools.cluster import OWNER_ROLE, Cluster, throw_away_cluster

MATTERS, RUNGS = 60, 5
SECONDS_TO_COME_BACK = 180

pytestmark = [
    pytest.mark.row("F7"),
    pytest.mark.engine("postgres"),
    pytest.mark.timeout(900),
]
FEW, CUTS = 36, 3

OWE = f"""
from primeline.audit import walls
from primeline.commitments.tests.owing import a_matter, install
with walls.open_for_system():
    install()
    for _ in range({MATTERS}):
        a_matter()
print("0")
"""
COUNT = """
import json
from primeline.audit import walls
from tests.crashes.test_scan_restarted import counted
with walls.open_for_system():
    print(json.dumps(counted()))
"""
# Two scan as the worker does, a few at a time, and come back when the database does.
SCAN = """
import os
from time import sleep
from django.db import DatabaseError, connection
from primeline.audit import walls
from primeline.commitments import actions, queries
from primeline.kit import clock
from primeline.kit.deeds import System
child = os.fork()
while True:
    try:
        with walls.open_for_system():
            at = clock.database_now()
            if not queries.has_due(at):
                break
            actions.fire_due(by=System("test"), at=at, most=3)
        sleep(0.1)
    except DatabaseError:
        connection.close()
        sleep(0.1)
if child:
    raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def counted() -> list[int]:
    """Return how many rungs fired, how often at most, how many were told of; findings."""
    fired = Counter(RungFired.objects.values_list("commitment", "percent", "cycle"))
    told = EventRow.objects.filter(name=name_of(RungReached)).count()
    return [len(fired), max(fired.values()), told, len(verify().findings)]


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    # What it lost in a crash would be fired again: that, too, must happen once.
    with throw_away_cluster() as cluster:
        yield cluster


def run(code: str, environment: dict[str, str]) -> object:
    running = scanning(code, environment)
    answer, told = running.communicate(timeout=SECONDS_TO_END)
    assert running.returncode == 0, told
    return json.loads(answer)


def scanning(code: str, environment: dict[str, str]) -> "subprocess.Popen[str]":
    return start("-c", f"import django\ndjango.setup()\n{code}", **environment)


def fired_count(cluster: Cluster) -> int:
    # The walls hide the rows from everybody who is not the product, the owner too.
    with psycopg.connect(cluster.owner_url.replace(OWNER_ROLE, "postgres")) as asking:
        row = asking.execute("SELECT count(*) FROM commitments_rungfired").fetchone()
    assert row is not None
    return int(row[0])


def wait_for_more(cluster: Cluster, than: int) -> None:
    ends_at = monotonic() + SECONDS_TO_COME_BACK
    while fired_count(cluster) <= than:
        assert monotonic() < ends_at, "no scan came back"
        sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_each_rung_fires_once_though_every_connection_is_cut_amid_the_scan() -> None:
    install()
    for _ in range(FEW):
        a_matter()
    scans, cuts, fired = start_python(SCAN), 0, 0
    try:
        while scans.poll() is None:
            now = RungFired.objects.count()
            if cuts < CUTS and now > fired:
                fired, cuts = now, cuts + bool(cut_connections())
            sleep(0.02)
        _answer, told = scans.communicate(timeout=SECONDS_TO_END)
        assert (scans.returncode, cuts) == (0, CUTS), told
    finally:
        kill_with_children(scans)

    assert counted() == [FEW * RUNGS, 1, FEW * RUNGS, 0]


def cut_connections() -> int:
    """End every other session on the database of this test; return how many there were."""
    with connection.cursor() as asking:
        asking.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user"
            " AND pid <> pg_backend_pid()"
        )
        return int(asking.fetchone()[0])


@pytest.mark.django_db
def test_each_rung_fires_once_though_the_database_restarts(
    cluster: Cluster, tmp_path: Path
) -> None:
    ours = cluster.environment | {"PRIMELINE_HOME": str(tmp_path)}
    assert run_primeline("migrate", **ours).code == 0
    run(OWE, ours)
    scans = scanning(SCAN, ours)
    try:
        for is_hard in (True, False, True):
            wait_for_more(cluster, fired_count(cluster))
            cluster.stop(is_hard=is_hard)
            cluster.start()
        _answer, told = scans.communicate(timeout=SECONDS_TO_END)
        assert scans.returncode == 0, told
    finally:
        kill_with_children(scans)

    assert run(COUNT, ours) == [MATTERS * RUNGS, 1, MATTERS * RUNGS, 0]
