"""What may lie where, who may hold what, and when."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from primeline.kit.errors import Refused
from primeline.staff import rules
from primeline.staff.choices import Role, UnitKind
from primeline.staff.values import Held, Period

APRIL = Period(date(2026, 4, 1), date(2026, 5, 1))
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 3, 1))
PERIODS = st.builds(Period, DAYS, st.none() | DAYS)


class TestPlaces:
    @pytest.mark.parametrize(
        ("kind", "under"),
        [
            (UnitKind.PROVINCE, UnitKind.HEADQUARTERS),
            (UnitKind.BRANCH, UnitKind.PROVINCE),
            (UnitKind.BRANCH, UnitKind.BRANCH),
            (UnitKind.TEAM, UnitKind.HEADQUARTERS),
            (UnitKind.TEAM, UnitKind.TEAM),
        ],
    )
    def test_allows_what_lies_further_down(self, kind: UnitKind, under: UnitKind) -> None:
        rules.check_place(kind, under=under)

    @pytest.mark.parametrize(
        ("kind", "under"),
        [
            (UnitKind.HEADQUARTERS, UnitKind.HEADQUARTERS),
            (UnitKind.PROVINCE, UnitKind.PROVINCE),
            (UnitKind.PROVINCE, UnitKind.BRANCH),
            (UnitKind.BRANCH, UnitKind.TEAM),
            (UnitKind.PROVINCE, None),
        ],
    )
    def test_refuses_what_lies_further_up(self, kind: UnitKind, under: UnitKind | None) -> None:
        with pytest.raises(Refused) as refusal:
            rules.check_place(kind, under=under)

        assert refusal.value.field == "parent"

    def test_a_unit_never_lies_under_itself(self) -> None:
        with pytest.raises(Refused):
            rules.check_move(path="/1/4/", to_path="/1/4/17/")

        rules.check_move(path="/1/4/", to_path="/1/40/")

    def test_a_path_that_does_not_fit_is_refused(self) -> None:
        rules.check_path_length(rules.LONGEST_PATH)

        with pytest.raises(Refused):
            rules.check_path_length(rules.LONGEST_PATH + 1)


class TestPeriods:
    def test_days_are_those_of_the_time_zone(self) -> None:
        late = datetime(2026, 4, 28, 20, tzinfo=UTC)

        assert rules.day_of(late, "Asia/Shanghai") == date(2026, 4, 29)
        assert rules.day_of(late, "UTC") == date(2026, 4, 28)

    @given(PERIODS, PERIODS)
    def test_periods_overlap_if_they_share_a_day(self, one: Period, other: Period) -> None:
        shared = _days(one) & _days(other)

        assert one.overlaps(other) is bool(shared)
        assert other.overlaps(one) is bool(shared)

    def test_an_empty_period_is_refused(self) -> None:
        with pytest.raises(Refused) as refusal:
            rules.check_period(Period(date(2026, 4, 1), date(2026, 4, 1)))

        assert refusal.value.field == "active_to"


class TestHeldRoles:
    def test_nobody_administers_and_audits_at_one_time(self) -> None:
        held = [Held(role=Role.ADMINISTRATOR, unit_id=7, period=APRIL)]

        with pytest.raises(Refused):
            rules.check_held_roles(Held(role=Role.AUDITOR, unit_id=1, period=APRIL), held)

        later = Period(date(2026, 5, 1))
        rules.check_held_roles(Held(role=Role.AUDITOR, unit_id=1, period=later), held)

    def test_the_same_role_at_the_same_unit_is_held_once(self) -> None:
        held = [Held(role=Role.SALES, unit_id=7, period=APRIL)]

        with pytest.raises(Refused):
            rules.check_held_roles(Held(role=Role.SALES, unit_id=7, period=APRIL), held)

        rules.check_held_roles(Held(role=Role.SALES, unit_id=8, period=APRIL), held)
        rules.check_held_roles(Held(role=Role.TECHNICIAN, unit_id=7, period=APRIL), held)


class TestPeople:
    def test_nobody_changes_their_own_rights(self) -> None:
        rules.check_somebody_else(4, by_id=5)
        rules.check_somebody_else(4, by_id=None)

        with pytest.raises(Refused):
            rules.check_somebody_else(4, by_id=4)

    def test_one_administrator_always_remains(self) -> None:
        rules.check_administrator_remains(1)

        with pytest.raises(Refused):
            rules.check_administrator_remains(0)

    @pytest.mark.parametrize("left", [(1, 0, 0), (0, 1, 0), (0, 0, 1)])
    def test_a_unit_that_somebody_depends_on_stays_open(self, left: tuple[int, int, int]) -> None:
        units, people, accounts = left

        with pytest.raises(Refused):
            rules.check_closing(units_count=units, people_count=people, accounts_count=accounts)

        rules.check_closing(units_count=0, people_count=0, accounts_count=0)

    def test_who_covers_must_be_there(self) -> None:
        with pytest.raises(Refused):
            rules.check_is_there(APRIL, [Period(date(2026, 4, 30), date(2026, 5, 9))])

        rules.check_is_there(APRIL, [Period(date(2026, 5, 1), date(2026, 5, 9))])

    def test_one_absence_at_a_time(self) -> None:
        with pytest.raises(Refused):
            rules.check_no_other_cover(APRIL, [APRIL])


def _days(period: Period) -> set[int]:
    end = period.end or date(2026, 6, 1)
    return set(range(period.start.toordinal(), end.toordinal()))
