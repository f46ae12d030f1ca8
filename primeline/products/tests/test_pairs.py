"""Pairs said by hand: which opening took the place of which ending, and what cannot be one."""

from datetime import date, timedelta
from typing import Any

import pytest

from primeline.customers import actions as customers
from primeline.customers.choices import CustomerStatus
from primeline.customers.models import Customer, TimelineLine
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.products import actions
from primeline.products.choices import ReplacementKind
from primeline.products.models import LineOfBusiness, Subscription, TerminationReason
from primeline.products.values import AgreementTerms, Circuit, Papers, Terms
from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, harbor_bank, lake_mills

pytestmark = pytest.mark.django_db

TODAY = TUESDAY_10AM.date()
LAST_YEAR = date(2025, 3, 1)


@pytest.fixture(autouse=True)
def _reference() -> None:
    actions.install_reference(by=CASTING, at=TUESDAY_10AM)


def opened(
    on: date = TODAY,
    *,
    code: str = "INTERNET_LINE",
    customer: Customer | None = None,
    replaces: Subscription | None = None,
) -> Subscription:
    return actions.open_subscription(
        customer=customer or harbor_bank(),
        line=LineOfBusiness.objects.get(code=code),
        terms=Terms(fee_cents=100_000, opened_date=on),
        circuit=Circuit(circuit_number="WC-1"),
        replaces=replaces,
        by=greta(),
        at=TUESDAY_10AM,
    )


def ended(why: str = "MOVE", on: date = TODAY, **more: Any) -> Subscription:
    old = more.pop("old", None) or opened(LAST_YEAR, **more)
    return end(old, why, on)


def end(
    old: Subscription, why: str, on: date = TODAY, *, replaced_by: Subscription | None = None
) -> Subscription:
    return actions.terminate_subscription(
        subscription=old,
        version=old.version,
        terminated_date=on,
        reason_recorded=TerminationReason.objects.get(code=why),
        replaced_by=replaced_by,
        by=greta(),
        at=TUESDAY_10AM,
    )


def mark(opening: Subscription, ending: Subscription, version: int | None = None) -> Subscription:
    return actions.mark_replacement(
        opening=opening,
        version=version or opening.version,
        ending=ending,
        by=greta(),
        at=TUESDAY_10AM,
        reason="Asked the customer",
    )


class TestMarkReplacement:
    def test_moves_the_pair_to_the_opening_that_was_meant(self) -> None:
        old = ended()
        by_itself, meant = opened(), opened(TODAY - timedelta(days=30))
        assert by_itself.replaces == old

        mark(meant, old)

        by_itself.refresh_from_db()
        assert (meant.replaces, meant.replacement_kind) == (old, ReplacementKind.MOVE)
        assert by_itself.replaces is None
        assert by_itself.replacement_kind == ""
        told = TimelineLine.objects.filter(kind="SUBSCRIPTION_CHANGED").latest("id").words
        assert (told["replaces"], told["reason"]) == (old.number, "Asked the customer")

    def test_stands_when_pairs_are_looked_for_again(self) -> None:
        old = ended()
        opened()
        meant = mark(opened(TODAY - timedelta(days=30)), old)

        actions.recognize_replacements(customer_ids=[old.customer_id], by=CASTING, at=TUESDAY_10AM)

        meant.refresh_from_db()
        assert meant.replaces == old

    def test_refuses_an_ending_that_claims_to_be_a_loss(self) -> None:
        old, new = ended("PRICE"), opened()

        with pytest.raises(Refused) as refusal:
            mark(new, old)

        assert refusal.value.field == "replaces"
        assert "verified" in str(refusal.value.message)

    def test_refuses_what_still_runs(self) -> None:
        with pytest.raises(Refused):
            mark(opened(), opened(LAST_YEAR))

    def test_refuses_days_too_far_apart(self) -> None:
        old = ended(on=date(2025, 12, 1))

        with pytest.raises(Refused):
            mark(opened(), old)

    def test_refuses_another_line_unless_technology_was_swapped(self) -> None:
        moved, new = ended("MOVE", code="NETWORKING"), opened()
        with pytest.raises(Refused):
            mark(new, moved)

        swapped = ended("SWAP", code="SATELLITE")

        mark(Subscription.objects.get(pk=new.pk), swapped)

    def test_refuses_another_account(self) -> None:
        theirs = ended(customer=lake_mills())

        with pytest.raises(Refused):
            mark(opened(), theirs)

    def test_refuses_the_slower_of_two_people(self) -> None:
        old, new = ended(), opened(TODAY - timedelta(days=30))
        mark(new, old)

        with pytest.raises(ChangedMeanwhile):
            mark(new, ended("SWAP"), version=1)


class TestWhileOpening:
    def test_the_ending_that_is_named_is_the_one(self) -> None:
        nearest, meant = ended(), ended(on=TODAY - timedelta(days=30))

        new = opened(replaces=meant)

        assert new.replaces == meant
        assert not Subscription.objects.filter(replaces=nearest).exists()

    def test_a_wrong_one_opens_nothing(self) -> None:
        old = ended("PRICE")

        with pytest.raises(Refused) as refusal:
            opened(replaces=old)

        assert refusal.value.field == "replaces"
        assert Subscription.objects.count() == 1

    def test_nothing_is_opened_on_a_closed_account(self) -> None:
        bank = harbor_bank()
        customers.change_status(
            customer=bank,
            version=bank.version,
            status=CustomerStatus.CLOSED,
            by=greta(),
            at=TUESDAY_10AM,
            reason="Merged",
        )

        with pytest.raises(Refused):
            opened(customer=bank)


class TestWhileEnding:
    def test_the_opening_that_is_named_is_the_one(self) -> None:
        old = opened(LAST_YEAR)
        opened()
        meant = opened(TODAY - timedelta(days=30))

        end(old, "MOVE", replaced_by=meant)

        meant.refresh_from_db()
        assert meant.replaces == old

    def test_a_loss_is_not_replaced(self) -> None:
        old, new = opened(LAST_YEAR), opened()

        with pytest.raises(Refused) as refusal:
            end(old, "PRICE", replaced_by=new)

        assert refusal.value.field == "replaced_by"
        old.refresh_from_db()
        assert old.terminated_date is None

    def test_refuses_days_to_come(self) -> None:
        with pytest.raises(Refused) as refusal:
            ended(on=TODAY + timedelta(days=2))

        assert refusal.value.field == "terminated_date"


class TestVerifyReason:
    @pytest.mark.parametrize("days", [-1, 2])
    def test_refuses_a_call_before_the_ending_or_to_come(self, days: int) -> None:
        old = ended()

        with pytest.raises(Refused) as refusal:
            actions.verify_reason(
                subscription=old,
                version=old.version,
                reason_verified=TerminationReason.objects.get(code="PRICE"),
                verified_date=TODAY + timedelta(days=days),
                by=greta(),
                at=TUESDAY_10AM,
            )

        assert refusal.value.field == "verified_date"


class TestChangeSubscription:
    def change(self, subscription: Subscription, papers: Papers) -> Subscription:
        return actions.change_subscription(
            subscription=subscription,
            version=subscription.version,
            circuit=Circuit(circuit_number="WC-2", bandwidth_mbps=200),
            papers=papers,
            by=greta(),
            at=TUESDAY_10AM,
            reason="Moved to a new port",
        )

    def test_changes_circuit_and_contract(self) -> None:
        subscription = opened()
        contract = actions.sign_agreement(
            customer=harbor_bank(),
            terms=AgreementTerms(number="HT-1", starts_date=TODAY),
            by=greta(),
            at=TUESDAY_10AM,
        )

        self.change(subscription, Papers(payment_mode="PREPAID", agreement_id=contract.pk))

        assert (subscription.circuit_number, subscription.bandwidth_mbps) == ("WC-2", 200)
        assert (subscription.agreement, subscription.payment_mode) == (contract, "PREPAID")
        told = TimelineLine.objects.get(kind="SUBSCRIPTION_CHANGED").words
        assert told["reason"] == "Moved to a new port"

    def test_refuses_the_contract_of_another_account(self) -> None:
        foreign = actions.sign_agreement(
            customer=lake_mills(),
            terms=AgreementTerms(number="HT-1", starts_date=TODAY),
            by=greta(),
            at=TUESDAY_10AM,
        )

        with pytest.raises(Refused) as refusal:
            self.change(opened(), Papers(agreement_id=foreign.pk))

        assert refusal.value.field == "agreement"
