"""A rule that is missing: the others go on, it is seen what lacks, and a rule mends it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from primeline.access import actions as access
from primeline.access.tests.asking import asks
from primeline.commitments import actions, listeners, queries
from primeline.commitments.actions.asking import FIRST_ASKED
from primeline.commitments.choices import AskedBy, State
from primeline.commitments.models import Commitment, Gap, Inquiry, RungFired
from primeline.commitments.sources import note_limit, owe_about_accounts
from primeline.commitments.tests.owing import DAY, HOUR, TEST, a_matter, fresh, install, scan
from primeline.commitments.values import UNTIL_RULED, Owed, Subject
from primeline.customers.queries import reach_now
from primeline.kit import delivery
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.given_up import given_up
from primeline.kit.jobs import Job
from primeline.processes.tests.drawn import begun
from primeline.products import actions as products
from primeline.products.tests.test_actions import a_subscription, end
from primeline.products.values import AgreementTerms
from primeline.staff.choices import Role
from primeline.staff.models import Person
from primeline.standards import actions as standards
from primeline.standards import queries as matrix
from primeline.standards.choices import Mark
from primeline.standards.models import PolicyRow, Standard
from primeline.standards.rules import NoRuleApplies
from primeline.standards.values import RuleFacts
from primeline.testing.cast import (
    TUESDAY_10AM,
    greta,
    harbor_bank,
    harbor_branch,
    hugo,
    lin,
    mira,
    nora,
    omar,
    sara,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("D4")]

TODAY = TUESDAY_10AM.date()


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


def in_force(*, without: str = "", and_with: str = "", is_statutory: bool = False) -> None:
    """Let a version take effect that has no rules of one step, or one more rule of another."""
    draft = standards.draft_version(
        copied_from=matrix.latest_approved(), note="tried", by=sara(), at=TUESDAY_10AM
    )
    for row in PolicyRow.objects.filter(policy_version=draft, step__code=without):
        standards.remove_rule(rule=row, version=row.version, by=sara(), at=TUESDAY_10AM)
    if and_with:
        step = matrix.get_step(and_with)
        facts = RuleFacts(step_id=step.pk, limit_seconds=5 * 86_400)
        if is_statutory:
            facts = replace(
                facts,
                is_statutory=True,
                mark=Mark.TEXT,
                citation="art. 1",
                standard_id=Standard.objects.all()[0].pk,
            )
        standards.add_rule(draft=draft, facts=facts, by=sara(), at=TUESDAY_10AM)
    draft.refresh_from_db()
    proposal = standards.propose_version(
        draft=draft, version=draft.version, effective_date=TODAY, by=sara(), at=TUESDAY_10AM
    )
    standards.approve_version(
        proposal=proposal, version=proposal.version, by=omar(), at=TUESDAY_10AM
    )


def a_contract(number: str) -> None:
    terms = AgreementTerms(
        number=number,
        starts_date=TODAY,
        signed_date=TODAY,
        ends_date=TODAY + timedelta(days=80),
    )
    products.sign_agreement(customer=harbor_bank(), terms=terms, by=greta(), at=TUESDAY_10AM)


def hear() -> None:
    while delivery.deliver_due(at=TUESDAY_10AM + 365 * DAY):
        pass


def follow(*, after: timedelta = timedelta()) -> None:
    listeners.owe_for_contracts(Job(job_id=1, kind="", payload={}, at=TUESDAY_10AM + after))


def owed(step: str) -> list[Commitment]:
    return list(Commitment.objects.filter(step__code=step))


def gaps_of(person: Person) -> list[tuple[str, str]]:
    found = queries.gaps_within(reach_now(person, at=TUESDAY_10AM), at=TUESDAY_10AM)
    return [(one.step.code, one.what) for one in found]


def test_a_gap_keeps_one_thing_from_being_owed_and_says_so_until_it_is_filled() -> None:
    in_force(without="CONTRACT_FILING")
    a_contract("HT-1")
    hear()
    # What an event asked for is there once, whoever asks again; what is owed besides goes on.
    follow()
    assert not given_up()
    assert not owed("CONTRACT_FILING")
    # Whoever reaches the account sees the case; whoever does not, sees nothing, not even a count.
    assert gaps_of(greta()) == gaps_of(sara()) == [("CONTRACT_FILING", "HT-1")]
    assert gaps_of(mira()) == []
    # Whoever keeps the policy owes to fill the gap, once.
    follow(after=HOUR)
    (gap,) = owed("MATRIX_GAP")
    assert (gap.debtor_role, gap.unit.parent, gap.is_open) == (Role.SERVICE_CENTER, None, True)

    in_force(and_with="CONTRACT_FILING")
    for hours in (2, 3):
        follow(after=hours * HOUR)

    assert len(owed("CONTRACT_FILING")) == 1
    assert not fresh(gap).is_open
    assert not Gap.objects.exists()


def test_what_is_asked_for_once_is_owed_when_its_rule_comes_and_never_twice() -> None:
    in_force(without="ONBOARDING_FOLLOW_UP")
    opened = a_subscription()
    hear()
    assert gaps_of(lin()) == [("ONBOARDING_FOLLOW_UP", opened.number)]
    # However long nobody writes the rule.
    follow(after=40 * DAY)
    assert not owed("ONBOARDING_FOLLOW_UP")

    in_force(and_with="ONBOARDING_FOLLOW_UP")
    # Killed between the matter and the gap, the next one finds what is there.
    kept = Gap.objects.get(step__code="ONBOARDING_FOLLOW_UP")
    follow(after=41 * DAY)
    kept.save(force_insert=True)
    follow(after=42 * DAY)

    (matter,) = owed("ONBOARDING_FOLLOW_UP")
    assert (matter.unruled_at, matter.what) == (TUESDAY_10AM, opened.number)
    # Nobody was late by a rule that was not there: its time counts from when it came.
    came = TUESDAY_10AM + 41 * DAY
    assert (matter.opened_at, matter.due_at > came) == (came, True)
    assert not Gap.objects.filter(step__code="ONBOARDING_FOLLOW_UP").exists()


def test_what_is_gone_before_its_rule_comes_is_owed_by_nobody() -> None:
    in_force(without="ONBOARDING_FOLLOW_UP")
    opened = a_subscription()
    hear()
    assert Gap.objects.exists()
    end(opened, why="PRICE")
    hear()
    in_force(and_with="ONBOARDING_FOLLOW_UP")
    follow(after=HOUR)
    assert not owed("ONBOARDING_FOLLOW_UP")
    assert not Gap.objects.exists()


def test_a_request_that_no_rule_speaks_of_lacks_one_until_it_is_decided() -> None:
    in_force(without="ACCESS_DECISION")
    asked = asks(hugo(), harbor_bank().number, at=TUESDAY_10AM)
    hear()
    assert gaps_of(greta()) == [("ACCESS_DECISION", asked.number)]
    access.refuse_access(
        request=asked, version=asked.version, by=greta(), at=TUESDAY_10AM, reason="No."
    )
    hear()
    assert not Gap.objects.exists()


def test_what_has_a_limit_of_its_own_is_owed_within_it_until_a_rule_comes() -> None:
    in_force(without="CALL_DRILL")
    drill = Owed(
        step="CALL_DRILL", subject=Subject("test", 1), customer_id=harbor_bank().pk, within=DAY
    )
    for _twice in range(2):
        actions.open_commitment(owed=drill, by=TEST, at=TUESDAY_10AM)
    (matter,) = owed("CALL_DRILL")
    assert (matter.due_at, matter.unruled_at) == (TUESDAY_10AM + DAY, TUESDAY_10AM)
    assert gaps_of(greta()) == [("CALL_DRILL", "")]
    in_force(and_with="CALL_DRILL")
    for hours in (30, 31):
        follow(after=hours * HOUR)
    (now,) = owed("CALL_DRILL")
    assert (now.pk, Gap.objects.count()) == (matter.pk, 0)
    came = TUESDAY_10AM + 30 * HOUR
    assert (now.opened_at, now.unruled_at) == (came, TUESDAY_10AM)
    assert (now.due_at > came, now.policy_row is not None) == (True, True)
    (moved,) = queries.repricings_of(now)
    assert (moved.because, moved.old_due_at) == ("RULED", matter.due_at)


def test_nobody_broke_a_rule_that_was_not_there_yet() -> None:
    in_force(without="CALL_DRILL")
    drill = Owed(
        step="CALL_DRILL", subject=Subject("test", 1), customer_id=harbor_bank().pk, within=DAY
    )
    actions.open_commitment(owed=drill, by=TEST, at=TUESDAY_10AM)
    for hours in range(0, 72, 6):
        scan(TUESDAY_10AM + hours * HOUR)
    (broken,) = owed("CALL_DRILL")
    assert (broken.broken_at is not None, broken.fired_percent) == (True, 150)
    in_force(and_with="CALL_DRILL")
    follow(after=3 * DAY)
    now, came = fresh(broken), TUESDAY_10AM + 3 * DAY
    assert (now.broken_at, now.fired_percent, now.cycle) == (None, 0, 2)
    assert now.state(came + HOUR) is State.RUNNING
    scan(now.due_at)
    told = RungFired.objects.filter(commitment=now, cycle=2).values_list("percent", flat=True)
    assert list(told)


def test_a_pause_before_the_rule_came_counts_for_nothing_and_what_stands_still_waits() -> None:
    in_force(without="COMPLAINT_REPLY")
    matter = a_matter("COMPLAINT_REPLY", within=2 * DAY)
    reason = matrix.get_pause_reason("CUSTOMER_PAPERS")
    actions.pause_commitment(
        commitment=matter, pause_reason=reason, evidence="mail", by=lin(), at=TUESDAY_10AM + HOUR
    )
    in_force(and_with="COMPLAINT_REPLY")
    follow(after=2 * HOUR)
    assert (fresh(matter).policy_row, Gap.objects.count()) == (None, 1)
    actions.resume_commitment(commitment=fresh(matter), by=lin(), at=TUESDAY_10AM + 3 * HOUR)
    follow(after=4 * HOUR)
    now = fresh(matter)
    assert (now.opened_at, Gap.objects.count()) == (TUESDAY_10AM + 4 * HOUR, 0)
    later = TUESDAY_10AM + 5 * HOUR
    assert queries.durations_of([now], at=later)[now.pk].paused == timedelta()


def test_a_law_that_is_written_down_late_counts_from_the_beginning() -> None:
    in_force(without="COMPLAINT_REPLY")
    matter = a_matter("COMPLAINT_REPLY", within=2 * DAY)
    in_force(and_with="COMPLAINT_REPLY", is_statutory=True)
    follow(after=6 * HOUR)
    now = fresh(matter)
    assert (now.opened_at, now.unruled_at) == (TUESDAY_10AM, TUESDAY_10AM)
    assert now.policy_row is not None
    assert now.policy_row.is_statutory


@pytest.mark.parametrize("step", ["ASKED", "SUGGESTION_ANSWER", "CASE_STEP"])
def test_no_word_of_a_customer_and_no_case_is_lost_for_want_of_a_rule(step: str) -> None:
    in_force(without=step)
    if step == "ASKED":
        actions.take_inquiry(
            customer=harbor_bank(), asked_by=AskedBy.PHONE, text="Why?", by=lin(), at=TUESDAY_10AM
        )
    elif step == "SUGGESTION_ANSWER":
        actions.take_suggestion(
            customer=harbor_bank(),
            to_unit=harbor_branch(),
            text="Later hours",
            by=lin(),
            at=TUESDAY_10AM,
        )
    else:
        begun()
    (matter,) = owed(step)
    assert (matter.due_at, matter.is_open) == (TUESDAY_10AM + UNTIL_RULED, True)
    assert [code for code, _what in gaps_of(greta())] == [step]
    in_force(and_with=step)
    follow(after=HOUR)
    assert not Gap.objects.exists()
    assert fresh(matter).policy_row is not None


def test_where_only_a_limit_is_asked_for_nothing_is_owed_once_a_rule_comes() -> None:
    in_force(without="VISIT_RECORD")
    for _twice in range(2):
        note_limit("VISIT_RECORD", harbor_bank().pk, at=TUESDAY_10AM)
    follow(after=72 * HOUR)
    assert gaps_of(lin()) == [("VISIT_RECORD", "")]
    in_force(and_with="VISIT_RECORD")
    follow(after=73 * HOUR)
    assert not Gap.objects.exists()
    assert not owed("VISIT_RECORD")


def test_what_its_room_asks_for_no_more_is_no_gap_after_two_days() -> None:
    in_force(without="CONFIRM_RECORD")
    account = harbor_bank().pk
    owe_about_accounts("CONFIRM_RECORD", [account], by=TEST, at=TUESDAY_10AM)
    for hours in (1, 48):
        follow(after=hours * HOUR)
        assert Gap.objects.filter(step__code="CONFIRM_RECORD").count() == 1
    owe_about_accounts("CONFIRM_RECORD", [account], by=TEST, at=TUESDAY_10AM + 48 * HOUR)
    follow(after=96 * HOUR)
    assert Gap.objects.get(step__code="CONFIRM_RECORD").found_at == TUESDAY_10AM
    follow(after=97 * HOUR)
    assert not Gap.objects.filter(step__code="CONFIRM_RECORD").exists()


def test_what_runs_when_its_rule_goes_is_owed_as_it_was() -> None:
    matter = a_matter("SUGGESTION_ANSWER")
    in_force(without="SUGGESTION_ANSWER")
    for _twice in range(2):
        job = Job(job_id=1, kind="", payload={"because": "POLICY"}, at=TUESDAY_10AM + HOUR)
        listeners.reprice(job)
    assert fresh(matter).due_at == matter.due_at
    assert gaps_of(greta()) == [("SUGGESTION_ANSWER", "")]
    with pytest.raises(NoRuleApplies):
        a_matter("SUGGESTION_ANSWER")
    # Done, or under a rule again, it lacks nothing.
    actions.keep_commitment(commitment=fresh(matter), by=lin(), at=TUESDAY_10AM + HOUR)
    follow(after=2 * HOUR)
    assert not Gap.objects.filter(step__code="SUGGESTION_ANSWER").exists()


class TestSenselessWishes:
    def test_are_refused_and_leave_nothing_behind(self) -> None:
        matter, at = a_matter("VISIT"), TUESDAY_10AM
        wishes = (
            lambda: actions.take_inquiry(
                customer=harbor_bank(), asked_by=AskedBy.PHONE, text=" \n", by=lin(), at=at
            ),
            lambda: actions.give_estimate(
                commitment=matter, expected_at=at, reason="now", by=lin(), at=at
            ),
            lambda: actions.give_estimate(
                commitment=matter, expected_at=at + DAY, reason=" ", by=lin(), at=at
            ),
            lambda: actions.offer_matter(
                commitment=matter, to_person=lin(), by=lin(), at=at, reason="myself"
            ),
            lambda: actions.offer_matter(
                commitment=matter, to_person=greta(), by=lin(), at=at, reason=""
            ),
            lambda: actions.resume_commitment(commitment=matter, by=lin(), at=at),
            lambda: actions.reopen_commitment(commitment=matter, by=lin(), at=at),
            lambda: actions.ask_waiver(commitment=matter, by=lin(), at=at, reason=""),
            lambda: a_matter(due_at=at - HOUR),
            lambda: a_matter("NO_SUCH_STEP"),
        )
        for wish in wishes:
            with pytest.raises(Refused):
                wish()
        assert Commitment.objects.count() == 1
        assert not Inquiry.objects.exists()
        assert not queries.estimates_of(matter).exists()

    def test_a_first_asked_matter_changes_hands_only_by_acceptance(self) -> None:
        matter = actions.take_inquiry(
            customer=harbor_bank(),
            asked_by=AskedBy.MESSAGE,
            text="When is the line back?\nAnd why?",
            by=lin(),
            at=TUESDAY_10AM,
        )
        assert (matter.step.code, matter.what) == (FIRST_ASKED, "When is the line back?")

        given = actions.reassign_matters(
            versions={matter.pk: matter.version},
            to_person=greta(),
            reach=reach_now(greta(), at=TUESDAY_10AM),
            by=greta(),
            at=TUESDAY_10AM,
            reason="Lin is away",
        )

        assert (given.count, given.offered_count, given.left_out) == (0, 1, ())
        offer = queries.offer_of(matter)
        assert offer is not None
        assert (queries.owner_id_of(fresh(matter)), offer.to_person) == (lin().pk, greta())
        with pytest.raises(Refused):
            actions.accept_offer(offer=offer, by=nora(), at=TUESDAY_10AM)
        actions.accept_offer(offer=offer, by=greta(), at=TUESDAY_10AM)
        with pytest.raises(ChangedMeanwhile):
            actions.accept_offer(offer=offer, by=greta(), at=TUESDAY_10AM)
        assert fresh(matter) in queries.owed_by(reach_now(greta(), at=TUESDAY_10AM))

    def test_pausing_what_has_run_out_tells_of_it_first(self) -> None:
        matter = a_matter("VISIT")
        late = matter.due_at + HOUR
        reason = matrix.get_pause_reason("CUSTOMER_PAPERS")
        actions.pause_commitment(
            commitment=matter, pause_reason=reason, evidence="mail", by=lin(), at=late
        )
        assert fresh(matter).broken_at == matter.due_at
        assert fresh(matter).state(late).name == "OVERDUE"
        assert Commitment.objects.all().overdue(late).count() == 1
        assert scan(late + HOUR) == 0
