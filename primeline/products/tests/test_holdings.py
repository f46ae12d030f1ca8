"""What accounts have: for the columns of lists and the panes of one account."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.customers.models import Customer
from primeline.products import actions, queries
from primeline.products.models import LineOfBusiness, Subscription, TerminationReason
from primeline.products.queries import Holding
from primeline.products.values import AgreementTerms, Circuit, Terms
from primeline.testing.cast import CASTING, TUESDAY_10AM, harbor_bank, lake_mills

pytestmark = pytest.mark.django_db

TODAY = TUESDAY_10AM.date()


def open_line(customer: Customer, code: str, assurance: str = "NORMAL") -> Subscription:
    actions.install_reference(by=CASTING, at=TUESDAY_10AM)
    return actions.open_subscription(
        customer=customer,
        line=LineOfBusiness.objects.get(code=code),
        terms=Terms(fee_cents=100_000, opened_date=date(2025, 1, 1)),
        circuit=Circuit(assurance=assurance),
        by=CASTING,
        at=TUESDAY_10AM,
    )


def end(subscription: Subscription) -> None:
    actions.terminate_subscription(
        subscription=subscription,
        version=subscription.version,
        terminated_date=TODAY,
        reason_recorded=TerminationReason.objects.get(code="PRICE"),
        by=CASTING,
        at=TUESDAY_10AM,
    )


def sign(customer: Customer, number: str, ends: date) -> None:
    terms = AgreementTerms(number=number, starts_date=date(2025, 1, 1), ends_date=ends)
    actions.sign_agreement(customer=customer, terms=terms, by=CASTING, at=TUESDAY_10AM)


class TestHoldingsOf:
    def test_tell_lines_circuits_the_highest_assurance_and_the_next_end(self) -> None:
        bank, mills = harbor_bank(), lake_mills()
        open_line(bank, "INTERNET_LINE", "AA")
        open_line(bank, "DATA_LINE", "AAA")
        end(open_line(bank, "VPDN", "AAA"))
        sign(bank, "OVER", date(2026, 1, 1))
        sign(bank, "LATE", date(2028, 1, 1))
        sign(bank, "NEXT", date(2027, 1, 1))

        found = queries.holdings_of([bank.pk, mills.pk], today=TODAY)

        assert found[bank.pk] == Holding(
            lines=("INTERNET_LINE", "DATA_LINE"),
            circuits_count=2,
            assurance="AAA",
            next_end_date=date(2027, 1, 1),
        )
        assert found[mills.pk] == Holding()

    def test_cost_two_queries(self) -> None:
        ids = [harbor_bank().pk, lake_mills().pk]

        with CaptureQueriesContext(connection) as asked:
            queries.holdings_of(ids, today=TODAY)

        assert len(asked) == 2


class TestSubscriptionsOf:
    def test_are_paged_by_key(self) -> None:
        bank = harbor_bank()
        opened = [open_line(bank, "INTERNET_LINE") for _ in range(5)]

        first = queries.subscriptions_of(bank, size=3)
        second = queries.subscriptions_of(bank, after=first.after, size=3)

        assert [*first.rows, *second.rows] == opened[::-1]
        assert second.after is None

    def test_keep_held_and_ended_apart(self) -> None:
        bank = harbor_bank()
        held, ended = open_line(bank, "INTERNET_LINE"), open_line(bank, "DATA_LINE")
        end(ended)

        assert queries.subscriptions_of(bank, is_held=True).rows == [held]
        assert queries.subscriptions_of(bank, is_held=False).rows == [ended]
        assert queries.subscription_counts(bank) == (1, 1, 100_000)


def test_holders_of_a_line_are_those_who_hold_it_now() -> None:
    end(open_line(harbor_bank(), "VPDN"))
    open_line(lake_mills(), "VPDN")

    assert list(queries.holders_of("VPDN")) == [lake_mills().pk]
