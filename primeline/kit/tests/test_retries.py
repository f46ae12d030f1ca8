"""Waits grow, stay bounded, and never fall on the same moment for everybody."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from primeline.kit.retries import FIRST_DELAY, LONGEST_DELAY, describe, next_attempt_at

NOON = datetime(2026, 4, 7, 12, tzinfo=UTC)


class TestNextAttemptAt:
    @given(attempts=st.integers(1, 2000), chance=st.floats(0, 1))
    def test_lies_between_the_first_and_the_longest_delay(
        self, attempts: int, chance: float
    ) -> None:
        waited = next_attempt_at(attempts_count=attempts, at=NOON, chance=lambda: chance) - NOON

        assert FIRST_DELAY * 0.75 <= waited <= LONGEST_DELAY

    @given(attempts=st.integers(1, 9), chance=st.floats(0, 1), other=st.floats(0, 1))
    def test_grows_whatever_chance_says(self, attempts: int, chance: float, other: float) -> None:
        sooner = next_attempt_at(attempts_count=attempts, at=NOON, chance=lambda: chance)
        later = next_attempt_at(attempts_count=attempts + 1, at=NOON, chance=lambda: other)

        assert later > sooner

    def test_differs_between_two_who_failed_together(self) -> None:
        moments = {next_attempt_at(attempts_count=5, at=NOON) for _ in range(20)}

        assert len(moments) > 1


class TestDescribe:
    def test_names_the_error_and_the_place(self) -> None:
        try:
            int("seven")
        except ValueError as error:
            told = describe(error)

        assert told.startswith("ValueError: invalid literal")
        assert "test_names_the_error_and_the_place" in told
