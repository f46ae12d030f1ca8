"""While a fault is not restored its customer hears every hour how it goes."""

from datetime import datetime

import pytest

from primeline.approaches.events import PersonReached
from primeline.commitments import actions as commitments
from primeline.commitments.choices import State
from primeline.commitments.events import CommitmentKept
from primeline.commitments.models import Commitment
from primeline.commitments.tests.owing import DAY, HOUR, scan
from primeline.customers.queries import reach_now
from primeline.processes import actions, listeners
from primeline.processes.models import Case
from primeline.processes.tests.drawn import TEST, install, item
from primeline.processes.tests.test_promises import (
    LOCATED,
    TAKEN,
    TONIGHT,
    does,
    dora,
    started,
    whole,
)
from primeline.processes.values import PROMISE
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, tom

pytestmark = [pytest.mark.django_db, pytest.mark.row("F6")]
RESTORED = {"is_restored": "true", "needs_report": "true"}


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()
    actions.install_processes(by=TEST, at=TUESDAY_10AM - DAY)


def words(case: Case) -> list[Commitment]:
    found = Commitment.objects.filter(subject_kind=PROMISE, subject_id=case.pk)
    return list(found.filter(step__code="PROGRESS_WORD").order_by("opened_at", "pk"))


def kept(matter: Commitment, at: datetime) -> None:
    """Hear that a matter was kept, as listeners do."""
    fact = CommitmentKept(
        commitment_id=matter.pk,
        step=matter.step.code,
        subject_kind=matter.subject_kind,
        subject_id=matter.subject_id,
        customer_id=matter.customer_id,
        is_late=False,
        happened_at=at,
    )
    listeners.owe_next_word(fact)


def estimated() -> Case:
    case = started("FAULT")
    does(case, "accept", dora(), TUESDAY_10AM, **TAKEN)
    does(case, "locate", tom(), TUESDAY_10AM, expected_at=TONIGHT)
    # It is owed with the estimate; that this was kept is heard later, and owes no second one.
    assert len(words(case)) == 1
    kept(whole(case, "RESTORATION_ESTIMATE"), TUESDAY_10AM)
    return case


def reached(at: datetime, purpose: str = "FAULT") -> None:
    fact = PersonReached(
        approach_id=1,
        customer_id=harbor_bank().pk,
        channel="CALL",
        purpose=purpose,
        asked_by_id=dora().pk,
        happened_at=at,
    )
    listeners.keep_word_after_reaching(fact)


def test_a_word_is_owed_an_hour_after_the_estimate_and_after_each_word() -> None:
    case = estimated()
    (first,) = words(case)
    assert (first.opened_at, first.due_at, first.debtor_role) == (
        TUESDAY_10AM, TUESDAY_10AM + HOUR, "DEDICATED_SEAT",
    )  # fmt: skip
    # Nobody says a word: it is one that is late, not one more each hour.
    scan(TUESDAY_10AM + 3 * HOUR)
    assert [one.state(TUESDAY_10AM + 3 * HOUR) for one in words(case)] == [State.OVERDUE]
    at = TUESDAY_10AM + 3 * HOUR
    commitments.keep_commitment(commitment=first, by=dora(), at=at, reason="Called them")
    kept(first, at)
    # Heard twice, it is owed once.
    kept(first, at)
    assert [one.opened_at for one in words(case)] == [TUESDAY_10AM, at]


def test_a_call_or_message_about_the_fault_is_the_word() -> None:
    case, at = estimated(), TUESDAY_10AM + HOUR / 2
    reached(at, purpose="VISIT")
    assert words(case)[0].is_open
    reached(at)
    (first,) = words(case)
    assert first.state(at) is State.KEPT
    kept(first, at)
    # The same fact comes twice: the next word is still owed.
    reached(at)
    assert [one.is_open for one in words(case)] == [False, True]


def test_with_two_faults_whoever_called_says_which() -> None:
    first, second = estimated(), estimated()
    reached(TUESDAY_10AM + HOUR / 2)
    assert words(first)[0].is_open
    assert words(second)[0].is_open


def test_restored_no_word_is_owed_and_sent_back_it_is_again() -> None:
    case, at = estimated(), TUESDAY_10AM + HOUR / 2
    does(case, "repair", tom(), at, **LOCATED)
    does(case, "test", tom(), at, test_passed="true")
    does(case, "confirm", dora(), at, **RESTORED)
    (word,) = words(case)
    assert word.state(at) is State.CANCELLED
    kept(word, at)
    assert len(words(case)) == 1
    actions.send_back_item(
        item=item(case, "report"), reach=reach_now(greta(), at=at), by=greta(), at=at, reason="No"
    )
    assert whole(case, "RESTORATION").is_open
    (word,) = words(case)
    assert (word.is_open, word.opened_at, word.due_at) == (True, at, at + HOUR)


def test_a_word_that_is_late_stays_late_when_it_is_restored() -> None:
    case, at = estimated(), TUESDAY_10AM + 3 * HOUR
    does(case, "repair", tom(), at, **LOCATED)
    does(case, "test", tom(), at, test_passed="true")
    does(case, "confirm", dora(), at, **RESTORED)
    (word,) = words(case)
    assert word.state(at) is State.LATE
    # It turns out not to be restored: that word stays as it was, and the next one is owed.
    actions.send_back_item(
        item=item(case, "report"), reach=reach_now(greta(), at=at), by=greta(), at=at, reason="No"
    )
    # The fact that it was kept is heard only now: the next word is the same one.
    kept(word, at)
    late, following = words(case)
    assert (late.state(at), following.opened_at, following.due_at) == (State.LATE, at, at + HOUR)


def test_what_is_no_fault_of_a_case_asks_for_no_word() -> None:
    case = started("COMPLAINT")
    kept(whole(case), TUESDAY_10AM)
    kept(item(case, "accept").commitment, TUESDAY_10AM)
    assert not Commitment.objects.filter(step__code="PROGRESS_WORD").exists()
