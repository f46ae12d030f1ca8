"""Tests share a template and never see what another test has written."""

import os

import pytest
from django.db import connection

from primeline.kit import installation
from primeline.testing import plugin


@pytest.mark.django_db
class TestDatabaseOfATest:
    def test_is_on_the_engine_that_was_asked_for(self) -> None:
        engine = {"sqlite": "sqlite", "postgres": "postgresql"}[os.environ[plugin.ENGINE]]

        assert connection.vendor == engine

    @pytest.mark.engine("postgres")
    def test_is_reached_without_the_rights_of_its_owner(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper, rolbypassrls, rolname = (SELECT tableowner FROM pg_tables "
                "WHERE tablename = 'kit_installationfact') "
                "FROM pg_roles WHERE rolname = current_user"
            )
            rights = cursor.fetchone()

        assert rights == (False, False, False)


@pytest.mark.parametrize("turn", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_nothing_behind(turn: str) -> None:
    assert installation.fact("turn") is None

    installation.state_fact("turn", turn)
