"""Tenure, bills and shares: numbers worked out by hand, and what always holds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from primeline.imports import rules

END_OF_OCTOBER = date(2026, 10, 31)


class TestTenure:
    @pytest.mark.parametrize(
        ("months", "opened"),
        [
            (0, date(2026, 10, 31)),
            (1, date(2026, 10, 1)),
            (10, date(2026, 1, 1)),
            (72, date(2020, 11, 1)),
        ],
    )
    def test_counts_back_from_the_day_of_the_file(self, months: int, opened: date) -> None:
        assert rules.opened_by_tenure(END_OF_OCTOBER, months) == opened

    def test_ends_somewhere(self) -> None:
        assert rules.opened_by_tenure(END_OF_OCTOBER, 2_000_000).year == 1900

    def test_names_the_last_month_that_is_over(self) -> None:
        assert rules.last_closed_day(date(2026, 3, 1)) == date(2026, 2, 28)

    def test_runs_terms_one_after_the_other(self) -> None:
        opened = date(2024, 3, 1)

        assert rules.current_term_end(opened, 12, date(2024, 10, 31)) == date(2025, 2, 28)
        assert rules.current_term_end(opened, 12, date(2025, 3, 1)) == date(2026, 2, 28)


class TestShares:
    def test_are_in_proportion_to_the_last_fen(self) -> None:
        assert rules.shares(2985, (2500, 500)) == (2488, 497)
        assert rules.shares(100, (1, 1, 1)) == (34, 33, 33)

    def test_are_equal_without_weights(self) -> None:
        assert rules.shares(101, (0, 0)) == (51, 50)

    @given(
        st.integers(min_value=0, max_value=10**9),
        st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=9),
    )
    def test_add_up(self, total: int, weights: list[int]) -> None:
        parts = rules.shares(total, tuple(weights))

        assert sum(parts) == total
        assert all(part >= 0 for part in parts)


class TestBills:
    def test_add_up_to_the_charges_since_the_beginning(self) -> None:
        amounts = rules.bill_amounts(monthly=5385, total=10815, tenure=2, months=2)

        assert amounts == (5430, 5385)

    def test_beyond_their_time_each_earlier_month_has_its_share(self) -> None:
        amounts = rules.bill_amounts(monthly=4230, total=184_075, tenure=45, months=24)

        assert len(amounts) == 24
        assert amounts[-1] == 4230
        assert set(amounts[:-1]) <= {(184_075 - 4230) // 44, (184_075 - 4230) // 44 + 1}

    def test_are_the_monthly_charge_where_nothing_else_is_known(self) -> None:
        assert rules.bill_amounts(monthly=500, total=None, tenure=3, months=3) == (500,) * 3

    def test_there_are_none_without_tenure_or_money(self) -> None:
        assert not rules.bill_amounts(monthly=500, total=0, tenure=0, months=0)
        assert not rules.bill_amounts(monthly=None, total=None, tenure=5, months=5)

    @given(
        st.integers(min_value=0, max_value=10**6),
        st.integers(min_value=0, max_value=10**7),
        st.integers(min_value=1, max_value=24),
    )
    def test_always_add_up_within_their_time(self, monthly: int, total: int, tenure: int) -> None:
        amounts = rules.bill_amounts(monthly=monthly, total=total, tenure=tenure, months=tenure)

        assert len(amounts) == tenure
        assert sum(amounts) == total

    def test_months_run_up_to_that_of_the_file(self) -> None:
        months = rules.bill_months(END_OF_OCTOBER, 3)

        assert months == (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))
        assert rules.due_date(months[-1]) == date(2026, 11, 20)
