"""A database that is restarted amid the scan, twice hard: each rung is fired once all the same."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest

from primeline.testing.processes import SECONDS_TO_END, kill_with_children, run_primeline, start
from tools.cluster import OWNER_ROLE, Cluster, throw_away_cluster

MATTERS, RUNGS = 300, 5
SECONDS_TO_COME_BACK = 180

pytestmark = [
    pytest.mark.long,
    pytest.mark.row("F7"),
    pytest.mark.engine("postgres"),
    pytest.mark.timeout(900),
    pytest.mark.django_db,
]

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
from collections import Counter
from primeline.audit import walls
from primeline.audit.verify import verify
from primeline.commitments.events import RungReached
from primeline.commitments.models import RungFired
from primeline.kit.events import name_of
from primeline.kit.models import EventRow
with walls.open_for_system():
    fired = Counter(RungFired.objects.values_list("commitment", "percent", "cycle"))
    told = EventRow.objects.filter(name=name_of(RungReached)).count()
    findings = len(verify().findings)
print(json.dumps([len(fired), max(fired.values()), told, findings]))
"""
# Scans as the worker does, a few at a time, and comes back when the database does.
SCAN = """
from time import sleep
from django.db import DatabaseError, connection
from primeline.audit import walls
from primeline.commitments import actions, queries
from primeline.kit import clock
from primeline.kit.deeds import System
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
"""


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


def test_each_rung_fires_once_though_the_database_restarts(
    cluster: Cluster, tmp_path: Path
) -> None:
    ours = cluster.environment | {"PRIMELINE_HOME": str(tmp_path)}
    assert run_primeline("migrate", **ours).code == 0
    run(OWE, ours)
    scans = [scanning(SCAN, ours) for _ in range(2)]
    try:
        for is_hard in (True, False, True):
            wait_for_more(cluster, fired_count(cluster))
            cluster.stop(is_hard=is_hard)
            cluster.start()
        for one in scans:
            _answer, told = one.communicate(timeout=SECONDS_TO_END)
            assert one.returncode == 0, told
    finally:
        for one in scans:
            kill_with_children(one)

    assert run(COUNT, ours) == [MATTERS * RUNGS, 1, MATTERS * RUNGS, 0]
