"""The shipped matrix, and which rule of it decides."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from primeline.customers.choices import Tier
from primeline.kit.deeds import System
from primeline.products.actions import install_reference
from primeline.standards import queries
from primeline.standards.actions import install_standards
from primeline.standards.choices import Clock, Mark
from primeline.standards.models import PolicyVersion, Step
from primeline.standards.rules import NoRuleApplies
from primeline.standards.values import Case, Row

TUESDAY = datetime(2026, 3, 3, 2, tzinfo=UTC)
INSTALL = System("install")


def due_of(row: Row) -> datetime:
    """A calendar of the tests: only the natural clock, so that days are days."""
    return TUESDAY + timedelta(seconds=row.limit_seconds)


@pytest.fixture
def _shipped(db: None) -> None:
    install_reference(by=INSTALL, at=TUESDAY)
    install_standards(by=INSTALL, at=TUESDAY)


@pytest.mark.usefixtures("_shipped")
class TestMatrixAt:
    def test_is_empty_before_the_first_version(self) -> None:
        assert queries.matrix_at(datetime(1999, 1, 1, tzinfo=UTC)).rows == ()

    def test_comes_whole_in_one_query_once_it_is_known(
        self, django_assert_num_queries: Any
    ) -> None:
        first = queries.matrix_at(TUESDAY)

        with django_assert_num_queries(1):
            again = queries.matrix_at(TUESDAY)

        assert again is first
        assert {row.step for row in first.rows} == {step.code for step in queries.steps()}

    def test_says_of_each_number_how_it_is_known(self) -> None:
        rows = queries.matrix_at(TUESDAY).rows

        assert all(row.standard_id for row in rows)
        assert all(row.citation for row in rows if row.is_statutory)
        assert not any(row.is_statutory for row in rows if row.mark == Mark.UNVERIFIED)
        assert any(not row.is_verified for row in rows)


@pytest.mark.usefixtures("_shipped")
class TestRuling:
    def test_names_the_tightest_rule_and_what_it_beat(self) -> None:
        case = Case(step="RESTORATION", assurance="AA", priority="P1", tier=Tier.DIAMOND)

        ruling = queries.ruling(queries.matrix_at(TUESDAY), case, due_of)

        assert (ruling.row.priority, ruling.due) == ("P1", TUESDAY + timedelta(hours=4))
        beaten = [loser.row.limit_seconds // 3600 for loser in ruling.also]
        assert beaten == [8, 48, 72]

    def test_gives_ordinary_circuits_in_the_country_the_statutory_three_days(self) -> None:
        case = Case(step="RESTORATION", area="RURAL")

        ruling = queries.ruling(queries.matrix_at(TUESDAY), case, due_of)

        assert ruling.row.is_statutory
        assert ruling.due == TUESDAY + timedelta(hours=72)

    def test_refuses_where_nothing_is_said(self) -> None:
        with pytest.raises(NoRuleApplies):
            queries.ruling(queries.matrix_at(TUESDAY), Case(step="UNKNOWN"), due_of)

    def test_reads_rungs_of_the_step_where_the_rule_has_none(self) -> None:
        row = queries.matrix_at(TUESDAY).rows_of("VISIT")[0]

        rungs = queries.rungs_of(row, queries.get_step("VISIT"))

        assert [rung.percent for rung in rungs] == [75, 100, 150]


@pytest.mark.usefixtures("_shipped")
def test_installing_again_adds_nothing() -> None:
    assert install_standards(by=INSTALL, at=TUESDAY) == 0
    assert PolicyVersion.objects.count() == 1
    assert Step.objects.get(code="CONTRACT_FILING").clock == Clock.WORKDAYS
