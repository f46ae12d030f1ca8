"""Merging without loss, and undoing it: every table, every row, every figure."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from primeline.audit.models import Act
from primeline.customers import queries as customers
from primeline.customers.actions import add_contact, change_identity, restrict_customer
from primeline.customers.choices import CustomerKind, CustomerStatus, Tier
from primeline.customers.models import Bill, BillingAccount, Customer, Payment
from primeline.customers.queries import found_accounts, reach_now
from primeline.customers.values import ContactDetails, Identity
from primeline.kit.deeds import act
from primeline.kit.errors import Refused
from primeline.kpi import queries as kpi
from primeline.kpi.choices import LineChoice
from primeline.kpi.values import Scope
from primeline.products.actions import install_reference, sign_agreement, terminate_subscription
from primeline.products.models import Subscription, TerminationReason
from primeline.products.values import AgreementTerms
from primeline.quality import actions
from primeline.quality.actions import Wish
from primeline.quality.choices import MergeStatus, RecordPart
from primeline.quality.models import Condition, Difference, Merge
from primeline.quality.queries import moving
from primeline.quality.rules.merging import CHOICES
from primeline.quality.tests.snapshots import snapshot, without_homes
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    an_account,
    greta,
    harbor_branch,
    hill_branch,
    lin,
    sara,
)
from primeline.tiers.actions import install_policies
from primeline.tiers.models import Policy, Standing
from primeline.tiers.tests.story import a_line

pytestmark = [pytest.mark.django_db, pytest.mark.row("B10")]

LATER = TUESDAY_10AM + timedelta(days=3)
MONTHS = [date(2026, month, 1) for month in (1, 2, 3)]
PLAN = st.fixed_dictionaries(
    {
        "bills": st.lists(st.sampled_from(MONTHS), unique=True, max_size=3),
        "lines": st.integers(0, 2),
        "contacts": st.integers(0, 2),
        "payments": st.integers(0, 2),
        "contract": st.booleans(),
        "billing": st.integers(0, 1),
    }
)


@pytest.fixture(autouse=True)
def _reference() -> None:
    install_reference(by=CASTING, at=TUESDAY_10AM)


def furnish(customer: Customer, plan: dict[str, Any]) -> None:
    """Hang on an account what a plan says."""
    for _ in range(plan["lines"]):
        a_line(customer, "INTERNET_LINE")
    for place in range(plan["contacts"]):
        add_contact(
            customer=customer,
            details=ContactDetails(name=f"王伟{place}", phone=f"1380000{place:04d}"),
            by=CASTING,
            at=TUESDAY_10AM,
        )
    if plan["contract"]:
        terms = AgreementTerms(number=f"K-{customer.pk}", starts_date=date(2026, 1, 1))
        sign_agreement(customer=customer, terms=terms, by=CASTING, at=TUESDAY_10AM)
    with act(kind="test.furnish", by=CASTING, at=TUESDAY_10AM):
        for month in plan["bills"]:
            Bill.objects.create(
                customer=customer, bill_month=month, amount_cents=100, due_date=month
            )
        for _ in range(plan["payments"]):
            Payment.objects.create(customer=customer, paid_date=MONTHS[0], amount_cents=7)
        for _ in range(plan["billing"]):
            BillingAccount.objects.create(
                customer=customer, number=f"B-{customer.pk}", payment_mode="POSTPAID"
            )


def merge(survivor: Customer, absorbed: Customer, *taken: str) -> Merge:
    survivor.refresh_from_db()
    absorbed.refresh_from_db()
    wish = Wish(
        survivor=survivor,
        absorbed=absorbed,
        versions=(survivor.version, absorbed.version),
        taken=taken,
    )
    return actions.merge_accounts(wish=wish, by=greta(), at=TUESDAY_10AM, reason="一家公司")


def undo(merge: Merge) -> Merge:
    return actions.undo_merge(
        merge=merge, version=merge.version, by=greta(), at=LATER, reason="两家公司"
    )


def two() -> tuple[Customer, Customer]:
    """Two new accounts, also where a test is run over and over in one database."""
    again = uuid4().hex if Customer.objects.exists() else ""
    return (
        an_account(f"恒隆商贸{again}", unit=harbor_branch()),
        an_account(f"恒龙商贸{again}", unit=hill_branch()),
    )


class TestMerge:
    @settings(
        max_examples=10,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(PLAN, PLAN, st.sets(st.sampled_from(sorted(CHOICES))))
    def test_loses_nothing_and_undone_is_as_if_it_had_never_been(
        self, one: dict[str, Any], other: dict[str, Any], taken: set[str]
    ) -> None:
        survivor, absorbed = two()
        furnish(survivor, one)
        furnish(absorbed, other)
        before = snapshot()

        merged = merge(survivor, absorbed, *taken)

        after = snapshot()
        held, holds = without_homes(before), without_homes(after)
        assert {key: holds.get(key) for key in held} == held
        kept = {hanging.table: hanging.of(absorbed.pk).count() for hanging in moving()}
        twice = len(set(one["bills"]) & set(other["bills"]))
        # The line that tells where the account went is all that stands on its own timeline.
        expected = {"customers_bill": twice, "customers_timelineline": 1}
        assert {table: count for table, count in kept.items() if count} == {
            table: count for table, count in expected.items() if count
        }
        assert merged.kept_beside == ({"customers_bill": twice} if twice else {})
        undone = undo(merged)
        assert undone.left == []
        assert {key: row for key, row in snapshot().items() if key in before} == before

    def test_takes_what_is_chosen_and_leaves_the_rest_to_be_read(self) -> None:
        survivor, absorbed = two()
        with act(kind="test.facts", by=CASTING, at=TUESDAY_10AM):
            Customer.objects.filter(pk=absorbed.pk).update(
                external_id="X-9", address="海河路 9 号", brand="恒龙", account_manager=lin()
            )

        merge(survivor, absorbed, "external_id", "address", "managers")

        survivor.refresh_from_db()
        absorbed.refresh_from_db()
        assert (survivor.external_id, survivor.address) == ("X-9", "海河路 9 号")
        assert (survivor.name, survivor.brand, survivor.account_manager) == ("恒隆商贸", "", lin())
        assert absorbed.status == CustomerStatus.CLOSED
        assert (absorbed.merged_into, absorbed.brand) == (survivor, "恒龙")
        # Whoever reads the one may read the other.
        assert (absorbed.owner_unit, absorbed.account_manager) == (harbor_branch(), lin())

    def test_judges_what_it_touched_at_once(self) -> None:
        survivor, absorbed = two()
        with act(kind="test.facts", by=CASTING, at=TUESDAY_10AM):
            Customer.objects.filter(pk=absorbed.pk).update(address="海河路 9 号")
        ids = [survivor.pk, absorbed.pk]
        actions.judge_records(customer_ids=ids, by=CASTING, at=TUESDAY_10AM)

        def lacking_an_address() -> dict[int, bool]:
            rows = Condition.objects.filter(customer__in=ids)
            return {row.customer_id: RecordPart.ADDRESS in row.missing for row in rows}

        merged = merge(survivor, absorbed, "address")
        assert lacking_an_address() == {survivor.pk: False}

        undo(merged)
        assert lacking_an_address() == {survivor.pk: True, absorbed.pk: False}

    def test_changes_no_figure(self) -> None:
        install_policies(by=CASTING, at=TUESDAY_10AM)
        survivor = an_account("恒隆商贸", unit=harbor_branch(), tier=Tier.GOLD)
        absorbed = an_account("恒龙商贸", unit=harbor_branch())
        key = a_line(survivor, "INTERNET_LINE", opened=date(2026, 3, 2))
        a_line(survivor, "DATA_LINE", opened=date(2026, 2, 2))
        for opened in (date(2025, 11, 3), date(2026, 3, 5), date(2026, 4, 6)):
            a_line(absorbed, "DATA_LINE", opened=opened)
        terminate_subscription(
            subscription=key,
            version=key.version,
            terminated_date=date(2026, 4, 7),
            reason_recorded=TerminationReason.objects.get(code="PRICE"),
            by=CASTING,
            at=TUESDAY_10AM,
        )
        self._judged(absorbed, (date(2026, 2, 1), False), (date(2026, 3, 1), True))
        self._judged(survivor, (date(2026, 1, 1), False), (date(2026, 2, 1), True))
        before, held = self._figures(), self._held()

        merged = merge(survivor, absorbed)

        assert (self._figures(), self._held()) == (before, held)
        undo(merged)
        assert (self._figures(), self._held()) == (before, held)

    def test_stays_as_typed_the_old_number_and_name(self) -> None:
        survivor, absorbed = two()
        a_line(absorbed, "INTERNET_LINE")
        merged = merge(survivor, absorbed)
        reach = reach_now(sara(), at=TUESDAY_10AM)

        def numbers(text: str) -> list[str]:
            return [one.row["number"] for one in found_accounts(reach, text, limit=5)]

        for text in (absorbed.number, "恒龙商贸", f"INTERNET_LINE-{absorbed.pk}"):
            assert numbers(text) == [survivor.number], text
        undo(merged)
        for text in (absorbed.number, "恒龙商贸", f"INTERNET_LINE-{absorbed.pk}"):
            assert numbers(text) == [absorbed.number], text

    def test_hides_with_the_survivor(self) -> None:
        survivor, absorbed = two()
        merge(survivor, absorbed)
        survivor.refresh_from_db()

        restrict_customer(
            customer=survivor, version=survivor.version, cover_name="Rowan",
            by=CASTING, at=LATER, reason="r",
        )  # fmt: skip

        assert not customers.visible_to(reach_now(sara(), at=LATER)).exists()

    def test_goes_through_a_chain_and_back(self) -> None:
        first, second = two()
        third = an_account("恒隆商贸（集团）", unit=harbor_branch())
        a_line(first, "INTERNET_LINE")
        before = snapshot()
        below = merge(second, first)
        above = merge(third, second)

        assert Subscription.objects.get().customer == third
        assert customers.present_account(Customer.objects.get(pk=first.pk)) == third
        with pytest.raises(Refused):
            undo(below)
        undo(above)
        undo(Merge.objects.get(pk=below.pk))
        assert {key: row for key, row in snapshot().items() if key in before} == before

    def test_is_told_by_the_record_and_on_both_timelines(self) -> None:
        survivor, absorbed = two()

        merged = merge(survivor, absorbed)

        written = Act.objects.get(kind="quality.merge")
        assert (written.reason, written.pk) == ("一家公司", merged.act_id)
        told = customers.timeline_of(survivor).lines[0]
        assert (told.kind, told.words["number"]) == ("MERGED_HERE", absorbed.number)
        assert customers.timeline_of(absorbed).lines[0].kind == "MERGED_AWAY"

    @pytest.mark.parametrize("why", ["kind", "key", "hidden", "twice", "itself", "closed"])
    def test_is_refused(self, why: str) -> None:
        survivor, absorbed = two()
        with act(kind="test.refused", by=CASTING, at=TUESDAY_10AM):
            rows = Customer.objects
            if why == "kind":
                rows.filter(pk=absorbed.pk).update(kind=CustomerKind.INDIVIDUAL)
            elif why == "key":
                rows.filter(pk=absorbed.pk).update(is_key_account=True)
            elif why == "hidden":
                rows.filter(pk=absorbed.pk).update(is_restricted=True, cover_name="Rowan")
            elif why == "closed":
                rows.filter(pk=survivor.pk).update(status="CLOSED", closed_date=MONTHS[0])
        if why == "twice":
            merge(an_account("恒隆", unit=harbor_branch()), absorbed)
        before = snapshot()

        with pytest.raises(Refused):
            merge(survivor, survivor if why == "itself" else absorbed)

        assert snapshot() == before

    def test_is_refused_when_somebody_saved_in_between(self) -> None:
        survivor, absorbed = two()
        wish = Wish(survivor=survivor, absorbed=absorbed, versions=(1, 7))

        with pytest.raises(Refused, match="meantime"):
            actions.merge_accounts(wish=wish, by=greta(), at=TUESDAY_10AM, reason="r")

        assert not Merge.objects.exists()

    @staticmethod
    def _judged(customer: Customer, *spells: tuple[date, bool]) -> None:
        with act(kind="test.judged", by=CASTING, at=TUESDAY_10AM):
            policy = Policy.objects.earliest("id")
            for month, is_key in spells:
                Standing.objects.create(
                    customer=customer, month=month, policy=policy, is_key_account=is_key,
                    scheme="ORGANIZATION", ruled_is_key=is_key,
                )  # fmt: skip

    @staticmethod
    def _figures() -> list[tuple[Any, ...]]:
        figures = kpi.figures_of(_scope())
        return sorted(
            (str(one.kind), one.subscription_id, one.day, one.cents) for one in figures.movements
        ) + sorted(figures.bases.items())

    @staticmethod
    def _held() -> int:
        return sum(len(kpi.held_on(_scope(), month)) for month in MONTHS)


class TestUndo:
    def test_leaves_what_was_changed_since_and_says_so(self) -> None:
        survivor, absorbed = two()
        furnish(absorbed, {"bills": MONTHS, "lines": 1, "contacts": 1, "payments": 0,
                           "contract": False, "billing": 0})  # fmt: skip
        merged = merge(survivor, absorbed, "name")
        survivor.refresh_from_db()
        change_identity(
            customer=survivor,
            version=survivor.version,
            identity=Identity(kind=CustomerKind.ORGANIZATION, name="恒隆集团"),
            by=CASTING,
            at=LATER,
        )
        elsewhere = an_account("远山科技", unit=harbor_branch())
        bill = Bill.objects.get(bill_month=MONTHS[1])
        with act(kind="test.elsewhere", by=CASTING, at=LATER):
            Bill.objects.filter(pk=bill.pk).update(customer=elsewhere)

        undone = undo(merged)

        survivor.refresh_from_db()
        assert survivor.name == "恒隆集团"
        assert Bill.objects.get(pk=bill.pk).customer == elsewhere
        assert Subscription.objects.get().customer == absorbed
        assert {(left["table"], *left["columns"]) for left in undone.left} == {
            ("customers_customer", "name"),
            ("customers_bill", "customer_id"),
        }

    def test_is_done_once_by_somebody_who_says_why_and_is_remembered(self) -> None:
        merged = merge(*two())
        with pytest.raises(Refused):
            actions.undo_merge(merge=merged, version=1, by=greta(), at=LATER, reason=" ")

        undone = undo(merged)

        assert (undone.status, undone.undone_by) == (MergeStatus.UNDONE, greta())
        assert Difference.objects.get().reason == "两家公司"
        with pytest.raises(Refused):
            undo(undone)


def _scope() -> Scope:
    return Scope(
        reach=reach_now(sara(), at=TUESDAY_10AM),
        first_month=MONTHS[0],
        as_of=TUESDAY_10AM.date(),
        lines=LineChoice.ALL,
    )
