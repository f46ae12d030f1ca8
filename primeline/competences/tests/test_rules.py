"""What accounts ask for, what is missing, what runs out."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from primeline.competences import rules
from primeline.competences.choices import LackKind
from primeline.competences.values import Asking, Learned, Required, Standing, Wanted

TODAY = date(2026, 4, 28)
ALL, FINANCE, DATA = 1, 2, 3
WANTED = {
    ALL: Wanted(levels={"T0": 3, "T1": 2, "T3": 1}),
    FINANCE: Wanted(levels={"T0": 3, "T1": 2}, industry_id=7),
    DATA: Wanted(levels={"T1": 2}, line_id=9),
}
COURSE = Required(course_id=5, within_days=30, name_zh="课", name_en="Course")


def test_accounts_ask_for_the_highest_level_and_only_for_what_concerns_them() -> None:
    asking = [
        Asking(tier="T0", accounts_count=1, industry_id=8),
        Asking(tier="T1", accounts_count=4, industry_id=7),
        Asking(tier="", accounts_count=2),
        Asking(tier="T1", accounts_count=3, line_id=9),
        Asking(tier="T0", accounts_count=3, line_id=10),
    ]

    asked = rules.demands(WANTED, asking)

    assert (asked[ALL].level, asked[ALL].accounts_count) == (3, 7)
    assert (asked[FINANCE].level, asked[FINANCE].accounts_count) == (2, 4)
    assert (asked[DATA].level, asked[DATA].accounts_count) == (2, 3)
    assert set(rules.missing(asked, {ALL: 2, FINANCE: 2, DATA: 4})) == {ALL}


def test_required_training_is_owed_from_the_first_day_and_again_when_it_runs_out() -> None:
    def owed(since: date, learned: Learned | None) -> list[tuple[LackKind, date]]:
        held = {} if learned is None else {5: learned}
        found = rules.lacks(Standing(since=since, learned=held), [COURSE], today=TODAY)
        return [(lack.kind, lack.due_date) for lack in found]

    new = TODAY - timedelta(days=1)
    assert owed(new, None) == [(LackKind.TRAINING_MISSING, new + timedelta(days=30))]
    assert owed(TODAY + timedelta(days=31), None) == []
    assert owed(new, Learned(held_date=new)) == []
    near, far = TODAY + rules.WARNED_BEFORE, TODAY + rules.WARNED_BEFORE + timedelta(days=1)
    assert owed(new, Learned(held_date=new, valid_until=near)) == [(LackKind.TRAINING_ENDS, near)]
    assert owed(new, Learned(held_date=new, valid_until=far)) == []


@given(
    st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1)),
    st.integers(min_value=1, max_value=120),
)
@settings(max_examples=60)
def test_months_later_is_the_same_day_or_the_last_one_before(day: date, months: int) -> None:
    later = rules.after_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)
