"""Deeds on contracts and subscriptions: what they leave behind, and what they refuse."""

from datetime import date, timedelta

import pytest

from primeline.customers.models import Customer, TimelineLine
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.products import actions
from primeline.products.choices import Influence, ReplacementKind, SubscriptionStatus
from primeline.products.models import FeeChange, LineOfBusiness, Subscription, TerminationReason
from primeline.products.values import AgreementTerms, Circuit, Terms
from primeline.testing.cast import CASTING, TUESDAY_10AM, greta, harbor_bank, lake_mills, lin

pytestmark = pytest.mark.django_db

TODAY = TUESDAY_10AM.date()


@pytest.fixture(autouse=True)
def _reference() -> None:
    actions.install_reference(by=CASTING, at=TUESDAY_10AM)


def line(code: str = "INTERNET_LINE") -> LineOfBusiness:
    return LineOfBusiness.objects.get(code=code)


def reason(code: str) -> TerminationReason:
    return TerminationReason.objects.get(code=code)


def a_subscription(
    *,
    code: str = "INTERNET_LINE",
    fee_cents: int = 200_000,
    opened: date = TODAY,
    customer: Customer | None = None,
) -> Subscription:
    return actions.open_subscription(
        customer=customer or harbor_bank(),
        line=line(code),
        terms=Terms(fee_cents=fee_cents, opened_date=opened),
        circuit=Circuit(circuit_number="YCH-IPL-0001", bandwidth_mbps=100),
        by=greta(),
        at=TUESDAY_10AM,
    )


def end(subscription: Subscription, *, why: str, on: date = TODAY) -> Subscription:
    return actions.terminate_subscription(
        subscription=subscription,
        version=subscription.version,
        terminated_date=on,
        reason_recorded=reason(why),
        by=greta(),
        at=TUESDAY_10AM,
    )


class TestInstallReference:
    def test_a_second_run_adds_nothing_and_keeps_what_people_changed(self) -> None:
        actions.change_line(
            line=line("FRAME_RELAY"),
            version=line("FRAME_RELAY").version,
            name_zh="帧中继（停售）",
            name_en="Frame relay",
            is_open_to_new=False,
            is_active=False,
            by=greta(),
            at=TUESDAY_10AM,
        )

        added = actions.install_reference(by=CASTING, at=TUESDAY_10AM)

        assert added == 0
        assert line("FRAME_RELAY").name_zh == "帧中继（停售）"


class TestOpenSubscription:
    def test_the_account_brings_in_what_its_subscriptions_cost(self) -> None:
        a_subscription(fee_cents=200_000)
        a_subscription(fee_cents=50_000)

        bank = harbor_bank()
        bank.refresh_from_db()

        assert bank.monthly_fee_cents == 250_000
        assert TimelineLine.objects.filter(customer=bank, kind="SUBSCRIPTION_OPENED").count() == 2

    def test_refuses_a_line_that_is_closed_to_new_ones(self) -> None:
        with pytest.raises(Refused) as refusal:
            a_subscription(code="FRAME_RELAY")

        assert refusal.value.field == "line"

    def test_refuses_the_contract_of_another_account(self) -> None:
        foreign = actions.sign_agreement(
            customer=lake_mills(),
            terms=AgreementTerms(number="HT-1", starts_date=TODAY),
            by=greta(),
            at=TUESDAY_10AM,
        )

        with pytest.raises(Refused) as refusal:
            actions.open_subscription(
                customer=harbor_bank(),
                line=line(),
                terms=Terms(fee_cents=1, opened_date=TODAY, agreement_id=foreign.pk),
                by=greta(),
                at=TUESDAY_10AM,
            )

        assert refusal.value.field == "agreement"


class TestTerminateSubscription:
    def test_ends_it_and_what_it_brought_in(self) -> None:
        subscription = end(a_subscription(), why="PRICE")

        bank = harbor_bank()
        bank.refresh_from_db()

        assert subscription.status == SubscriptionStatus.TERMINATED
        assert subscription.reason_recorded == reason("PRICE")
        assert bank.monthly_fee_cents == 0

    def test_refuses_to_end_twice(self) -> None:
        ended = end(a_subscription(), why="PRICE")

        with pytest.raises(Refused):
            end(ended, why="QUALITY")

    def test_refuses_to_end_before_it_began(self) -> None:
        with pytest.raises(Refused) as refusal:
            end(a_subscription(), why="PRICE", on=TODAY - timedelta(days=1))

        assert refusal.value.field == "terminated_date"

    def test_refuses_the_slower_of_two_people(self) -> None:
        subscription = a_subscription()
        actions.change_fee(
            subscription=subscription,
            version=subscription.version,
            fee_cents=1,
            changed_date=TODAY,
            by=lin(),
            at=TUESDAY_10AM,
        )

        with pytest.raises(ChangedMeanwhile):
            actions.terminate_subscription(
                subscription=subscription,
                version=1,
                terminated_date=TODAY,
                reason_recorded=reason("PRICE"),
                by=greta(),
                at=TUESDAY_10AM,
            )


class TestRecognizeReplacements:
    def test_a_move_nets_out_whichever_comes_first(self) -> None:
        old = a_subscription(opened=date(2024, 1, 1))
        end(old, why="MOVE")

        new = a_subscription(opened=TODAY + timedelta(days=20))

        assert new.replaces == old
        assert new.replacement_kind == ReplacementKind.MOVE

    def test_a_termination_for_price_is_a_loss_even_beside_an_opening(self) -> None:
        end(a_subscription(opened=date(2024, 1, 1)), why="PRICE")

        assert a_subscription().replaces is None

    def test_a_swap_may_change_the_line(self) -> None:
        old = a_subscription(code="NETWORKING", opened=date(2024, 1, 1))
        new = a_subscription(code="INTERNET_LINE")

        end(old, why="SWAP")

        new.refresh_from_db()
        assert new.replaces == old

    def test_the_second_call_counts_before_what_was_recorded(self) -> None:
        old = end(a_subscription(opened=date(2024, 1, 1)), why="MOVE")
        new = a_subscription()

        actions.verify_reason(
            subscription=old,
            version=old.version,
            reason_verified=reason("PRICE"),
            verified_date=TODAY,
            by=lin(),
            at=TUESDAY_10AM,
        )

        new.refresh_from_db()
        old.refresh_from_db()
        assert new.replaces is None
        assert (old.reason_recorded, old.reason_verified) == (reason("MOVE"), reason("PRICE"))


class TestChangeFee:
    def test_keeps_the_old_and_the_new_fee(self) -> None:
        subscription = a_subscription(fee_cents=200_000)

        actions.change_fee(
            subscription=subscription,
            version=subscription.version,
            fee_cents=188_000,
            changed_date=TODAY,
            by=lin(),
            at=TUESDAY_10AM,
            reason="Renewal",
        )

        change = FeeChange.objects.get(subscription=subscription)
        assert (change.old_fee_cents, change.new_fee_cents) == (200_000, 188_000)

    @pytest.mark.parametrize("fee_cents", [-1, 200_000])
    def test_refuses_no_change_and_less_than_nothing(self, fee_cents: int) -> None:
        subscription = a_subscription(fee_cents=200_000)

        with pytest.raises(Refused):
            actions.change_fee(
                subscription=subscription,
                version=subscription.version,
                fee_cents=fee_cents,
                changed_date=TODAY,
                by=lin(),
                at=TUESDAY_10AM,
            )


class TestSuspension:
    def test_a_suspended_subscription_is_still_held(self) -> None:
        subscription = a_subscription()

        actions.suspend_subscription(
            subscription=subscription,
            version=subscription.version,
            by=lin(),
            at=TUESDAY_10AM,
            reason="Low season",
        )

        assert subscription in Subscription.objects.held()


class TestAgreements:
    def test_refuses_the_same_number_twice(self) -> None:
        terms = AgreementTerms(number="HT-2026-1", starts_date=TODAY)
        actions.sign_agreement(customer=harbor_bank(), terms=terms, by=greta(), at=TUESDAY_10AM)

        with pytest.raises(Refused) as refusal:
            actions.sign_agreement(customer=lake_mills(), terms=terms, by=greta(), at=TUESDAY_10AM)

        assert refusal.value.field == "number"

    def test_is_filed_once_and_not_before_it_was_signed(self) -> None:
        agreement = actions.sign_agreement(
            customer=harbor_bank(),
            terms=AgreementTerms(number="HT-2", starts_date=TODAY, signed_date=TODAY),
            by=greta(),
            at=TUESDAY_10AM,
        )

        with pytest.raises(Refused):
            actions.file_agreement(
                agreement=agreement,
                version=agreement.version,
                filed_date=TODAY - timedelta(days=1),
                by=greta(),
                at=TUESDAY_10AM,
            )
        actions.file_agreement(
            agreement=agreement,
            version=agreement.version,
            filed_date=TODAY,
            by=greta(),
            at=TUESDAY_10AM,
        )
        with pytest.raises(Refused):
            actions.file_agreement(
                agreement=agreement,
                version=agreement.version,
                filed_date=TODAY,
                by=greta(),
                at=TUESDAY_10AM,
            )


class TestReferenceData:
    def test_a_code_is_taken_once(self) -> None:
        with pytest.raises(Refused) as refusal:
            actions.add_termination_reason(
                code="PRICE",
                name_zh="低价",
                name_en="Price",
                influence=Influence.PARTLY,
                by=greta(),
                at=TUESDAY_10AM,
            )

        assert refusal.value.field == "code"
