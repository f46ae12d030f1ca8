"""What other rooms do becomes a matter, and is none any more when it is done or gone."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from primeline.access import actions as access
from primeline.access.tests.asking import asks
from primeline.commitments import actions, listeners
from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.models import Commitment
from primeline.commitments.queries import owed_by
from primeline.commitments.queries.contracts import morning_of
from primeline.commitments.tests.owing import DAY, HOUR, fresh, install
from primeline.customers.queries import reach_now
from primeline.handovers.tests.giving import accepts, offers
from primeline.kit import delivery
from primeline.kit.errors import Refused
from primeline.kit.jobs import Job
from primeline.kpi.dues import DueKind
from primeline.kpi.queries import dues_of
from primeline.products import actions as products
from primeline.products.models import Agreement
from primeline.products.queries.deadlines import filing_due, terms_in_force
from primeline.products.tests.test_actions import a_subscription, end, line
from primeline.products.values import AgreementTerms, Circuit, Terms
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, hugo, lin, nora

pytestmark = [pytest.mark.row("C2"), pytest.mark.django_db]

TODAY = TUESDAY_10AM.date()
TERMS = AgreementTerms(number="HT-1", starts_date=TODAY, signed_date=TODAY)


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


def a_contract(terms: AgreementTerms = TERMS) -> Agreement:
    return products.sign_agreement(customer=harbor_bank(), terms=terms, by=greta(), at=TUESDAY_10AM)


def hear() -> None:
    """Let everybody hear what has happened."""
    while delivery.deliver_due(at=TUESDAY_10AM + 365 * DAY):
        pass


def the(step: str) -> Commitment:
    return Commitment.objects.get(step__code=step)


def follow_contracts(days: int = 0) -> None:
    at = TUESDAY_10AM + timedelta(days=days)
    listeners.owe_for_contracts(Job(job_id=1, kind="", payload={}, at=at))


def held(contract: Agreement) -> None:
    """Hold something under a contract."""
    products.open_subscription(
        customer=harbor_bank(),
        line=line(),
        terms=Terms(fee_cents=100, opened_date=TODAY, agreement_id=contract.pk),
        circuit=Circuit(circuit_number="YCH-1", bandwidth_mbps=100),
        by=greta(),
        at=TUESDAY_10AM,
    )


class TestContracts:
    def test_a_signed_one_is_to_be_filed_and_is_not_shown_twice(self) -> None:
        contract = a_contract()
        reach = reach_now(greta(), at=TUESDAY_10AM)
        assert dues_of(reach, today=TODAY).counts[DueKind.FILING] == 1
        hear()
        assert (the("CONTRACT_FILING").what, the("CONTRACT_FILING").due_at.date()) == (
            "HT-1",
            # Five working days after Tuesday, over the days off in May, as its own page says.
            date(2026, 5, 8),
        )
        assert dues_of(reach, today=TODAY).counts[DueKind.FILING] == 0
        with pytest.raises(Refused, match="done by filing"):
            actions.keep_commitment(commitment=the("CONTRACT_FILING"), by=greta(), at=TUESDAY_10AM)
        products.file_agreement(
            agreement=contract,
            version=contract.version,
            filed_date=TODAY,
            by=greta(),
            at=TUESDAY_10AM,
        )
        hear()
        assert the("CONTRACT_FILING").status == CommitmentStatus.DONE

    def test_what_was_filed_and_is_amended_is_to_be_filed_again_counted_from_then(self) -> None:
        signed = TODAY - timedelta(days=400)
        contract = a_contract(replace(TERMS, signed_date=signed, starts_date=signed))
        filed = products.file_agreement(
            agreement=contract, version=1, filed_date=signed, by=greta(), at=TUESDAY_10AM
        )
        hear()
        assert not Commitment.objects.exists()

        changed: dict[str, Any] = {"amended_date": signed, "by": greta(), "at": TUESDAY_10AM}
        changed |= {"terms": replace(TERMS, starts_date=signed, signed_date=signed, value_cents=9)}
        products.amend_agreement(agreement=filed, version=2, reason="A line more", **changed)
        reach = reach_now(greta(), at=TUESDAY_10AM)
        assert [due.due_date for due in dues_of(reach, today=TODAY).all] == [date(2026, 5, 8)]
        hear()
        follow_contracts(days=1)

        assert the("CONTRACT_FILING").due_at.date() == date(2026, 5, 8)
        found = Agreement.objects.get()
        assert filing_due(found.to_file_from, terms_in_force()) == date(2026, 5, 8)
        now: dict[str, Any] = {"by": greta(), "at": TUESDAY_10AM}
        with pytest.raises(Refused, match="agreed on 2026-04-28"):
            products.file_agreement(agreement=found, version=3, filed_date=signed, **now)
        products.file_agreement(agreement=found, version=3, filed_date=TODAY, **now)
        hear()
        follow_contracts(days=2)
        assert the("CONTRACT_FILING").status == CommitmentStatus.DONE

    def test_one_that_ends_is_to_be_renewed_once_whatever_runs_again(self) -> None:
        contract = a_contract(replace(TERMS, ends_date=TODAY + timedelta(days=80)))
        held(contract)
        for _ in range(2):
            follow_contracts()
        renewal = the("CONTRACT_RENEWAL")
        # From ninety days before the end sixty days.
        assert renewal.due_at == morning_of(TODAY + timedelta(days=50))
        products.change_agreement(
            agreement=contract,
            version=contract.version,
            terms=replace(TERMS, ends_date=TODAY + timedelta(days=700)),
            by=greta(),
            at=TUESDAY_10AM,
        )
        follow_contracts()
        assert fresh(renewal).status == CommitmentStatus.DONE

    def test_a_half_year_before_it_ends_the_customer_is_asked_what_they_want(self) -> None:
        contract = a_contract(replace(TERMS, ends_date=TODAY + timedelta(days=180)))
        held(contract)
        for _ in range(2):
            follow_contracts()
        outlook = the("RENEWAL_OUTLOOK")
        # Due on the day on which the renewal begins: 90 days before the end.
        assert outlook.opened_at == morning_of(TODAY)
        assert outlook.due_at == morning_of(TODAY + timedelta(days=90))
        assert not Commitment.objects.filter(step__code="CONTRACT_RENEWAL").exists()

        follow_contracts(days=89)
        assert not Commitment.objects.filter(step__code="CONTRACT_RENEWAL").exists()
        follow_contracts(days=90)
        renewal = the("CONTRACT_RENEWAL")
        assert renewal.opened_at == outlook.due_at
        # What was not asked is late; what is to be renewed begins all the same.
        assert fresh(outlook).is_open

    @pytest.mark.parametrize("days", [90, 181])
    def test_sooner_or_later_nobody_is_asked_for_an_outlook(self, days: int) -> None:
        held(a_contract(replace(TERMS, ends_date=TODAY + timedelta(days=days))))
        follow_contracts()
        assert not Commitment.objects.filter(step__code="RENEWAL_OUTLOOK").exists()

    def test_an_outlook_is_done_once_the_contract_goes_on_and_gone_with_it(self) -> None:
        contract = a_contract(replace(TERMS, ends_date=TODAY + timedelta(days=150)))
        held(contract)
        follow_contracts()
        products.change_agreement(
            agreement=contract,
            version=contract.version,
            terms=replace(TERMS, ends_date=TODAY + timedelta(days=700)),
            by=greta(),
            at=TUESDAY_10AM,
        )
        follow_contracts()
        assert the("RENEWAL_OUTLOOK").status == CommitmentStatus.DONE


class TestOpenings:
    def test_are_followed_up_until_they_are_gone(self) -> None:
        opened = a_subscription()
        hear()
        assert the("ONBOARDING_FOLLOW_UP").due_at == TUESDAY_10AM + 3 * DAY
        end(opened, why="PRICE")
        hear()
        assert the("ONBOARDING_FOLLOW_UP").status == CommitmentStatus.CANCELLED


class TestAccess:
    def test_a_request_is_decided_by_the_lead_of_the_account(self) -> None:
        asked = asks(hugo(), harbor_bank().number, at=TUESDAY_10AM)
        hear()
        decision = the("ACCESS_DECISION")
        assert decision in owed_by(reach_now(greta(), at=TUESDAY_10AM))
        assert decision not in owed_by(reach_now(lin(), at=TUESDAY_10AM))
        access.refuse_access(
            request=asked, version=asked.version, by=greta(), at=TUESDAY_10AM + HOUR, reason="No."
        )
        hear()
        assert fresh(decision).ended_at == TUESDAY_10AM + HOUR

    def test_a_request_taken_back_asks_for_no_decision(self) -> None:
        asked = asks(hugo(), harbor_bank().number, at=TUESDAY_10AM)
        hear()
        access.withdraw_request(
            request=asked, version=asked.version, by=hugo(), at=TUESDAY_10AM + HOUR
        )
        hear()
        assert the("ACCESS_DECISION").status == CommitmentStatus.CANCELLED


class TestHandovers:
    def test_the_new_manager_owes_a_visit_and_what_the_old_one_owed(self) -> None:
        opened = a_subscription()
        hear()
        follow_up = the("ONBOARDING_FOLLOW_UP")
        assert follow_up.subject_id == opened.pk
        assert follow_up in owed_by(reach_now(lin(), at=TUESDAY_10AM))
        accepts(offers([harbor_bank()]))
        hear()
        mine = owed_by(reach_now(nora(), at=TUESDAY_10AM))
        assert {one.step.code for one in mine} == {"ONBOARDING_FOLLOW_UP", "MANAGER_VISIT"}
        assert not owed_by(reach_now(lin(), at=TUESDAY_10AM)).exists()
