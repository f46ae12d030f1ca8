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


def test_each_process_takes_a_server_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(plugin.PORTS, "7001 7002")
    taken = []
    for process in ("gw0", "gw1", "gw2"):
        monkeypatch.setenv(plugin.PROCESS, process)
        monkeypatch.setenv(plugin.APPLICATION_URL, "postgresql://app@127.0.0.1:5432/primeline")
        monkeypatch.setenv(plugin.OWNER_URL, "postgresql://owner:pw@127.0.0.1:5432/primeline")
        plugin.take_one_server()
        taken.append((os.environ[plugin.APPLICATION_URL], os.environ[plugin.OWNER_URL]))

    assert taken == [
        (
            f"postgresql://app@127.0.0.1:{port}/primeline",
            f"postgresql://owner:pw@127.0.0.1:{port}/primeline",
        )
        for port in (7001, 7002, 7001)
    ]
