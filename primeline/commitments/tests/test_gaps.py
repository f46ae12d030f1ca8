"""A rule that is missing: the others go on, it is seen what lacks, and a rule mends it."""

from datetime import timedelta

import pytest

from primeline.commitments import actions, listeners, queries
from primeline.commitments.actions.asking import FIRST_ASKED
from primeline.commitments.choices import AskedBy
from primeline.commitments.models import Commitment, Inquiry
from primeline.commitments.queries import cases_in_gaps
from primeline.commitments.tests.owing import DAY, HOUR, a_matter, fresh, install, scan
from primeline.customers.queries import reach_now
from primeline.kit import delivery
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.given_up import given_up, retry_event
from primeline.kit.jobs import Job
from primeline.products import actions as products
from primeline.products.values import AgreementTerms
from primeline.staff.choices import Role
from primeline.standards import actions as standards
from primeline.standards import queries as matrix
from primeline.standards.models import PolicyRow
from primeline.standards.rules import NoRuleApplies
from primeline.standards.values import RuleFacts
from primeline.testing.cast import (
    TUESDAY_10AM,
    greta,
    harbor_bank,
    lin,
    nora,
    omar,
    sara,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("D4")]

TODAY = TUESDAY_10AM.date()


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


def in_force(*, without: str = "", and_with: str = "") -> None:
    """Let a version take effect that has no rules of one step, or one more rule of another."""
    draft = standards.draft_version(
        copied_from=matrix.latest_approved(), note="tried", by=sara(), at=TUESDAY_10AM
    )
    for row in PolicyRow.objects.filter(policy_version=draft, step__code=without):
        standards.remove_rule(rule=row, version=row.version, by=sara(), at=TUESDAY_10AM)
    if and_with:
        step = matrix.get_step(and_with)
        facts = RuleFacts(step_id=step.pk, limit_seconds=5 * 86_400)
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


def test_a_gap_keeps_one_thing_from_being_owed_and_says_so_until_it_is_filled() -> None:
    in_force(without="CONTRACT_FILING")
    a_contract("HT-1")
    for weeks in range(20):
        delivery.deliver_due(at=TUESDAY_10AM + weeks * 7 * DAY)
    # What an event asked for in vain stands on the page of jobs, with the reason.
    parked = next(one for one in given_up() if not one.is_job)
    assert NoRuleApplies.__name__ in parked.last_error
    # What is owed besides goes on all the same.
    listeners.owe_for_contracts(Job(job_id=1, kind="", payload={}, at=TUESDAY_10AM))
    assert not Commitment.objects.filter(step__code="CONTRACT_FILING").exists()
    # Whoever keeps the policy owes to fill the gap, once, and the page says how many wait.
    assert cases_in_gaps(at=TUESDAY_10AM) == {("CONTRACT_FILING", harbor_bank().tier): 1}
    listeners.owe_for_contracts(Job(job_id=2, kind="", payload={}, at=TUESDAY_10AM + HOUR))
    gap = Commitment.objects.get(step__code="MATRIX_GAP")
    assert (gap.debtor_role, gap.unit.parent, gap.is_open) == (Role.SERVICE_CENTER, None, True)

    in_force(and_with="CONTRACT_FILING")
    retry_event(event_id=parked.id, by=sara(), at=TUESDAY_10AM)
    hear()

    assert Commitment.objects.filter(step__code="CONTRACT_FILING").count() == 1
    listeners.owe_for_contracts(Job(job_id=3, kind="", payload={}, at=TUESDAY_10AM + HOUR))
    assert not fresh(gap).is_open
    assert not cases_in_gaps(at=TUESDAY_10AM)
    assert not given_up()


def test_what_runs_when_its_rule_goes_is_owed_as_it_was() -> None:
    matter = a_matter("SUGGESTION_ANSWER")
    in_force(without="SUGGESTION_ANSWER")
    listeners.reprice(Job(job_id=1, kind="", payload={"because": "POLICY"}, at=TUESDAY_10AM + HOUR))
    assert fresh(matter).due_at == matter.due_at
    with pytest.raises(NoRuleApplies):
        a_matter("SUGGESTION_ANSWER")


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
