"""Accounts with a story, and that a plan is the same whenever it is made."""

from collections import Counter
from datetime import date, timedelta

import pytest

from primeline.demo.plan.build import build_plan
from primeline.demo.plan.shapes import Customer, Subscription
from primeline.demo.seeding import SEED
from primeline.demo.tests import built


def told(story: str) -> tuple[Customer, list[Subscription]]:
    place = next(i for i, c in enumerate(built.plan().customers) if c.story == story)
    ours = [s for s in built.plan().subscriptions if s.customer == place]
    return built.plan().customers[place], ours


def in_service(subscriptions: list[Subscription]) -> Counter[str]:
    return Counter(s.line for s in subscriptions if s.terminated is None)


@pytest.mark.row("M2")
class TestStories:
    def test_lanheng_bank_has_212_circuits_and_a_contract_that_ends_in_75_days(self) -> None:
        bank, ours = told("lanheng")
        circuits = [s for s in ours if s.circuit.number and s.terminated is None]
        place = built.plan().customers.index(bank)
        ends = [a.ends for a in built.plan().agreements if a.customer == place]

        assert bank.tier == "T0"
        assert len(circuits) == 212
        assert sum(s.fee_cents for s in ours) / 100 == pytest.approx(486_000, rel=0.001)
        assert built.REFERENCE_DAY + timedelta(days=75) in ends

    def test_the_pharmacies_swapped_96_sites_and_lost_none(self) -> None:
        _, ours = told("pharmacy")
        swapped = [s for s in ours if s.replacement == "SWAP"]

        assert len(swapped) == 96
        assert in_service(ours)["NETWORKING"] == 96

    def test_qingyan_express_leaves_in_steps(self) -> None:
        _, ours = told("qingyan")
        gone = [s for s in ours if s.terminated is not None]
        leaving = [s for s in ours if s.status == "PENDING_TERMINATE"]

        assert len(gone) + len(leaving) == 38
        assert {s.verified for s in gone if s.verified} == {"TENDER_LOST"}

    def test_yewan_hotels_suspended_nineteen_sites(self) -> None:
        _, ours = told("yewan")

        assert Counter(s.status for s in ours)["SUSPENDED"] == 19

    def test_xueya_mining_still_waits_for_its_line(self) -> None:
        _, ours = told("xueya")
        waiting = [s for s in ours if s.status == "PENDING_ACTIVE"]

        assert len(waiting) == 1
        assert waiting[0].opened > built.REFERENCE_DAY

    def test_jintang_precision_pays_31_400_for_21_lines(self) -> None:
        _, ours = told("jintang")

        assert sum(in_service(ours).values()) == 21
        assert sum(s.fee_cents for s in ours) / 100 == pytest.approx(31_400, rel=0.001)

    def test_hawthorn_is_known_by_its_cover_name_to_three_people(self) -> None:
        customer, _ = told("hawthorn")
        place = built.plan().customers.index(customer)
        cleared = [c.person for c in built.plan().clearances if c.customer == place]

        assert "Hawthorn" in customer.identity.cover_name
        assert len(cleared) == 3
        assert customer.manager in cleared


@pytest.mark.row("M2")
class TestBuildPlan:
    def test_says_the_same_whenever_it_is_asked(self) -> None:
        first, first_bills = build_plan(seed=7, today=built.REFERENCE_DAY, scale=0.02)
        again, again_bills = build_plan(seed=7, today=built.REFERENCE_DAY, scale=0.02)

        assert first == again
        assert list(first_bills) == list(again_bills)

    def test_says_something_else_for_another_start_value(self) -> None:
        first, _ = build_plan(seed=7, today=built.REFERENCE_DAY, scale=0.02)
        other, _ = build_plan(seed=8, today=built.REFERENCE_DAY, scale=0.02)

        assert first.customers != other.customers

    @pytest.mark.parametrize(
        "today",
        [
            date(2026, 1, 1),
            date(2026, 2, 28),
            date(2028, 2, 29),
            date(2027, 5, 3),
            date(2031, 9, 30),
        ],
        ids=str,
    )
    def test_can_be_made_for_any_day(self, today: date) -> None:
        plan, bills = build_plan(seed=SEED, today=today, scale=0.05)

        assert len([c for c in plan.customers if c.closed is None]) == 1000
        assert all(
            s.terminated is None or s.opened <= s.terminated <= today for s in plan.subscriptions
        )
        assert all(s.opened <= today or s.status == "PENDING_ACTIVE" for s in plan.subscriptions)
        assert all(bill.month < today.replace(day=1) for bill in bills)

    @pytest.mark.parametrize("scale", [0.02, 0.1])
    def test_keeps_the_proportions_at_a_smaller_scale(self, scale: float) -> None:
        plan, _ = build_plan(seed=SEED, today=built.REFERENCE_DAY, scale=scale)
        living = [c for c in plan.customers if c.closed is None]

        assert len(living) == round(20_000 * scale)
        assert sum(bool(c.tier) for c in living) == round(2_000 * scale)
        assert len(plan.subscriptions) == pytest.approx(50_500 * scale, rel=0.1)
        assert {c.story for c in plan.customers if c.story} == {
            c.story for c in built.plan().customers if c.story
        }
