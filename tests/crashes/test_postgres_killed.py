"""kill -9 of PostgreSQL during writes: nothing acknowledged is lost, and pages come back alone."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from primeline.testing.processes import (
    SECONDS_TO_END,
    children_of,
    free_port,
    run_primeline,
    serving,
    start,
)
from tests.crashes.writers import Browser, Writer
from tools.cluster import Cluster, throw_away_cluster

WRITERS = 3
ROUNDS = 5
SECONDS_TO_COME_BACK = 10

pytestmark = [pytest.mark.long, pytest.mark.engine("postgres"), pytest.mark.django_db]

MOVE_IN = """
import json
from dataclasses import asdict
from primeline.audit import walls
from primeline.testing import cast
from tests.crashes.writers import browser_of
with walls.open_for_system():
    print(json.dumps(asdict(browser_of(cast.lin(), cast.harbor_bank()))))
"""

STORED = """
import json
from primeline.audit import walls
from primeline.customers.models import Contact
with walls.open_for_system():
    print(json.dumps([contact.name for contact in Contact.objects.all()]))
"""


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with throw_away_cluster(is_durable=True) as cluster:
        yield cluster


def kill(cluster: Cluster) -> None:
    """Kill the server and everything it has started."""
    postmaster = cluster.process_id
    for process_id in (postmaster, *children_of(postmaster)):
        os.kill(process_id, signal.SIGKILL)
    while Path(f"/proc/{postmaster}").exists():
        # A dead server lingers until somebody takes note; until then no other one starts.
        sleep(0.05)


def run(code: str, environment: dict[str, str]) -> object:
    running = start("-c", f"import django\ndjango.setup()\n{code}", **environment)
    answer, told = running.communicate(timeout=SECONDS_TO_END)
    assert running.returncode == 0, told
    return json.loads(answer)


def wait_for_another(writer: Writer) -> float:
    """Return after how many seconds somebody's next form was saved."""
    started, count = monotonic(), len(writer.acknowledged)
    while len(writer.acknowledged) == count:
        assert monotonic() - started < SECONDS_TO_COME_BACK, writer.refused[-3:]
        sleep(0.02)
    return monotonic() - started


def test_nothing_acknowledged_is_lost(cluster: Cluster, tmp_path: Path) -> None:
    ours = cluster.environment | {"PRIMELINE_HOME": str(tmp_path)}
    assert run_primeline("migrate", **ours).code == 0
    browser = Browser(**run(MOVE_IN, ours))  # type: ignore[arg-type]
    port = free_port()
    writers = [Writer(number=number, port=port, browser=browser) for number in range(WRITERS)]
    with serving(port, tmp_path / "log", **ours):
        for writer in writers:
            writer.start()
        for _ in range(ROUNDS):
            wait_for_another(writers[0])
            sleep(0.5)
            kill(cluster)
            cluster.start()
            for writer in writers:
                wait_for_another(writer)
        for writer in writers:
            writer.stop()

    acknowledged = {name for writer in writers for name in writer.acknowledged}
    stored = run(STORED, ours)
    assert isinstance(stored, list)
    assert acknowledged <= set(stored)
