"""How accounts of a group may hang together, tried with structures that nobody thought of."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from primeline.customers import structures
from primeline.kit.errors import Refused

pytestmark = pytest.mark.row("B13")

ACCOUNTS = st.integers(0, 9)
MOVES = st.lists(st.tuples(ACCOUNTS, ACCOUNTS), max_size=25)


def after(moves: list[tuple[int, int]]) -> dict[int, int]:
    """Return the ties after these moves; those that are refused change nothing."""
    ties: dict[int, int] = {}
    for child, parent in moves:
        try:
            structures.check_place(child, parent, ties)
        except Refused:
            continue
        ties[child] = parent
    return ties


@given(MOVES)
@settings(max_examples=60)
def test_nothing_goes_round_in_circles_and_nothing_is_too_deep(
    moves: list[tuple[int, int]],
) -> None:
    ties = after(moves)

    for one in range(10):
        over = structures.above(one, ties)
        assert one not in over
        assert len(over) < structures.MOST_LEVELS
        assert structures.below(one, ties) == {o for o in ties if one in structures.above(o, ties)}


@given(MOVES, st.sets(ACCOUNTS))
@settings(max_examples=60)
def test_what_is_shown_names_nobody_who_is_not_seen(
    moves: list[tuple[int, int]], seen: set[int]
) -> None:
    ties = after(moves)
    shown = structures.shown(ties, seen)

    assert {*shown, *shown.values()} <= seen
    for child, parent in shown.items():
        between = structures.above(child, ties)
        assert parent in between
        assert not seen & set(between[: between.index(parent)])
    listed = list(structures.in_order(sorted(seen), shown))
    assert sorted(one for one, _depth in listed) == sorted(seen)
    assert all(depth == len(structures.above(one, shown)) for one, depth in listed)
