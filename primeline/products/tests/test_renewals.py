"""How contracts renew: what may be said of it, and on which days they go on by themselves."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from primeline.kit.errors import Refused
from primeline.products import renewals
from primeline.products.choices import RenewalKind
from primeline.products.values import AgreementTerms, Term

TERMS = AgreementTerms(
    number="HT-1", starts_date=date(2026, 1, 31), ends_date=date(2026, 7, 30), term_months=6
)


class TestRenewalOf:
    def test_fills_in_what_follows_from_the_term(self) -> None:
        by_itself = replace(TERMS, renewal_kind=RenewalKind.BY_ITSELF, notice_days=30)

        assert renewals.renewal_of(by_itself) == {
            "renewal_date": date(2026, 7, 31),
            "renewal_months": 6,
            "notice_days": 30,
            "notice_date": date(2026, 7, 1),
        }
        # Its days say as much as its term would.
        assert renewals.renewal_of(replace(by_itself, term_months=None))["renewal_months"] == 6
        assert renewals.renewal_of(replace(TERMS, renewal_kind=RenewalKind.BY_HAND)) == {
            "renewal_date": date(2026, 7, 31),
            "notice_date": None,
        }

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"renewal_date": date(2026, 7, 31)}, "renewal_date"),
            ({"renewal_kind": RenewalKind.BY_HAND, "notice_days": 3}, "notice_days"),
            ({"renewal_kind": RenewalKind.BY_HAND, "ends_date": None}, "renewal_date"),
            (
                {"renewal_kind": RenewalKind.BY_HAND, "renewal_date": TERMS.starts_date},
                "renewal_date",
            ),
            (
                {
                    "renewal_kind": RenewalKind.BY_ITSELF,
                    "term_months": None,
                    "ends_date": date(2026, 7, 12),
                },
                "renewal_months",
            ),
            ({"renewal_kind": RenewalKind.BY_ITSELF, "term_months": 5}, "renewal_months"),
        ],
    )
    def test_refuses(self, changes: dict[str, Any], field: str) -> None:
        with pytest.raises(Refused) as refusal:
            renewals.renewal_of(replace(TERMS, **changes))

        assert refusal.value.field == field


class TestRenewed:
    def test_the_last_day_of_a_month_comes_back_where_the_month_has_it(self) -> None:
        ends, renews = renewals.renewed(
            starts=date(2026, 1, 31),
            ends=date(2026, 2, 27),
            renews=date(2026, 2, 28),
            months=1,
            today=date(2026, 2, 28),
        )

        assert (ends, renews) == (date(2026, 3, 30), date(2026, 3, 31))

    @settings(max_examples=60)
    @given(
        renews=st.dates(date(2000, 1, 1), date(2030, 1, 1)),
        months=st.integers(1, 60),
        behind=st.integers(0, 4000),
    )
    def test_goes_on_until_after_today_and_no_further(
        self, renews: date, months: int, behind: int
    ) -> None:
        today = renews + timedelta(days=behind)

        ends, after = renewals.renewed(
            starts=renews - timedelta(days=400),
            ends=renews - timedelta(days=1),
            renews=renews,
            months=months,
            today=today,
        )

        assert ends == after - timedelta(days=1)
        assert today < after <= today + timedelta(days=31 * months)


def test_a_term_counts_in_days_or_in_working_days() -> None:
    friday = date(2026, 4, 24)

    assert Term(days=5).after(friday) == date(2026, 4, 29)
    assert Term(days=5, is_in_workdays=True).after(friday) == date(2026, 5, 1)


class TestFollowEnd:
    BEFORE = replace(
        TERMS,
        renewal_kind=RenewalKind.BY_ITSELF,
        renewal_date=date(2026, 7, 31),
        renewal_months=6,
        notice_days=30,
    )
    LATER = date(2027, 1, 30)

    def test_works_out_anew_what_followed_from_the_old_last_day(self) -> None:
        moved = renewals.follow_end(
            self.BEFORE, replace(self.BEFORE, ends_date=self.LATER), is_renewal_meant=False
        )

        assert moved.term_months == 12
        assert renewals.renewal_of(moved) == {
            "renewal_date": date(2027, 1, 31),
            "renewal_months": 12,
            "notice_days": 30,
            "notice_date": date(2027, 1, 1),
        }

    def test_keeps_for_how_long_it_goes_on_where_term_and_days_part(self) -> None:
        went_on = replace(self.BEFORE, ends_date=self.LATER, renewal_date=date(2027, 1, 31))
        moved = replace(went_on, ends_date=date(2027, 4, 29))

        said = renewals.follow_end(went_on, moved, is_renewal_meant=False)

        assert (said.term_months, renewals.months_against_term(went_on)) == (6, None)
        assert renewals.renewal_of(said)["renewal_months"] == 6

    def test_asks_about_a_day_that_was_typed_and_leaves_one_that_is_new(self) -> None:
        typed = replace(self.BEFORE, renewal_date=date(2026, 8, 15))
        moved = replace(typed, ends_date=self.LATER)

        with pytest.raises(Refused) as asked:
            renewals.follow_end(typed, moved, is_renewal_meant=False)
        kept = renewals.follow_end(typed, moved, is_renewal_meant=True)
        said = replace(moved, renewal_date=date(2027, 2, 1))

        assert asked.value.field == "renewal_date"
        assert kept.renewal_date == date(2026, 8, 15)
        assert renewals.follow_end(typed, said, is_renewal_meant=False).renewal_date == date(
            2027, 2, 1
        )
        # Nothing moved, nothing follows.
        assert renewals.follow_end(typed, typed, is_renewal_meant=False) == typed
