"""Which opening takes the place of which ending: by example, and against an oracle."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from primeline.kit.errors import Refused
from primeline.products import rules
from primeline.products.choices import ReplacementKind, SubscriptionStatus
from primeline.products.rules import Ending, Opening

DAY = date(2026, 3, 1)


def an_ending(
    number: int = 1,
    *,
    kind: ReplacementKind = ReplacementKind.MOVE,
    on: date = DAY,
    customer: int = 7,
    line: int = 3,
) -> Ending:
    return Ending(
        terminated_date=on, subscription_id=number, customer_id=customer, line_id=line, kind=kind
    )


def an_opening(number: int = 2, *, on: date = DAY, customer: int = 7, line: int = 3) -> Opening:
    return Opening(opened_date=on, subscription_id=number, customer_id=customer, line_id=line)


class TestMayReplace:
    @pytest.mark.parametrize("days", [-60, -1, 0, 1, 60])
    def test_within_sixty_days_either_way(self, days: int) -> None:
        assert rules.may_replace(an_ending(), an_opening(on=DAY + timedelta(days=days)))

    @pytest.mark.parametrize("days", [-61, 61])
    def test_not_a_day_later(self, days: int) -> None:
        assert not rules.may_replace(an_ending(), an_opening(on=DAY + timedelta(days=days)))

    def test_not_for_another_customer(self) -> None:
        assert not rules.may_replace(an_ending(), an_opening(customer=8))

    def test_only_a_swap_may_change_the_line(self) -> None:
        other_line = an_opening(line=4)

        assert not rules.may_replace(an_ending(kind=ReplacementKind.MOVE), other_line)
        assert not rules.may_replace(an_ending(kind=ReplacementKind.RENAME), other_line)
        assert rules.may_replace(an_ending(kind=ReplacementKind.SWAP), other_line)

    def test_nothing_replaces_itself(self) -> None:
        assert not rules.may_replace(an_ending(1), an_opening(1))


class TestPairReplacements:
    def test_prefers_the_own_line_for_a_swap(self) -> None:
        ending = an_ending(kind=ReplacementKind.SWAP)
        near_elsewhere = an_opening(2, line=9)
        far_in_line = an_opening(3, on=DAY + timedelta(days=30))

        [pair] = rules.pair_replacements([ending], [near_elsewhere, far_in_line])

        assert pair.opening == far_in_line

    def test_prefers_the_nearest_in_time(self) -> None:
        near, far = an_opening(2, on=DAY + timedelta(days=3)), an_opening(3, on=DAY - timedelta(9))

        [pair] = rules.pair_replacements([an_ending()], [far, near])

        assert pair.opening == near

    def test_one_opening_serves_one_ending(self) -> None:
        pairs = rules.pair_replacements([an_ending(1), an_ending(5)], [an_opening()])

        assert [pair.ending.subscription_id for pair in pairs] == [1]


DAYS = st.integers(0, 120).map(lambda days: DAY + timedelta(days=days))
ENDINGS = st.lists(
    st.tuples(DAYS, st.integers(1, 2), st.integers(1, 2), st.sampled_from(ReplacementKind)),
    max_size=5,
).map(
    lambda rows: [
        an_ending(number, on=day, customer=customer, line=line, kind=kind)
        for number, (day, customer, line, kind) in enumerate(rows)
    ]
)
OPENINGS = st.lists(st.tuples(DAYS, st.integers(1, 2), st.integers(1, 2)), max_size=5).map(
    lambda rows: [
        an_opening(100 + number, on=day, customer=customer, line=line)
        for number, (day, customer, line) in enumerate(rows)
    ]
)


@given(endings=ENDINGS, openings=OPENINGS, order=st.randoms())
def test_pairs_are_allowed_used_once_and_complete(
    endings: list[Ending], openings: list[Opening], order: object
) -> None:
    pairs = rules.pair_replacements(endings, openings)

    assert all(rules.may_replace(pair.ending, pair.opening) for pair in pairs)
    for first, second in combinations(pairs, 2):
        assert first.ending != second.ending
        assert first.opening != second.opening
    left_endings = set(endings) - {pair.ending for pair in pairs}
    left_openings = set(openings) - {pair.opening for pair in pairs}
    assert not any(rules.may_replace(e, o) for e in left_endings for o in left_openings)
    order.shuffle(endings)  # type: ignore[attr-defined]
    order.shuffle(openings)  # type: ignore[attr-defined]
    assert rules.pair_replacements(endings, openings) == pairs


class TestCheckStatusStep:
    def test_nothing_comes_back_from_its_end(self) -> None:
        for status in SubscriptionStatus:
            with pytest.raises(Refused):
                rules.check_status_step(SubscriptionStatus.TERMINATED, status)

    def test_what_is_in_force_may_be_suspended(self) -> None:
        rules.check_status_step(SubscriptionStatus.ACTIVE, SubscriptionStatus.SUSPENDED)
