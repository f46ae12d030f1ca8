"""Steps of a call chain that are people at the customer: called, left out, and why."""

from datetime import timedelta

import pytest
from django.utils import translation

from primeline.approaches.actions import begin_approach
from primeline.approaches.choices import ApproachPurpose, ApproachStatus, Bar
from primeline.approaches.models import Approach
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Contact, TimelineLine
from primeline.customers.values import Agreed, ContactDetails
from primeline.kit.errors import Refused
from primeline.rosters import actions, listeners, queries
from primeline.rosters.choices import NotReached, Outcome, RunStatus
from primeline.rosters.models import CallChain, CallRun
from primeline.rosters.tests.calling import Switchboard, start, work
from primeline.rosters.tests.duties import HOUR, a_chain, reach, with_phone
from primeline.rosters.values import Link
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

pytestmark = [pytest.mark.django_db, pytest.mark.row("A7")]
MINUTE = HOUR / 60
PHONE = "+8613800001234"


@pytest.fixture(autouse=True)
def switchboard(monkeypatch: pytest.MonkeyPatch) -> Switchboard:
    board = Switchboard()
    monkeypatch.setattr(listeners, "gateway_for", lambda _channel: board)
    return board


def a_contact(name: str = "王敏", *, phone: str = PHONE) -> Contact:
    details = ContactDetails(name=name, phone=phone)
    return customers.add_contact(
        customer=cast.harbor_bank(), details=details, by=cast.lin(), at=TUESDAY_10AM
    )


def calling(*people: Contact, last: bool = False) -> CallChain:
    """Set a chain of these people of the customer, then Tom of ours if wanted."""
    links = [Link(contact_id=one.pk, wait_minutes=5) for one in people]
    if last:
        links.append(Link(person_id=with_phone(cast.tom()).pk, wait_minutes=5))
    return a_chain(*links, customer=cast.harbor_bank())


def outcomes(run: CallRun) -> list[str]:
    return [one.outcome for one in queries.attempts_of(run)]


def test_who_answers_at_the_customer_ends_the_run_and_nobody_else_is_called(
    switchboard: Switchboard,
) -> None:
    lin = with_phone(cast.lin())
    run = start(calling(a_contact(), last=True), lin)
    (attempt,) = queries.attempts_of(run)

    done = actions.note_outcome(
        attempt=attempt,
        is_reached=True,
        reach=reach(lin),
        by=lin,
        at=TUESDAY_10AM + MINUTE,
        reason="opens the door",
    )

    assert (done.status, done.next_at) == (RunStatus.REACHED, None)
    work(TUESDAY_10AM + HOUR)
    assert outcomes(run) == [Outcome.REACHED]
    assert switchboard.called == []
    told = TimelineLine.objects.filter(kind=TimelineKind.CALL_RUN).values_list("words", flat=True)
    assert "REACHED" in {words["how"] for words in told}


def test_who_does_not_answer_is_followed_at_once_when_somebody_says_so() -> None:
    lin = with_phone(cast.lin())
    run = start(calling(a_contact(), last=True), lin)
    actions.note_outcome(
        attempt=queries.attempts_of(run)[0],
        is_reached=False,
        why=NotReached.BUSY,
        reach=reach(lin),
        by=lin,
        at=TUESDAY_10AM + MINUTE,
        reason="",
    )
    assert outcomes(run) == [Outcome.NOT_REACHED, Outcome.WAITING]
    assert queries.attempts_of(run)[1].person == cast.tom()


def test_people_without_a_number_or_who_refuse_are_left_out_with_the_reason() -> None:
    lin = with_phone(cast.lin())
    silent, refusing = a_contact("李雷", phone=""), a_contact("韩梅")
    agreed = Agreed(
        purpose="SERVICE", given_date=TUESDAY_10AM.date(), proof="EMAIL", proof_place="mailbox"
    )
    consent = customers.record_consent(
        contact=refusing, agreed=agreed, by=lin, at=TUESDAY_10AM + MINUTE
    )
    customers.withdraw_consent(
        consent=consent,
        version=consent.version,
        withdrawn_date=TUESDAY_10AM.date(),
        by=lin,
        at=TUESDAY_10AM + MINUTE,
    )

    run = start(calling(silent, refusing, last=True), lin)

    assert outcomes(run) == [Outcome.FORBIDDEN, Outcome.FORBIDDEN, Outcome.WAITING]
    first, second = queries.attempts_of(run)[:2]
    # A code, so that whoever reads it has it in their own language, whoever ran it.
    assert (first.bar, second.bar) == (Bar.NO_ADDRESS, Bar.TOOK_BACK)
    assert (first.note, second.note) == ("", "")
    with translation.override("zh-hans"):
        assert first.get_bar_display() == "未登记其号码或地址"
    assert (first.approach, second.approach) == (None, None)
    assert not Approach.objects.exists()


@pytest.mark.parametrize("is_drill", [True, False])
def test_a_drill_says_that_it_is_one_to_the_people_and_on_record(is_drill: bool) -> None:
    greta = with_phone(cast.greta())

    # Greta leads the branch: she reaches people without being named on the account.
    start(calling(a_contact()), greta, is_drill=is_drill)

    wanted = ApproachPurpose.DRILL if is_drill else ApproachPurpose.FAULT
    assert Approach.objects.get().purpose == wanted
    told = TimelineLine.objects.filter(kind=TimelineKind.CONTACT_APPROACHED)
    assert {words["purpose"] for words in told.values_list("words", flat=True)} <= {wanted}


def test_a_person_restricted_after_the_call_was_asked_for_is_not_called() -> None:
    lin, boss = with_phone(cast.lin()), a_contact()
    run = start(calling(boss, last=True), lin)
    approach = queries.attempts_of(run)[0].approach
    assert approach is not None
    customers.retire_contact(contact=boss, version=boss.version, by=lin, at=TUESDAY_10AM)
    order = begin_approach(approach_id=approach.pk, by=cast.CASTING, at=TUESDAY_10AM + MINUTE)

    assert order is None
    approach.refresh_from_db()
    assert approach.status == ApproachStatus.STOPPED
    # The chain goes on when its minutes are over, not before.
    work(TUESDAY_10AM + 4 * MINUTE)
    assert outcomes(run) == [Outcome.WAITING]
    work(TUESDAY_10AM + 6 * MINUTE)
    assert outcomes(run) == [Outcome.TIMED_OUT, Outcome.WAITING]


def test_only_people_at_that_account_stand_in_its_chain() -> None:
    other = customers.add_contact(
        customer=cast.lake_mills(),
        details=ContactDetails(name="赵六", phone=PHONE),
        by=cast.mira(),
        at=TUESDAY_10AM,
    )
    for links in (
        [Link(contact_id=other.pk, wait_minutes=5)],
        [Link(contact_id=1, wait_minutes=5)],
    ):
        with pytest.raises(Refused, match="Only people at the account"):
            a_chain(*links, customer=cast.harbor_bank())


def test_the_number_is_nowhere_on_what_is_kept_of_a_run() -> None:
    lin = with_phone(cast.lin())
    run = start(calling(a_contact()), lin)
    work(TUESDAY_10AM + timedelta(hours=2))
    (attempt,) = queries.attempts_of(run)
    kept = f"{attempt.__dict__} {TimelineLine.objects.values_list('words', flat=True)}"
    assert PHONE not in kept
    assert "13800001234" not in kept
