"""What a case is about reaches the matrix: of the lines it names, and what was typed in it."""

from datetime import date, timedelta

import pytest

from primeline.commitments.choices import Because, State
from primeline.commitments.models import Commitment, Repricing
from primeline.commitments.tests.owing import DAY, HOUR
from primeline.customers.models import Customer
from primeline.processes import actions, queries
from primeline.processes.models import Case
from primeline.processes.tests.drawn import TEST, install, item
from primeline.processes.tests.test_promises import (
    LOCATED,
    MINUTE,
    TAKEN,
    TONIGHT,
    does,
    dora,
    whole,
)
from primeline.processes.values import Wish
from primeline.products import actions as products
from primeline.products.models import LineOfBusiness, Subscription
from primeline.products.values import Circuit, Terms
from primeline.testing.cast import CASTING, TUESDAY_10AM, harbor_bank, lake_mills, lin, tom

pytestmark = [pytest.mark.django_db, pytest.mark.row("D4")]


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()
    actions.install_processes(by=TEST, at=TUESDAY_10AM - DAY)


def a_line(
    circuit_number: str,
    assurance: str = "NORMAL",
    customer: Customer | None = None,
    distance: str = "IN_CITY",
    code: str = "DATA_LINE",
) -> None:
    products.open_subscription(
        customer=customer or harbor_bank(),
        line=LineOfBusiness.objects.get(code=code),
        terms=Terms(fee_cents=100_000, opened_date=date(2025, 1, 1)),
        circuit=Circuit(circuit_number=circuit_number, assurance=assurance, distance=distance),
        by=CASTING,
        at=TUESDAY_10AM,
    )


def a_fault(reference: str = "") -> Case:
    dora()
    return actions.start_case(
        process=queries.get_process("FAULT"),
        customer=harbor_bank(),
        wish=Wish(title="Line is dead", reference=reference),
        by=lin(),
        at=TUESDAY_10AM,
    )


def limit(case: Case, step: str = "RESTORATION") -> timedelta:
    owed = whole(case, step)
    return owed.due_at - owed.opened_at


def test_a_fault_on_an_assured_circuit_is_owed_by_the_row_of_its_assurance() -> None:
    a_line("HX-0001", "AAA")
    a_line("HX-0002", "A")
    a_line("HX-0003", "AAA", customer=lake_mills())
    assert limit(a_fault("hx-0001")) == 4 * HOUR
    assert limit(a_fault("HX-0002")) == 12 * HOUR
    # A line without a circuit has no assurance of its own: nothing is tightened by it.
    a_line("", code="BROADBAND")
    broadband = Subscription.objects.get(circuit_number="")
    at_home = a_fault(broadband.number)
    assert whole(at_home, "RESTORATION").assurance == ""
    assert whole(at_home, "RESTORATION").line == "BROADBAND"
    # Nobody named a line of theirs; what others have says nothing.
    assert limit(a_fault("HX-0003")) == limit(a_fault()) == 48 * HOUR


def test_what_is_typed_in_the_first_step_moves_what_is_owed_from_the_report_on() -> None:
    a_line("HX-0001", "AAA", distance="CROSS_CITY")
    a_line("HX-0002", "AA")
    case, at = a_fault(), TUESDAY_10AM + 5 * MINUTE
    does(case, "accept", dora(), at, **TAKEN | {"circuits": "HX-0002、hx-0001", "priority": "P2"})
    owed = whole(case, "RESTORATION")
    known = (owed.assurance, owed.priority, owed.line, owed.distance)
    # What the two have not in common is not known.
    assert known == ("AAA", "P2", "DATA_LINE", "")
    assert (owed.opened_at, limit(case)) == (TUESDAY_10AM, 4 * HOUR)
    moved = Repricing.objects.get(commitment=owed)
    assert (moved.because, moved.old_due_at) == (Because.FACTS, TUESDAY_10AM + 48 * HOUR)
    # Steps opened from then on know it from the beginning.
    assert item(case, "locate").commitment.priority == "P2"


def test_a_fault_in_the_country_has_the_time_of_the_country() -> None:
    case = a_fault()
    does(case, "accept", dora(), TUESDAY_10AM, **TAKEN | {"area": "RURAL"})
    assert limit(case) == 72 * HOUR


def test_the_first_answer_is_judged_by_the_priority_that_it_finds() -> None:
    case, at = a_fault(), TUESDAY_10AM + 5 * MINUTE
    first = item(case, "accept").commitment
    assert first.due_at == TUESDAY_10AM + 8 * HOUR
    does(case, "accept", dora(), at, **TAKEN | {"priority": "P1"})
    first = Commitment.objects.get(pk=first.pk)
    assert first.due_at == TUESDAY_10AM + 15 * MINUTE
    assert first.state(at) is State.KEPT


def test_a_first_answer_after_its_time_is_late_though_the_priority_came_with_it() -> None:
    case, at = a_fault(), TUESDAY_10AM + 6 * HOUR
    first = item(case, "accept").commitment
    does(case, "accept", dora(), at, **TAKEN | {"priority": "P1"})
    first = Commitment.objects.get(pk=first.pk)
    assert first.due_at == first.broken_at == TUESDAY_10AM + 15 * MINUTE
    assert first.state(at) is State.LATE


def test_learnt_too_late_it_is_late_from_then_and_restored_late() -> None:
    case = a_fault()
    does(case, "accept", dora(), TUESDAY_10AM + 6 * HOUR, **TAKEN | {"priority": "P1"})
    at = TUESDAY_10AM + 7 * HOUR
    assert whole(case, "RESTORATION").state(at) is State.OVERDUE
    does(case, "locate", tom(), at, expected_at=TONIGHT)
    does(case, "repair", tom(), at, **LOCATED)
    does(case, "test", tom(), at, test_passed="true")
    does(case, "confirm", dora(), at, is_restored="true", needs_report="false")
    assert whole(case, "RESTORATION").state(at) is State.LATE


def test_what_tells_nothing_new_moves_nothing() -> None:
    a_line("HX-0001", "AAA")
    case = a_fault("HX-0001")
    does(case, "accept", dora(), TUESDAY_10AM, **TAKEN | {"circuits": "HX-0001"})
    assert not Repricing.objects.filter(commitment=whole(case, "RESTORATION")).exists()
    # Fields of other words than the matrix has are no circumstances.
    assert whole(case, "RESTORATION").area == ""
