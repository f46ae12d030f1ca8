"""What burns at the accounts of a manager: since when, how long silent, and what else is known."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from primeline.commitments.actions import keep_commitment
from primeline.commitments.models import Commitment
from primeline.commitments.tests.owing import DAY, HOUR, a_matter
from primeline.customers.models import Bill
from primeline.kit.deeds import act
from primeline.processes.actions import install_processes, start_case
from primeline.processes.actions.promises import owe_word
from primeline.processes.models import Case
from primeline.processes.queries import get_process
from primeline.processes.tests.test_promises import TAKEN, does, dora
from primeline.processes.values import Wish
from primeline.testing.cast import CASTING, TUESDAY_10AM, harbor_bank, lin, nora, tom
from primeline.testing.doors import signed_in
from primeline.visits.actions import record_conversation
from primeline.visits.choices import ConversationKind
from primeline.visits.tests.planned import install
from primeline.visits.values import Told
from primeline.web.home.tests.test_mornings import block
from primeline.web.matters.tests.owing import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.row("F6"), pytest.mark.usefixtures("_morning")]


@pytest.fixture(scope="module")
def _morning(held_transaction: None) -> Iterator[None]:
    with time_machine.travel(TUESDAY_10AM):
        install()
        install_processes(by=CASTING, at=TUESDAY_10AM - DAY)
        yield


def burning() -> Case:
    """A fault that the customer reported three hours ago, and that was taken down an hour ago."""
    dora()
    return start_case(
        process=get_process("FAULT"),
        customer=harbor_bank(),
        wish=Wish(title="Both lines down", said_at=TUESDAY_10AM - 3 * HOUR),
        by=lin(),
        at=TUESDAY_10AM - HOUR,
    )


def test_nothing_is_shown_where_nothing_burns_and_only_to_the_manager() -> None:
    assert block(lin(), "fires") == ""
    burning()
    told = block(lin(), "fires")
    for words in (
        "Both lines down",
        "Reported 3 h 0 min ago",
        "Last word to the customer nobody has told them yet",
        "Next word due with the estimate",
        "no estimate yet",
        "Arrears none",
        "Planned work on file none",
    ):
        assert words in told
    assert block(nora(), "fires") == ""


def test_what_is_known_by_now_stands_beside_it() -> None:
    case, half_past_nine = burning(), TUESDAY_10AM - HOUR / 2
    does(case, "accept", dora(), TUESDAY_10AM - HOUR, **TAKEN)
    expected = (TUESDAY_10AM + 5 * HOUR).isoformat()
    does(case, "locate", tom(), half_past_nine, expected_at=expected)
    with act(kind="test.bill", by=CASTING, at=TUESDAY_10AM):
        Bill.objects.create(
            customer=harbor_bank(),
            bill_month=date(2026, 2, 1),
            amount_cents=12_300,
            due_date=date(2026, 3, 20),
        )
    a_matter("CUT_OVER_NOTICE", before_at=TUESDAY_10AM + 20 * DAY)

    told = block(lin(), "fires")

    for words in (
        # What a technician expects is nothing that the customer was told.
        "Last word to the customer nobody has told them yet",
        "28 Apr 2026 15:00",
        "Next word due 28 Apr 2026 10:30",
        "¥123",
        "Planned work on file 18 May 2026 10:00",
    ):
        assert words in told


def test_a_word_is_what_was_said_since_we_know_of_it() -> None:
    case = burning()
    talked = Told(
        kind=ConversationKind.CALL, held_at=TUESDAY_10AM - 2 * HOUR, outcome="About the bill."
    )
    record_conversation(customer=harbor_bank(), told=talked, by=lin(), at=TUESDAY_10AM - 2 * HOUR)
    assert "nobody has told them yet" in block(lin(), "fires")

    owe_word(case=case, after=0, by=CASTING, at=TUESDAY_10AM - HOUR)
    word = Commitment.objects.get(step__code="PROGRESS_WORD")
    keep_commitment(commitment=word, by=dora(), at=TUESDAY_10AM - HOUR / 4, reason="Called them")

    assert "Last word to the customer 15 min" in block(lin(), "fires")
    # The same word stands among the promises in flight.
    page = text_of(signed_in(lin()).get("/matters/promises/", {"lane": "FAULT"}))
    told = re.findall(r'data-label="Last word to the customer" class="when">([^<]*)', page)
    assert "28 Apr 2026 09:45" in told
