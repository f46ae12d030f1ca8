"""Lost and gained: worked out by hand, and against somebody who counts everything every day."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given

from primeline.kpi import measures, rules
from primeline.kpi.choices import MovementKind
from primeline.kpi.rules import KeyBook, Spell
from primeline.kpi.tests.worlds import (
    END,
    MONTHS,
    START,
    Line,
    World,
    a_world,
    endings_of,
    held_now,
    openings_of,
    place_of,
    steps_of,
)
from primeline.kpi.values import Ending, FeeStep, Movement, Opening, Place, Share, Tally
from primeline.products.choices import Influence

pytestmark = pytest.mark.row("J1")

HARBOR = Place(1, 10, 100)
MAY_5 = date(2026, 5, 5)
PRICE, CLOSED, OWN = 1, 2, 3
INFLUENCES = {PRICE: Influence.PARTLY, CLOSED: Influence.UNAVOIDABLE, OWN: Influence.UNKNOWN}


def came(number: int, day: date, *, fee: int = 1000, place: Place = HARBOR) -> Opening:
    return Opening(number, place, day, fee, "", None, 0)


def went(number: int, day: date, *, recorded: int = OWN, verified: int | None = None) -> Ending:
    return Ending(number, HARBOR, day, 1000, "", None, recorded, verified)


def kinds(movements: list[Movement]) -> list[tuple[MovementKind, int]]:
    return [(movement.kind, movement.cents) for movement in movements]


class TestMovements:
    def test_a_move_nets_to_zero_and_shows_as_such(self) -> None:
        new = Opening(2, HARBOR, MAY_5, 1000, "MOVE", MAY_5 + timedelta(days=20), 1000)
        old = Ending(1, HARBOR, MAY_5 + timedelta(days=20), 1000, "MOVE", MAY_5, OWN, None)

        found = rules.movements_of([new], [old], [])

        assert kinds(found) == [(MovementKind.NETTED_IN, 1000), (MovementKind.NETTED_OUT, 1000)]

    @pytest.mark.parametrize(
        ("days", "netted"), [(60, True), (61, False), (-60, True), (-61, False)]
    )
    def test_sixty_days_either_way_are_near_enough(self, days: int, netted: bool) -> None:
        assert rules.is_netted("SWAP", MAY_5 + timedelta(days=days), MAY_5) is netted

    def test_a_swap_to_a_lower_fee_is_a_price_cut(self) -> None:
        new = Opening(2, HARBOR, MAY_5, 700, "SWAP", MAY_5, 1000)

        assert kinds(rules.movements_of([new], [], [])) == [
            (MovementKind.NETTED_IN, 700),
            (MovementKind.FEE_DOWN, 300),
        ]

    def test_what_was_opened_counts_with_its_first_fee(self) -> None:
        cut = FeeStep(1, HARBOR, MAY_5 + timedelta(days=9), 1000, 800)

        found = rules.movements_of([came(1, MAY_5, fee=800)], [], [cut])

        assert kinds(found) == [(MovementKind.GAINED, 1000), (MovementKind.FEE_DOWN, 200)]

    @pytest.mark.parametrize(("days", "kind"), [
        (365, MovementKind.WON_BACK),
        (366, MovementKind.GAINED),
        (0, MovementKind.GAINED),
    ])  # fmt: skip
    def test_a_line_that_comes_back_within_a_year_is_won_back(
        self, days: int, kind: MovementKind
    ) -> None:
        lost = went(1, MAY_5 - timedelta(days=days))

        found = rules.movements_of([came(2, MAY_5)], [lost], [])

        assert found[0].kind is kind

    def test_another_line_of_business_is_not_won_back(self) -> None:
        other = came(2, MAY_5, place=Place(1, 10, 101))

        found = rules.movements_of([other], [went(1, MAY_5 - timedelta(days=9))], [])

        assert found[0].kind is MovementKind.GAINED


class TestTally:
    def test_by_hand(self) -> None:
        movements = rules.movements_of(
            [came(1, MAY_5, fee=3000), came(2, MAY_5, fee=2000), came(3, MAY_5, fee=1000)],
            [went(4, MAY_5, recorded=OWN, verified=PRICE), went(5, MAY_5, recorded=CLOSED)],
            [FeeStep(6, HARBOR, MAY_5, 900, 600), FeeStep(7, HARBOR, MAY_5, 900, 1400)],
        )
        tally = Tally(base_count=50, base_cents=100_000)
        for movement in movements:
            rules.add(tally, movement, INFLUENCES)

        assert measures.LOST_TO_GAINED.of(tally) == Share(numerator=2, denominator=3)
        assert measures.FEES_LOST_TO_GAINED.of(tally) == Share(numerator=2300, denominator=6500)
        assert measures.LOSS_RATE.of(tally) == Share(numerator=2, denominator=50)
        assert measures.FEE_LOSS_RATE.of(tally) == Share(numerator=2300, denominator=100_000)
        assert measures.AVOIDABLE_SHARE.of(tally) == Share(numerator=1, denominator=2)
        assert measures.VERIFIED_SHARE.of(tally) == Share(numerator=1, denominator=2)
        assert tally.lost_by_influence == {Influence.PARTLY: 1, Influence.UNAVOIDABLE: 1}
        assert tally.recorded_by_influence == {Influence.UNKNOWN: 1, Influence.UNAVOIDABLE: 1}
        assert (tally.net_count, tally.net_cents) == (1, 4200)

    def test_nothing_gained_gives_no_rate(self) -> None:
        assert measures.LOST_TO_GAINED.of(Tally(lost_count=4)).value is None


class TestKeyBook:
    def test_what_stood_in_the_month_counts(self) -> None:
        spells = {1: [Spell(date(2026, 2, 1), True), Spell(date(2026, 5, 1), False)]}
        book = KeyBook(spells, first_judged=date(2026, 1, 1), key_now=[])

        seen = [book.is_key(1, month) for month in MONTHS]

        assert seen == [False, True, True, True, False, False]

    def test_before_anybody_was_judged_what_is_now_counts(self) -> None:
        book = KeyBook({}, first_judged=date(2026, 3, 1), key_now=[1])

        assert book.is_key(1, date(2026, 2, 1))
        assert not book.is_key(1, date(2026, 3, 1))
        assert not book.is_key(2, date(2026, 2, 1))


class TestBridge:
    def test_by_hand(self) -> None:
        before, after = Tally(lost_count=30, gained_count=60), Tally(lost_count=36, gained_count=80)

        found = rules.bridge(before, after)

        # 30 ÷ 60 = 50 %; six more losses at 60 gains make it 60 %; 80 gains bring it to 45 %.
        assert found == pytest.approx((0.5, 0.1, -0.15, 0.45))

    def test_there_is_none_without_gains(self) -> None:
        assert rules.bridge(Tally(lost_count=3), Tally(lost_count=1, gained_count=2)) is None


class TestRanks:
    def test_under_thirty_cases_there_is_no_rank(self) -> None:
        shares = {
            "small": Share(numerator=0, denominator=29),
            "good": Share(numerator=3, denominator=30),
            "bad": Share(numerator=60, denominator=100),
            "as bad": Share(numerator=30, denominator=50),
            "nothing": Share(numerator=0, denominator=0),
        }

        assert rules.ranks(shares) == {
            "small": None, "good": 1, "bad": 2, "as bad": 2, "nothing": None,
        }  # fmt: skip
        assert rules.ranks(shares, lowest_first=False)["good"] == 3


class TestAgainstCountingEverything:
    @given(a_world())
    def test_movements(self, world: World) -> None:
        expected: Counter[tuple[str, int, int]] = Counter()
        for line in world.lines:
            if START <= line.opened <= END:
                expected[_how_it_came(world, line), line.id, line.fees[0][1]] += 1
            if line.ended and START <= line.ended <= END:
                kind = "NETTED_OUT" if line.is_netted(line.replaced_by) else "LOST"
                expected[kind, line.id, line.fees[-1][1]] += 1

        found = rules.movements_of(openings_of(world), endings_of(world), steps_of(world))

        seen = Counter(
            (m.kind.value, m.subscription_id, m.cents)
            for m in found
            if m.day >= START and m.kind not in {MovementKind.FEE_UP, MovementKind.FEE_DOWN}
        )
        assert seen == expected

    @given(a_world())
    def test_fees_balance(self, world: World) -> None:
        found = [
            m
            for m in rules.movements_of(openings_of(world), endings_of(world), steps_of(world))
            if m.day >= START
        ]
        tally = Tally()
        for movement in found:
            rules.add(tally, movement, {})
        start = sum(
            line.fee_on(START - timedelta(days=1)) for line in world.lines if line.is_held(START)
        )
        held = sum(held.cents for held in held_now(world))
        # What a pair brings is in its difference alone; where only one half of it lies in the
        # period, the other half's fee is still in what is held at the start or at the end.
        netted_in = sum(m.cents for m in found if m.kind is MovementKind.NETTED_IN)
        netted_out = sum(m.cents for m in found if m.kind is MovementKind.NETTED_OUT)
        differences = sum(
            m.cents if m.kind is MovementKind.FEE_UP else -m.cents
            for m in found
            if m.replacement and m.kind in {MovementKind.FEE_UP, MovementKind.FEE_DOWN}
        )

        assert start + tally.net_cents - differences + netted_in - netted_out == held

    @given(a_world())
    def test_bases(self, world: World) -> None:
        expected: dict[tuple[date, int, int], list[int]] = defaultdict(lambda: [0, 0])
        for month in MONTHS:
            for line in world.lines:
                if line.is_held(month) and world.was_key(line.customer, month):
                    place = place_of(line)
                    base = expected[month, place.unit_id, place.line_id]
                    base[0] += 1
                    base[1] += line.fee_on(month - timedelta(days=1))

        happened = rules.movements_of(openings_of(world), endings_of(world), steps_of(world))
        changes = rules.changes_of(happened)
        found = rules.opening_bases(held_now(world), changes, MONTHS, world.book())

        assert {key: tuple(sums) for key, sums in expected.items()} == {
            key: sums for key, sums in found.items() if sums != (0, 0)
        }

    @given(a_world())
    def test_key_accounts(self, world: World) -> None:
        book = world.book()

        for customer in (1, 2, 3):
            seen = [book.is_key(customer, month) for month in MONTHS]
            assert seen == [world.was_key(customer, month) for month in MONTHS]
            steady = book.steadiness(customer, MONTHS[0], MONTHS[-1])
            if steady is not None:
                assert set(seen) == {steady == rules.ALWAYS_KEY}


def _how_it_came(world: World, line: Line) -> str:
    if line.is_netted(line.replaces):
        return "NETTED_IN"
    for other in world.lines:
        same = (other.customer, other.line) == (line.customer, line.line)
        if not same or other.ended is None or other.is_netted(other.replaced_by):
            continue
        if 0 < (line.opened - other.ended).days <= 365:
            return "WON_BACK"
    return "GAINED"
