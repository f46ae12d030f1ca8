"""Payments that milestones waited for: what fits, what is left to a person, what is taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from primeline.customers.models import Payment, TimelineLine
from primeline.kit.deeds import act
from primeline.kit.errors import Refused
from primeline.products import actions, queries, rules
from primeline.products.models import Milestone, PaymentMatch
from primeline.products.rules import Paid
from primeline.products.values import AgreementTerms, MilestoneTerms
from primeline.testing.cast import CASTING, TUESDAY_10AM, harbor_bank, lake_mills, lin
from primeline.testing.doors import signed_in

DUE = date(2026, 3, 31)
DAY = timedelta(days=1)
PAYMENTS = st.lists(
    st.builds(
        Paid,
        payment_id=st.integers(1, 999),
        paid_date=st.dates(DUE - 200 * DAY, DUE + 200 * DAY),
        cents=st.sampled_from([99_000, 99_500, 99_501, 100_000, 100_001]),
    ),
    unique_by=lambda one: one.payment_id,
    max_size=6,
)
OWED = st.lists(
    st.tuples(
        st.integers(1, 99),
        st.dates(DUE - 60 * DAY, DUE + 60 * DAY),
        st.sampled_from([99_500, 100_000]),
    ),
    unique_by=lambda one: one[0],
    max_size=4,
)


def owed(cents: int = 100_000, *, due: date = DUE, number: str = "HT-9") -> Milestone:
    agreement = actions.sign_agreement(
        customer=harbor_bank(),
        terms=AgreementTerms(number=number, starts_date=date(2026, 1, 1)),
        by=lin(),
        at=TUESDAY_10AM,
    )
    terms = MilestoneTerms(kind="PAYMENT", name="First half", due_date=due, amount_cents=cents)
    return actions.plan_milestone(agreement=agreement, terms=terms, by=lin(), at=TUESDAY_10AM)


def paid(cents: int = 100_000, *, on: date = DUE + 3 * DAY, **more: Any) -> Payment:
    with act(kind="test.write", by=CASTING, at=TUESDAY_10AM):
        facts = {"customer": harbor_bank(), "paid_date": on, "amount_cents": cents} | more
        return Payment.objects.create(**facts)


def run() -> int:
    return actions.match_payments(by=CASTING, at=TUESDAY_10AM)


class TestRules:
    @given(PAYMENTS)
    def test_exact_ones_come_first_and_others_lack_a_fee_at_most(
        self, payments: list[Paid]
    ) -> None:
        found = rules.likenesses(due=DUE, cents=100_000, payments=payments)

        exact = [one.is_exact for one in found]
        assert exact == sorted(exact, reverse=True)
        for one in found:
            assert one.paid.cents == 100_000 - one.cents_missing
            assert 0 <= one.cents_missing <= 500
            assert one.is_exact == (one.cents_missing == 0 and -45 <= one.days_late <= 90)
        assert {one.paid for one in found} >= {one for one in payments if one.cents == 100_000}

    @given(OWED, PAYMENTS)
    def test_pairs_are_what_fits_each_other_and_nothing_else(
        self, waiting: list[tuple[int, date, int]], payments: list[Paid]
    ) -> None:
        def fits(due: date, cents: int, one: Paid) -> bool:
            return one.cents == cents and -45 * DAY <= one.paid_date - due <= 90 * DAY

        expected = [
            (key, one.payment_id)
            for key, due, cents in sorted(waiting)
            for one in payments
            if fits(due, cents, one)
            and sum(fits(due, cents, other) for other in payments) == 1
            and sum(fits(when, much, one) for _key, when, much in waiting) == 1
        ]

        assert rules.sure_pairs(waiting, payments) == expected


@pytest.mark.django_db
@pytest.mark.row("B3")
class TestMatching:
    def test_by_rule_once_and_not_again_after_a_person_undid_it(self) -> None:
        milestone, payment = owed(), paid()

        assert run() == 1
        milestone.refresh_from_db()
        match = PaymentMatch.objects.get()
        assert (milestone.done_date, match.how, match.payment) == (
            payment.paid_date,
            "RULE",
            payment,
        )
        assert run() == 0
        with pytest.raises(Refused, match="say so at the payment"):
            actions.reopen_milestone(
                milestone=milestone, version=2, reason="x", by=lin(), at=TUESDAY_10AM
            )

        actions.undo_match(
            match=match, version=1, reason="for another contract", by=lin(), at=TUESDAY_10AM
        )
        milestone.refresh_from_db()
        assert milestone.done_date is None
        assert run() == 0
        kinds = list(TimelineLine.objects.order_by("id").values_list("kind", flat=True))
        assert kinds[-2:] == ["MILESTONE_DONE", "MILESTONE_REOPENED"]

    def test_leaves_what_is_ambiguous_to_a_person(self) -> None:
        milestone, first, second = owed(), paid(), paid(on=DUE + 9 * DAY)
        stranger = paid(customer=lake_mills())

        assert run() == 0
        assert [one.payment for one in queries.candidates_for(milestone)] == [first, second]
        with pytest.raises(Refused):
            actions.match_payment(
                milestone=milestone, version=1, payment=stranger, by=lin(), at=TUESDAY_10AM
            )
        actions.match_payment(
            milestone=milestone, version=1, payment=second, by=lin(), at=TUESDAY_10AM
        )
        other = owed(number="HT-10")
        with pytest.raises(Refused, match="another milestone"):
            actions.match_payment(
                milestone=other, version=1, payment=second, by=lin(), at=TUESDAY_10AM
            )
        # Of two payments one is taken now, so the other fits what is left, and nothing else does.
        assert run() == 1
        other.refresh_from_db()
        assert other.done_date == first.paid_date

    def test_is_undone_when_the_payment_is_taken_back(self) -> None:
        milestone, payment = owed(), paid()
        run()
        with act(kind="test.write", by=CASTING, at=TUESDAY_10AM):
            Payment.objects.filter(pk=payment.pk).update(status="CANCELLED")

        assert run() == 1
        milestone.refresh_from_db()
        assert milestone.done_date is None


@pytest.mark.django_db
def test_the_page_offers_matches_and_takes_them_back(django_assert_num_queries: Any) -> None:
    milestone, payment = owed(), paid(99_600)
    agreement, browser = milestone.agreement, signed_in(lin())
    contract = f"/accounts/{agreement.customer.number}/contracts/{agreement.pk}/"
    address = f"{contract}milestones/{milestone.pk}/payment/"
    browser.get(address)

    with django_assert_num_queries(9):
        page = browser.get(address).content.decode()
    assert "¥4 less than agreed" in page
    assert "3 days after it was due" in page
    sent = {"version": 1, "payment": payment.pk, "once": "a" * 24}
    assert browser.post(address, {**sent, "payment": payment.pk + 1}).status_code == 422
    assert browser.post(address, sent).status_code == 302
    assert "matched by a person" in browser.get(contract).content.decode()
    undo = {"version": 1, "reason": "not this one", "once": "b" * 24}
    assert browser.post(f"{address}undo/", undo).status_code == 302
    assert "days late" in browser.get(contract).content.decode()
