"""Four schedulers at once, some killed between deciding and doing: each rung fires exactly once."""

import json
import signal
import subprocess
from collections import Counter

import pytest

from primeline.audit.verify import verify
from primeline.commitments.events import RungReached
from primeline.commitments.models import Commitment, RungFired
from primeline.commitments.tests.owing import DAY, a_matter, install
from primeline.kit.events import name_of
from primeline.kit.models import EventRow
from primeline.testing.cast import TUESDAY_10AM
from primeline.testing.processes import SECONDS_TO_END, start_python

MATTERS = 60
RUNGS, AT_ONCE = 5, 7

# Scans again and again until nothing is due, by a clock that is ahead or behind by so many hours;
# told to, it dies when it has written rungs for so many times and before that is committed.
SCAN = """
import os, signal, sys
from datetime import datetime, timedelta
from time import sleep
from primeline.audit import walls
from primeline.commitments import actions, queries
from primeline.commitments.actions import rungs
from primeline.kit.deeds import System

at = datetime.fromisoformat(sys.argv[1]) + timedelta(hours=int(sys.argv[2]))
deadly, calls = int(sys.argv[3]), []
publish = rungs.events.publish
def die(*facts):
    publish(*facts)
    calls.append(1)
    if len(calls) == deadly:
        os.kill(os.getpid(), signal.SIGKILL)
rungs.events.publish = die
with walls.open_for_system():
    for _ in range(400):
        if not queries.has_due(at):
            break
        if not actions.fire_due(by=System("test"), at=at, most=7):
            sleep(0.05)
"""


def scan(*, hours: int = 0, deadly: int = 0) -> "subprocess.Popen[str]":
    at = (TUESDAY_10AM + 400 * DAY).isoformat()
    return start_python(SCAN, at, str(hours), str(deadly))


def ended(process: "subprocess.Popen[str]") -> int:
    _answer, told = process.communicate(timeout=SECONDS_TO_END)
    assert process.returncode in (0, -signal.SIGKILL), told
    return process.returncode


def once_each() -> None:
    """Every rung of every matter is there once, and so is the fact that it was reached."""
    fired = Counter(RungFired.objects.values_list("commitment", "percent", "cycle"))
    assert set(fired.values()) == {1}
    assert len(fired) == MATTERS * RUNGS
    told = EventRow.objects.filter(name=name_of(RungReached)).values_list("payload", flat=True)
    rungs = [json.loads(one)["rung_id"] if isinstance(one, str) else one["rung_id"] for one in told]
    assert sorted(rungs) == sorted(RungFired.objects.values_list("pk", flat=True))
    assert not Commitment.objects.filter(broken_at=None).exists()
    assert verify().findings == ()


@pytest.mark.long
@pytest.mark.row("F7")
@pytest.mark.timeout(900)
@pytest.mark.django_db(transaction=True)
def test_four_schedulers_fire_each_rung_once_though_two_are_killed_and_clocks_differ() -> None:
    install()
    for _ in range(MATTERS):
        a_matter()
    # Killed when all is written and nothing committed: nothing has happened.
    assert ended(scan(deadly=1)) == -signal.SIGKILL
    assert not RungFired.objects.exists()
    # Killed amid the third transaction: two are whole.
    assert ended(scan(deadly=3)) == -signal.SIGKILL
    assert RungFired.objects.count() == 2 * AT_ONCE * RUNGS

    four = [scan(), scan(hours=1), scan(hours=-1), scan(hours=24)]

    assert {ended(one) for one in four} == {0}
    once_each()
