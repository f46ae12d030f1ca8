"""What a customer said before it was taken down: clocks of law and first answers run from then."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from primeline.commitments import actions as commitments
from primeline.commitments.choices import AskedBy, State
from primeline.commitments.models import Commitment, Inquiry
from primeline.commitments.queries.changed import Overnight, Since, happened, is_news
from primeline.commitments.rules import SAID_AT_MOST, said_before
from primeline.commitments.tests.owing import DAY, HOUR, scan
from primeline.customers.choices import TimelineKind
from primeline.customers.models import TimelineLine
from primeline.kit.errors import Refused
from primeline.processes import actions, queries
from primeline.processes.models import Case
from primeline.processes.tests.drawn import TEST, install
from primeline.processes.tests.test_circumstances import a_line
from primeline.processes.values import PROMISE, Wish
from primeline.testing.cast import TUESDAY_10AM, harbor_bank, lin

pytestmark = [pytest.mark.django_db, pytest.mark.row("D4", "F6", "J1")]
MINUTE = timedelta(minutes=1)
LONG_AGO = TUESDAY_10AM - 16 * DAY


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()
    actions.install_processes(by=TEST, at=TUESDAY_10AM - DAY)


def begun(code: str, said_at: datetime | None) -> Case:
    return actions.start_case(
        process=queries.get_process(code),
        customer=harbor_bank(),
        wish=Wish(title="Wrong bill", said_at=said_at),
        by=lin(),
        at=TUESDAY_10AM,
    )


def owed(case: Case, step: str) -> Commitment:
    return Commitment.objects.get(subject_kind=PROMISE, subject_id=case.pk, step__code=step)


def asked(said_at: datetime | None) -> Commitment:
    return commitments.take_inquiry(
        customer=harbor_bank(),
        asked_by=AskedBy.LETTER,
        text="When does the second line come?",
        said_at=said_at,
        by=lin(),
        at=TUESDAY_10AM,
    )


def test_the_law_and_the_first_answer_count_from_the_word_of_the_customer() -> None:
    said = TUESDAY_10AM - 3 * DAY
    case = begun("COMPLAINT", said)
    reply = owed(case, "COMPLAINT_REPLY")
    first = case.items.get().commitment
    assert (reply.opened_at, reply.noted_at) == (said, TUESDAY_10AM)
    assert reply.due_at < owed(begun("COMPLAINT", None), "COMPLAINT_REPLY").due_at
    assert (first.step.code, first.opened_at) == ("FIRST_RESPONSE", said)
    assert Case.objects.get(pk=case.pk).asked_at == said


def test_a_fault_said_hours_ago_has_its_restoration_due_hours_earlier() -> None:
    late, now = (owed(begun("FAULT", said), "RESTORATION") for said in (TUESDAY_10AM - HOUR, None))
    assert now.due_at - late.due_at == HOUR


def test_what_was_too_late_when_it_was_taken_down_is_late_and_told_once() -> None:
    before = Since(moment=TUESDAY_10AM - HOUR, person_id=0, at=TUESDAY_10AM + MINUTE)
    reply = owed(begun("COMPLAINT", LONG_AGO), "COMPLAINT_REPLY")
    assert reply.state(TUESDAY_10AM) is State.OVERDUE
    late = Commitment.objects.filter(pk=reply.pk).filter(happened(Overnight.BROKEN, before))
    assert late.exists()
    scan(TUESDAY_10AM + MINUTE)
    reply.refresh_from_db()
    assert reply.broken_at == reply.due_at < TUESDAY_10AM
    # Both were long ago; whoever comes back to a list in the morning reads of it all the same.
    for condition in (
        is_news(before), happened(Overnight.BROKEN, before), happened(Overnight.COMPLAINT, before),
    ):  # fmt: skip
        assert Commitment.objects.filter(pk=reply.pk).filter(condition).exists()
    after = Since(moment=TUESDAY_10AM + HOUR, person_id=0, at=TUESDAY_10AM + 2 * HOUR)
    for kind in (Overnight.BROKEN, Overnight.COMPLAINT):
        found = Commitment.objects.filter(pk=reply.pk).filter(happened(kind, after))
        assert not found.exists()


def test_what_was_asked_long_ago_runs_from_then_and_says_both_moments() -> None:
    said = TUESDAY_10AM - 5 * DAY
    matter = asked(said)
    inquiry = Inquiry.objects.get(pk=matter.subject_id)
    assert (matter.opened_at, matter.noted_at) == (said, TUESDAY_10AM)
    assert (inquiry.said_at, inquiry.taken_at) == (said, TUESDAY_10AM)
    line = TimelineLine.objects.get(kind=TimelineKind.MATTER_OPENED, subject_id=matter.pk)
    assert (line.happened_at, line.words["noted"]) == (said, TUESDAY_10AM.isoformat())
    begun("COMPLAINT", said)
    told = TimelineLine.objects.get(kind=TimelineKind.CASE)
    assert (told.happened_at, told.words["said"]) == (TUESDAY_10AM, said.isoformat())


@pytest.mark.parametrize("said", [None, TUESDAY_10AM, TUESDAY_10AM - MINUTE / 2])
def test_what_was_just_said_has_one_moment(said: datetime | None) -> None:
    case, matter = begun("COMPLAINT", said), asked(said)
    assert (case.said_at, case.asked_at) == (None, TUESDAY_10AM)
    assert (matter.opened_at, matter.noted_at) == (TUESDAY_10AM, None)
    line = TimelineLine.objects.get(kind=TimelineKind.CASE)
    assert "said" not in line.words


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(
    ("said", "why"),
    [
        (TUESDAY_10AM + MINUTE, "still to come"),
        (TUESDAY_10AM - SAID_AT_MOST - MINUTE, "two years"),
        (datetime(2026, 4, 1, tzinfo=TUESDAY_10AM.tzinfo), "served since 2026-04-02"),
    ],
)
def test_what_cannot_have_been_said_then_is_refused_at_its_field(said: datetime, why: str) -> None:
    since = date(2026, 4, 2) if "since" in why else None
    with pytest.raises(Refused) as no:
        said_before(said, served_since=since, at=TUESDAY_10AM)
    assert why in str(no.value.message)
    assert no.value.field == "said_at"


def test_nobody_complains_of_what_they_do_not_have_yet() -> None:
    before = datetime(2024, 12, 30, tzinfo=TUESDAY_10AM.tzinfo)
    a_line("C-1")  # since 1 January 2025
    with pytest.raises(Refused, match="served since 2025-01-01"):
        begun("COMPLAINT", before)
    with pytest.raises(Refused, match="served since 2025-01-01"):
        asked(before)
    assert begun("COMPLAINT", datetime(2025, 1, 2, tzinfo=TUESDAY_10AM.tzinfo)).said_at


def test_the_database_keeps_what_was_said_before_what_was_begun() -> None:
    case = begun("COMPLAINT", TUESDAY_10AM - HOUR)
    with pytest.raises(IntegrityError, match="case_said_before_it_began"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(said_at=TUESDAY_10AM + HOUR)
