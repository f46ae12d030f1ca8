"""Two processes at the same moment: what is unstaffed is given once, a call counts once."""

from datetime import date, timedelta
from subprocess import Popen

import pytest

from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.models import Commitment
from primeline.customers.choices import Tier
from primeline.staff import actions as staff
from primeline.staff.values import Period
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from primeline.testing.processes import SECONDS_TO_END, start_python
from primeline.visits.models import Counted, ServiceAction
from primeline.visits.tests.planned import install, plan

MONDAY = date(2026, 5, 11)
PROCESS = """
import sys
from datetime import date, datetime
from primeline.approaches.events import PersonReached
from primeline.audit import walls
from primeline.kit.errors import ChangedMeanwhile
from primeline.staff.models import Person
from primeline.visits import actions, listeners
from primeline.visits.models import ServiceAction
with walls.open_for_system():
    at = datetime.fromisoformat(sys.argv[3])
    action = ServiceAction.objects.select_related("customer").get(pk=int(sys.argv[1]))
    person = Person.objects.get(pk=int(sys.argv[2]))
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        actions.staff_action(action=action, version=action.version, person=person,
                             monday=date(2026, 5, 11), by=person, at=at)
        print("given", flush=True)
    except ChangedMeanwhile:
        print("slower", flush=True)
    sys.stdin.readline()
    listeners.count_after_reaching(PersonReached(
        happened_at=datetime.fromisoformat(sys.argv[4]), approach_id=7, channel="CALL",
        purpose="CONTRACT", customer_id=action.customer_id, asked_by_id=person.pk))
"""
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("D3")]


def heard(pair: list[Popen[str]]) -> list[str]:
    """Return what each says next."""
    return sorted(one.stdout.readline() for one in pair if one.stdout is not None)


def go(pair: list[Popen[str]]) -> None:
    """Let both go on at the same moment."""
    for one in pair:
        if one.stdin is not None:
            one.stdin.write("go\n")
            one.stdin.flush()


def test_of_two_who_staff_at_once_one_does_and_a_call_heard_of_twice_counts_once() -> None:
    install()
    cast.harbor_bank(tier=Tier.DIAMOND)
    away = Period(date(2026, 4, 29), date(2026, 9, 1))
    staff.set_cover(
        absent=cast.lin(), covered_by=None, period=away, by=cast.greta(), at=TUESDAY_10AM
    )
    plan()
    call = ServiceAction.objects.get(standard__step__code="CALL", period_from=MONDAY)
    in_week = TUESDAY_10AM + timedelta(days=14)
    named = (call.pk, cast.greta().pk, TUESDAY_10AM.isoformat(), in_week.isoformat())

    pair = [start_python(PROCESS, *map(str, named)) for _both in "12"]
    assert heard(pair) == ["ready\n"] * 2
    go(pair)
    said = heard(pair)
    go(pair)
    told = [one.communicate(timeout=SECONDS_TO_END)[1] for one in pair]

    assert [one.returncode for one in pair] == [0, 0], told
    assert said == ["given\n", "slower\n"]
    owed = Commitment.objects.get(step__code="CALL", person=cast.greta())
    assert owed.status == CommitmentStatus.DONE
    assert Counted.objects.get().action_id == call.pk
