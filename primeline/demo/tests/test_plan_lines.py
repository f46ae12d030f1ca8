"""Lines of business: how many there are, what they cost, what they are made of."""

from collections import Counter, defaultdict
from ipaddress import ip_network
from statistics import mean

import pytest

from primeline.demo.plan import figures as f
from primeline.demo.plan.places import PROVINCE_OF, PROVINCES
from primeline.demo.plan.shapes import Subscription
from primeline.demo.tests import built

pytestmark = pytest.mark.row("B4")


def held(line: str, *, key: bool) -> list[Subscription]:
    return [
        s
        for s in built.plan().subscriptions
        if s.line == line and built.held_at_close(s) and bool(built.owner(s).tier) is key
    ]


def circuits() -> list[Subscription]:
    return [s for line in f.CIRCUITS for s in held(line, key=True)]


@pytest.mark.parametrize("line", f.LINES)
def test_lines_have_their_numbers(line: str) -> None:
    assert len(held(line, key=True)) == f.LINES[line].key
    assert len(held(line, key=False)) == f.LINES[line].ordinary


@pytest.mark.parametrize("line", [line for line, figures in f.LINES.items() if figures.key])
def test_fees_of_key_accounts_are_spread_as_on_the_page(line: str) -> None:
    figures = f.LINES[line]
    fees = sorted(s.fee_cents / 100 for s in held(line, key=True))
    count = len(fees)
    # A dozen lines have their percentiles by chance; hundreds do not.
    slack = 0.12 if count > 150 else 0.35

    assert mean(fees) == pytest.approx(figures.mean, rel=0.12)
    assert fees[count // 2] == pytest.approx(figures.median, rel=0.18)
    assert fees[count // 10] == pytest.approx(figures.low, rel=slack + 0.1)
    assert fees[count * 9 // 10] == pytest.approx(figures.high, rel=slack)


def test_circuits_of_an_account_grow_with_its_tier() -> None:
    counts = Counter(built.owner(s).tier for s in circuits())
    wanted = {f.DIAMOND: 42, f.GOLD: 10, f.SILVER: 3.0, f.STANDARD: 1.2}

    for tier, count in wanted.items():
        assert counts[tier] / f.TIERS[tier].accounts == pytest.approx(count, rel=0.03)


def test_provinces_have_their_share_of_leased_lines() -> None:
    lines = [s for line in f.LEASED for s in held(line, key=True)]
    shares = built.shares(Counter(PROVINCE_OF[built.owner(s).unit].code for s in lines))

    for province in PROVINCES:
        assert shares[province.code] == pytest.approx(province.leased_share, abs=0.1)


def test_bandwidths_of_internet_lines_have_their_shares_and_fees() -> None:
    fees = defaultdict(list)
    for s in held(f.INTERNET, key=True):
        fees[s.circuit.bandwidth].append(s.fee_cents / 100)
    total = sum(map(len, fees.values()))

    for bandwidth, (share, fee) in f.INTERNET_BANDWIDTHS.items():
        assert len(fees[bandwidth]) * 100 / total == pytest.approx(share, abs=0.6)
        assert mean(fees[bandwidth]) == pytest.approx(fee, rel=0.15), bandwidth


def test_data_lines_have_their_shares_by_bandwidth_and_distance() -> None:
    lines = held(f.DATA, key=True)
    by_distance = built.shares(Counter(s.circuit.distance for s in lines))
    by_bandwidth = built.shares(Counter(str(s.circuit.bandwidth) for s in lines))

    assert by_distance == pytest.approx(f.DISTANCES, abs=0.6)
    wanted = {str(mbps): share for mbps, (share, _) in f.DATA_BANDWIDTHS.items()}
    assert by_bandwidth == pytest.approx(wanted, abs=0.6)


def test_assurance_and_access_have_their_shares() -> None:
    ours = circuits()

    assert built.shares(Counter(s.circuit.assurance for s in ours)) == pytest.approx(
        f.ASSURANCE, abs=1.0
    )
    access = built.shares(Counter(s.circuit.access for s in ours))
    assert access == pytest.approx(f.ACCESS_KINDS, abs=1.2)


def test_another_operators_loop_comes_with_its_number_and_fault_phone() -> None:
    for s in circuits():
        is_leased = s.circuit.access == "LEASED"
        assert bool(s.circuit.operator_number) is is_leased
        assert bool(s.circuit.operator_phone) is is_leased


def test_cards_and_racks_meet_their_sums() -> None:
    for line, (total, _) in f.QUANTITIES.items():
        count = sum(s.circuit.quantity for s in held(line, key=True))
        assert count == pytest.approx(total, rel=0.03), line


def test_end_addresses_are_incomplete_now_and_then() -> None:
    ours = circuits()
    incomplete = sum("号" not in s.circuit.a_end for s in ours)

    assert incomplete / len(ours) == pytest.approx(0.029, abs=0.006)


def test_addresses_come_from_the_range_for_benchmarks() -> None:
    bench = ip_network("198.18.0.0/15")
    blocks = [s.circuit.addresses for s in built.plan().subscriptions if s.circuit.addresses]

    assert all(ip_network(block).subnet_of(bench) for block in blocks)  # type: ignore[arg-type]


def test_one_block_still_belongs_to_a_line_that_ended_seven_months_ago() -> None:
    users = defaultdict(list)
    for s in built.plan().subscriptions:
        if s.circuit.addresses:
            users[s.circuit.addresses].append(s)
    shared = [pair for pair in users.values() if len(pair) > 1]

    assert len(shared) == 1
    ended, in_service = sorted(shared[0], key=lambda s: s.terminated is None)
    assert ended.terminated is not None
    assert in_service.terminated is None
    months = (built.REFERENCE_DAY - ended.terminated).days / 30.4
    assert months == pytest.approx(7, abs=0.5)


def test_most_pay_afterwards() -> None:
    modes = Counter(b.payment_mode for b in built.plan().billing_accounts)

    assert built.shares(modes)["POSTPAID"] == pytest.approx(83, abs=1.5)
