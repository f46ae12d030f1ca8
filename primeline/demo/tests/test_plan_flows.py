"""Lost and gained leased lines of key accounts: month by month exactly as on the page."""

from collections import Counter
from datetime import date

import pytest

from primeline.demo.plan.places import PROVINCE_OF, PROVINCES, Province
from primeline.demo.plan.reasons import OWN_REASONS, SHARES
from primeline.demo.plan.shapes import Subscription
from primeline.demo.tests import built

pytestmark = pytest.mark.row("J1")

# Gained and lost, from November 2024 to October 2026.
PAGE = (
    *((84, 34), (91, 45), (57, 49), (38, 22), (95, 41), (84, 36)),
    *((76, 32), (87, 38), (72, 40), (76, 31), (84, 32), (68, 32)),
    *((88, 28), (96, 38), (60, 40), (40, 18), (100, 34), (88, 30)),
    *((80, 27), (92, 32), (76, 33), (80, 26), (88, 27), (72, 27)),
)


def month_of(day: date | None) -> int:
    assert day is not None
    return built.calendar().index_of(day)


def test_every_month_gains_and_loses_what_the_page_says() -> None:
    gained = Counter(month_of(s.opened) for s in built.leased_gains())
    lost = Counter(month_of(s.terminated) for s in built.leased_losses())

    assert tuple((gained[i], lost[i]) for i in range(24)) == PAGE


def test_the_base_grows_from_4540_to_5620() -> None:
    start, closing = built.calendar().start, built.calendar().closing
    lines = [s for s in built.of_key() if s.line in ("INTERNET_LINE", "DATA_LINE")]

    def held_on(day: date) -> int:
        return sum(s.opened < day and (not s.terminated or s.terminated >= day) for s in lines)

    after_closing = date(closing.year, closing.month + 1, 1)
    assert (held_on(start), held_on(after_closing)) == (4540, 5620)


@pytest.mark.parametrize("province", PROVINCES, ids=lambda p: p.code)
@pytest.mark.parametrize("year", [0, 1])
def test_provinces_lose_at_their_ratios(province: Province, year: int) -> None:
    def of_year(subscriptions: list[Subscription], *, ended: bool) -> int:
        return sum(
            PROVINCE_OF[built.owner(s).unit] is province
            and month_of(s.terminated if ended else s.opened) // 12 == year
            for s in subscriptions
        )

    gained = of_year(built.leased_gains(), ended=False)
    lost = of_year(built.leased_losses(), ended=True)

    assert lost / gained == pytest.approx(province.ratios[year], abs=0.015)


def test_of_500_termination_orders_140_net_out() -> None:
    pairs = [
        s
        for s in built.of_key()
        if s.replaces is not None
        and s.line in ("INTERNET_LINE", "DATA_LINE")
        and 12 <= month_of(s.opened) < 24
    ]

    assert Counter(s.replacement for s in pairs) == {"MOVE": 62, "SWAP": 54, "RENAME": 24}
    net = sum(month_of(s.terminated) >= 12 for s in built.leased_losses())
    assert len(pairs) + net == 500


def test_replacements_are_of_one_customer_and_line_within_sixty_days() -> None:
    for s in built.plan().subscriptions:
        if s.replaces is not None:
            before = built.plan().subscriptions[s.replaces]
            assert (before.customer, before.line) == (s.customer, s.line)
            assert before.terminated is not None
            assert abs((s.opened - before.terminated).days) <= 60
            assert before.recorded == s.replacement


def test_reasons_have_their_shares_recorded_and_verified() -> None:
    losses = [s for s in built.leased_losses() if month_of(s.terminated) >= 12]
    recorded = built.shares(Counter(s.recorded for s in losses))
    verified = built.shares(Counter(s.verified for s in losses if s.verified))

    for reason, (as_recorded, as_verified) in SHARES.items():
        assert recorded.get(reason, 0) == pytest.approx(as_recorded, abs=0.6), reason
        assert verified.get(reason, 0) == pytest.approx(as_verified, abs=1.0), reason


def test_second_calls_come_within_ten_working_days() -> None:
    for s in built.of_key():
        if s.verified_on is not None:
            assert s.terminated is not None
            assert 0 < (s.verified_on - s.terminated).days <= 14
            assert s.verified_on <= built.REFERENCE_DAY


def test_nanyi_calls_four_of_five_losses_the_customers_own_reasons() -> None:
    at_nanyi = [
        s
        for place, s in enumerate(built.plan().subscriptions)
        if built.owner(s).tier
        and built.owner(s).unit == "NANYI"
        and s.terminated is not None
        and month_of(s.terminated) >= 12
        and place not in built.replaced()
    ]
    own = sum(s.recorded == OWN_REASONS for s in at_nanyi)

    assert len(at_nanyi) >= 20
    assert own / len(at_nanyi) == pytest.approx(0.81, abs=0.04)


def test_hardly_anything_opens_at_spring_festival() -> None:
    days = Counter(s.opened for s in built.plan().subscriptions)
    week = sum(days[date(2026, 2, day)] for day in range(17, 24))
    later = sum(days[date(2026, 3, day)] for day in range(10, 17))

    assert week < later / 4


def test_short_contracts_and_small_accounts_leave_more_often() -> None:
    tiers = Counter(built.owner(s).tier for s in built.leased_losses())
    lines = Counter(built.owner(s).tier for s in built.of_key() if s.circuit.number)
    rate = {tier: tiers[tier] / lines[tier] for tier in tiers}

    assert rate["T3"] > rate["T2"] > rate["T1"] > rate.get("T0", 0)
