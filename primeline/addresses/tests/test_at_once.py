"""Fifty at once: never the same address twice, with threads and with processes killed half-way."""

import pytest

from primeline.addresses import actions
from primeline.addresses.choices import TAKEN
from primeline.addresses.models import Allocation, Prefix
from primeline.addresses.tests.test_addresses import NOW, a_prefix
from primeline.addresses.values import Holder, Wanted
from primeline.testing.at_once import at_once
from primeline.testing.cast import CASTING, harbor_bank
from primeline.testing.processes import start_python

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("K5")]

RESERVE = """
import sys
from datetime import UTC, datetime
from primeline.addresses import actions
from primeline.addresses.models import Prefix
from primeline.addresses.values import Holder, Wanted
from primeline.audit import walls
from primeline.kit.deeds import System
from primeline.kit.errors import Refused
NOW = datetime(2026, 4, 28, 2, tzinfo=UTC)
with walls.open_for_system():
    prefix = Prefix.objects.get()
    print("ready", flush=True)
    sys.stdin.readline()
    for count in range(int(sys.argv[1])):
        row = actions.reserve_address(
            prefix=prefix, wanted=Wanted(), holder=Holder(purpose="test"),
            by=System("test"), at=NOW,
        )
        print(row.network, flush=True)
"""


def reserve_one(prefix: Prefix) -> str:
    row = actions.reserve_address(
        prefix=prefix,
        wanted=Wanted(),
        holder=Holder(customer=harbor_bank()),
        by=CASTING,
        at=NOW,
    )
    return row.network


def test_fifty_requests_at_once_get_fifty_addresses() -> None:
    prefix = a_prefix("203.0.113.0/26")
    harbor_bank()

    done, raised = at_once([lambda: reserve_one(prefix)] * 50)

    assert raised == []
    assert len(set(done)) == 50
    assert Allocation.objects.filter(status__in=TAKEN).count() == 50


def test_more_requests_than_addresses_get_what_there_is_and_a_refusal() -> None:
    prefix = a_prefix("203.0.113.0/28")
    harbor_bank()

    done, raised = at_once([lambda: reserve_one(prefix)] * 20)

    assert len(set(done)) == len(done) == 14
    assert {type(one) for one in raised} == {actions.NoneFree}


def test_processes_that_are_killed_give_no_address_twice() -> None:
    a_prefix("203.0.113.0/24")
    running = [start_python(RESERVE, "25") for _ in range(4)]
    for one in running:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    for one in running:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    killed = running[0]
    assert killed.stdout
    told = [killed.stdout.readline().strip()]
    killed.kill()
    told += killed.communicate(timeout=60)[0].split()
    for one in running[1:]:
        said, wrong = one.communicate(timeout=120)
        assert one.returncode == 0, wrong
        told += said.split()

    networks = list(Allocation.objects.values_list("network", flat=True))
    assert len(set(told)) == len(told) >= 76
    assert len(set(networks)) == len(networks)
    assert set(told) <= set(networks)
