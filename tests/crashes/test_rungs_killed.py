"""Four schedulers at once, some killed between deciding and doing: each rung fires exactly once."""

import json
import signal
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

RUNGS, AT_ONCE = 5, 7

# For each line: so many at once scan again and again until nothing is due, each by a clock that is
# ahead or behind by so many hours; told to, one dies when it has written rungs for so many times
# and before that is committed. They are forks of one process, which holds no connection.
SCAN = """
import json, os, signal, sys, traceback
from datetime import datetime, timedelta
from time import sleep
from primeline.audit import walls
from primeline.commitments import actions, queries
from primeline.commitments.actions import rungs
from primeline.kit.deeds import System

def scan(at, deadly):
    publish, calls = rungs.events.publish, []
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

def forked(at, deadly):
    child = os.fork()
    if child:
        return child
    try:
        scan(at, deadly)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)

start = datetime.fromisoformat(sys.argv[1])
for line in sys.stdin:
    wanted = [(start + timedelta(hours=hours), deadly) for hours, deadly in json.loads(line)]
    children = [forked(at, deadly) for at, deadly in wanted]
    codes = [os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in children]
    print(json.dumps(codes), flush=True)
"""


class Scans:
    """Schedulers that share the work, each a process of its own."""

    def __init__(self) -> None:
        self._process = start_python(SCAN, (TUESDAY_10AM + 400 * DAY).isoformat())

    def run(self, *wanted: tuple[int, int]) -> list[int]:
        """Run one for each (hours ahead, dies at its how manieth transaction) to its end."""
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None
        assert told is not None
        asked.write(json.dumps(wanted) + "\n")
        asked.flush()
        answer = told.readline()
        assert answer, self._process.communicate()[1]
        return list(json.loads(answer))

    def end(self) -> None:
        _answer, told = self._process.communicate(timeout=SECONDS_TO_END)
        assert (self._process.returncode, told) == (0, "")


def once_each(matters: int) -> None:
    """Every rung of every matter is there once, and so is the fact that it was reached."""
    fired = Counter(RungFired.objects.values_list("commitment", "percent", "cycle"))
    assert set(fired.values()) == {1}
    assert len(fired) == matters * RUNGS
    told = EventRow.objects.filter(name=name_of(RungReached)).values_list("payload", flat=True)
    rungs = [json.loads(one)["rung_id"] if isinstance(one, str) else one["rung_id"] for one in told]
    assert sorted(rungs) == sorted(RungFired.objects.values_list("pk", flat=True))
    assert not Commitment.objects.filter(broken_at=None).exists()
    assert verify().findings == ()


@pytest.mark.row("F7")
@pytest.mark.timeout(900)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("matters", [22, pytest.param(150, marks=pytest.mark.long)])
def test_four_schedulers_fire_each_rung_once_though_two_are_killed_and_clocks_differ(
    matters: int,
) -> None:
    install()
    for _ in range(matters):
        a_matter()
    scans = Scans()
    # Killed when all is written and nothing committed: nothing has happened.
    assert scans.run((0, 1)) == [-signal.SIGKILL]
    assert not RungFired.objects.exists()
    # Killed amid the third transaction: two are whole.
    assert scans.run((0, 3)) == [-signal.SIGKILL]
    assert RungFired.objects.count() == 2 * AT_ONCE * RUNGS

    assert scans.run((0, 0), (1, 0), (-1, 0), (24, 0)) == [0, 0, 0, 0]

    scans.end()
    once_each(matters)
