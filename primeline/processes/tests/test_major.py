"""A fault that lasts is to be reported as major: once, from its beginning, by the matrix."""

from datetime import datetime, timedelta

import pytest

from primeline.commitments.actions import keep_commitment
from primeline.commitments.choices import State
from primeline.commitments.models import Commitment, RungFired
from primeline.commitments.tests.owing import DAY, HOUR, scan
from primeline.kit.jobs import Job
from primeline.processes import actions
from primeline.processes.listeners import watch_faults
from primeline.processes.models import Case
from primeline.processes.tests.drawn import TEST, install
from primeline.processes.tests.test_circumstances import a_fault, a_line
from primeline.processes.tests.test_promises import (
    LOCATED,
    MINUTE,
    TAKEN,
    TONIGHT,
    cancelled,
    does,
    dora,
    whole,
)
from primeline.processes.values import PROMISE
from primeline.standards.models import PolicyRow
from primeline.testing.cast import TUESDAY_10AM, greta, tom

pytestmark = [pytest.mark.django_db, pytest.mark.row("D4", "F6")]
REPORT = "MAJOR_FAULT"


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()
    actions.install_processes(by=TEST, at=TUESDAY_10AM - DAY)


def watched(at: datetime) -> int:
    """Look after faults, as the worker does; return how many reports were owed or are."""
    watch_faults(Job(job_id=1, kind="processes.watch_faults", payload={}, at=at))
    return Commitment.objects.filter(step__code=REPORT).count()


def restore(case: Case, at: datetime) -> None:
    does(case, "accept", dora(), at, **TAKEN | {"circuits": "HX-0001"})
    does(case, "locate", tom(), at, expected_at=TONIGHT)
    does(case, "repair", tom(), at, **LOCATED)
    does(case, "test", tom(), at, test_passed="true")
    does(case, "confirm", dora(), at, is_restored="true", needs_report="true")


@pytest.fixture
def case() -> Case:
    a_line("HX-0001", "AAA")
    return a_fault("HX-0001")


def test_is_owed_once_when_the_first_rung_of_its_rule_is_reached(case: Case) -> None:
    # The rule says six hours, its first rung half of it.
    assert [watched(TUESDAY_10AM + n * HOUR) for n in (0, 2, 3, 4, 9)] == [0, 0, 1, 1, 1]
    report = whole(case, REPORT)
    assert (report.opened_at, report.due_at) == (TUESDAY_10AM, TUESDAY_10AM + 6 * HOUR)
    assert (report.debtor_role, report.unit.code) == ("BRANCH_LEAD", "HARBOR")
    assert report.policy_row is not None
    scan(TUESDAY_10AM + 7 * HOUR)
    assert RungFired.objects.filter(commitment=report, percent=100).exists()
    keep_commitment(commitment=report, by=greta(), at=TUESDAY_10AM + 7 * HOUR, reason="Told")
    assert watched(TUESDAY_10AM + 8 * HOUR) == 1
    assert not whole(case, REPORT).is_open


def test_how_long_says_the_matrix_and_nobody_else(case: Case) -> None:
    row = PolicyRow.objects.select_related("step").get(step__code=REPORT, assurance="AAA")
    limit = timedelta(seconds=row.limit_seconds)
    first = TUESDAY_10AM + limit * row.step.rungs[0]["percent"] / 100
    assert [watched(first - MINUTE), watched(first)] == [0, 1]
    assert whole(case, REPORT).due_at == TUESDAY_10AM + limit


def test_lesser_circuits_may_be_down_for_longer_and_unknown_ones_are_none(case: Case) -> None:
    a_line("HX-0002", "A")
    lesser, unknown = a_fault("HX-0002"), a_fault()
    assert watched(TUESDAY_10AM + 35 * HOUR) == 1
    assert watched(TUESDAY_10AM + 36 * HOUR) == 2
    assert whole(lesser, REPORT).due_at == TUESDAY_10AM + 72 * HOUR
    watched(TUESDAY_10AM + 20 * DAY)
    assert not Commitment.objects.filter(subject_id=unknown.pk, step__code=REPORT).exists()


@pytest.mark.parametrize(
    ("after", "state"), [(4 * HOUR, State.CANCELLED), (7 * HOUR, State.MISSED)]
)
def test_goes_with_the_fault_and_was_missed_if_it_was_late(
    case: Case, after: timedelta, state: State
) -> None:
    at = TUESDAY_10AM + after
    watched(TUESDAY_10AM + 3 * HOUR)
    restore(case, at)
    assert whole(case, REPORT).state(at) is state
    assert watched(at + DAY) == 1
    assert not Commitment.objects.open().filter(step__code=REPORT).exists()


def test_a_fault_that_is_restored_in_time_or_given_up_is_never_major(case: Case) -> None:
    other = a_fault("HX-0001")
    restore(case, TUESDAY_10AM + HOUR)
    cancelled(other, TUESDAY_10AM + 2 * HOUR)
    assert watched(TUESDAY_10AM + 9 * HOUR) == 0
    late = a_fault("HX-0001")
    watched(TUESDAY_10AM + 4 * HOUR)
    cancelled(late, TUESDAY_10AM + 5 * HOUR)
    report = Commitment.objects.get(subject_kind=PROMISE, subject_id=late.pk, step__code=REPORT)
    assert report.state(TUESDAY_10AM + 5 * HOUR) is State.CANCELLED
