"""kill -9 amid deeds: each acknowledged deed is there with its history, and none is half there."""

import json
import os
import signal
import subprocess
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import pytest

from primeline.audit.models import Act
from primeline.audit.verify import verify
from primeline.customers.models import Industry
from primeline.testing.processes import (
    SECONDS_TO_END,
    children_of,
    run_primeline,
    start,
    start_python,
)
from tools.cluster import Cluster, throw_away_cluster

WRITERS = 2
ROUNDS = 20

# One deed makes a row, changes it and notes a line; only then does it say which one it was.
WRITE = """
import itertools, sys
from datetime import datetime, timezone
from primeline.audit import walls
from primeline.audit.sealing import seal
from primeline.customers.models import Industry
from primeline.kit import deeds
at = datetime(2026, 3, 3, tzinfo=timezone.utc)
with walls.open_for_system():
    for number in itertools.count():
        code = f"{sys.argv[1]}-{number}"
        with deeds.act(kind="test.write", by=deeds.System("writer"), at=at):
            made = Industry.objects.create(code=code, name_zh="业")
            Industry.objects.filter(pk=made.pk).update(position=7)
            deeds.note("test.line", code=code)
        print(code, flush=True)
        if number % 10 == 0:
            seal(at=at)
"""

# What another process says of the database: the deeds that are whole, how many are not, findings.
TELL = """
import json
from primeline.audit import walls
from tests.crashes.test_deeds_killed import state_of_deeds
with walls.open_for_system():
    print(json.dumps(state_of_deeds()))
"""


def state_of_deeds() -> dict[str, Any]:
    """Return the codes of whole deeds, the number of half ones, and what is wrong besides."""
    whole: list[str] = []
    half = 0
    for act in Act.objects.filter(kind="test.write").prefetch_related("lines", "history"):
        steps = sorted(row.operation for row in act.history.all())
        codes = {row.after["code"] for row in act.history.all()}
        codes |= {line.line["code"] for line in act.lines.all()}
        stored = Industry.objects.filter(code__in=codes, position=7).count()
        if (steps, len(codes), stored, len(act.lines.all())) == (["I", "U"], 1, 1, 1):
            whole += codes
        else:
            half += 1
    made = Industry.objects.filter(name_zh="业").count()
    return {
        "whole": whole,
        "half": half + abs(made - len(whole)),
        "findings": [finding.sentence for finding in verify().findings],
    }


class Writing:
    """A process that writes deeds until it is killed, and what it has acknowledged."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.acknowledged: list[str] = []
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def wait_for(self, count: int) -> None:
        """Return when so many deeds are acknowledged."""
        while len(self.acknowledged) < count:
            assert self._thread.is_alive(), self.process.stderr and self.process.stderr.read()
            sleep(0.01)

    def kill(self) -> list[str]:
        """Kill the process at once; return all that it had acknowledged."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._thread.join()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()
        return self.acknowledged

    def _listen(self) -> None:
        assert self.process.stdout is not None
        # A line without its end was not acknowledged: the kill cut it off.
        self.acknowledged.extend(line.strip() for line in self.process.stdout if line[-1] == "\n")


def assert_kept(acknowledged: list[str], state: dict[str, Any]) -> None:
    assert acknowledged
    assert set(acknowledged) <= set(state["whole"])
    assert (state["half"], state["findings"]) == (0, [])


def kill_writers(round_name: str, deeds_count: int) -> list[str]:
    """Let processes write deeds, kill them, and return what they had acknowledged."""
    writers = [Writing(start_python(WRITE, f"{round_name}-{number}")) for number in range(WRITERS)]
    for writer in writers:
        writer.wait_for(deeds_count)
    return [code for writer in writers for code in writer.kill()]


class TestWriterKilled:
    @pytest.mark.django_db(transaction=True)
    def test_leaves_whole_deeds(self) -> None:
        assert_kept(kill_writers("a", 15), state_of_deeds())

    @pytest.mark.long
    @pytest.mark.timeout(1800)
    @pytest.mark.django_db(transaction=True)
    def test_leaves_whole_deeds_again_and_again(self) -> None:
        acknowledged: list[str] = []
        for number in range(20):
            acknowledged += kill_writers(f"{number}", 3 + number)
            assert_kept(acknowledged, state_of_deeds())


def kill_server(cluster: Cluster) -> None:
    """Kill PostgreSQL with everything it has started, as a power cut would."""
    postmaster = cluster.process_id
    for process_id in (postmaster, *children_of(postmaster)):
        os.kill(process_id, signal.SIGKILL)
    while Path(f"/proc/{postmaster}").exists():
        sleep(0.05)


def ask(environment: dict[str, str]) -> dict[str, Any]:
    asked = start("-c", f"import django\ndjango.setup()\n{TELL}", **environment)
    answer, told = asked.communicate(timeout=SECONDS_TO_END)
    assert asked.returncode == 0, told
    state: dict[str, Any] = json.loads(answer)
    return state


@pytest.mark.engine("postgres")
@pytest.mark.django_db
class TestServerKilled:
    @pytest.mark.long
    @pytest.mark.timeout(1800)
    def test_keeps_whole_deeds(self, tmp_path: Path) -> None:
        with throw_away_cluster(is_durable=True) as cluster:
            ours = cluster.environment | {
                "PRIMELINE_HOME": str(tmp_path),
                "PRIMELINE_ANCHOR_FILE": str(tmp_path / "anchor.jsonl"),
            }
            assert run_primeline("migrate", **ours).code == 0
            acknowledged: list[str] = []
            for number in range(ROUNDS):
                code = f"import django\ndjango.setup()\n{WRITE}"
                names = [f"{number}-{writer}" for writer in range(WRITERS)]
                writers = [Writing(start("-c", code, name, **ours)) for name in names]
                for writer in writers:
                    writer.wait_for(15)
                kill_server(cluster)
                acknowledged += [code for writer in writers for code in writer.kill()]
                cluster.start()
                assert_kept(acknowledged, ask(ours))
