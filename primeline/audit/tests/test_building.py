"""Walls are put up whole, a gap is seen, and who comes from elsewhere stands before them."""

import sqlite3
from contextlib import closing
from time import sleep

import pytest
from django.core import checks
from django.db import connection

from primeline.audit import walls
from primeline.audit.models import Act, Epoch, Seal
from primeline.audit.sealing import seal
from primeline.audit.tests.tampering import tamper
from primeline.audit.tests.test_sealing import in_a_thread
from primeline.audit.tests.writing import TUESDAY_10AM, an_act, an_industry, history_of
from primeline.audit.verify import verify
from primeline.customers.models import Industry
from primeline.kit import deeds

pytestmark = pytest.mark.empty_archive

BY_THE_OWNER = (
    "ALTER TABLE customers_industry DISABLE TRIGGER primeline_insert",
    "DROP TRIGGER primeline_update ON customers_industry",
    "DROP TRIGGER primeline_refuse ON audit_act",
    "GRANT DELETE ON customers_industry TO CURRENT_ROLE, primeline_app",
    "GRANT INSERT ON audit_historyrow TO primeline_app",
    "DROP POLICY primeline_reach ON customers_customer",
    "ALTER TABLE customers_contact NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE customers_contact DISABLE ROW LEVEL SECURITY",
    "CREATE OR REPLACE FUNCTION primeline_refuse() RETURNS trigger LANGUAGE plpgsql"
    " AS 'BEGIN RETURN NULL; END'",
)
ON_A_FILE = (
    'DROP TRIGGER "primeline_customers_industry_insert"',
    'DROP TRIGGER "primeline_audit_act_delete"',
    'CREATE TRIGGER "primeline_other" AFTER INSERT ON customers_industry BEGIN SELECT 1; END',
)


def carry_out(statement: str) -> None:
    with walls.as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
class TestGaps:
    def test_are_each_seen_and_mended(self) -> None:
        # One after another, because a fresh database for each takes longer than all of them.
        for statement in BY_THE_OWNER if connection.vendor == "postgresql" else ON_A_FILE:
            carry_out(statement)
            self.assert_refused()
            with walls.as_owner():
                walls.install()
            assert walls.missing() == [], statement

    def assert_refused(self) -> None:
        assert len(walls.missing()) == 1
        with pytest.raises(walls.WallMissing, match="primeline migrate"):
            walls.require()
        found = checks.run_checks(
            tags=["walls"], include_deployment_checks=True, databases=["default"]
        )
        assert [each.id for each in found] == ["audit.E001"]


@pytest.mark.django_db(transaction=True)
class TestTakingDown:
    @pytest.mark.engine("sqlite")
    def test_makes_way_for_a_migration_and_install_mends_it(self) -> None:
        walls.take_down()
        assert walls.missing() != []

        walls.install()

        walls.require()
        assert len(history_of(an_industry())) == 1


@pytest.mark.engine("sqlite")
@pytest.mark.django_db(transaction=True)
class TestConnectionFromElsewhere:
    @pytest.mark.parametrize(
        "statement",
        [
            "INSERT INTO customers_industry (code, name_zh, name_en, is_active, position, version)"
            " VALUES ('X', 'x', '', 1, 0, 1)",
            "UPDATE customers_industry SET position = 9",
            "DELETE FROM customers_industry",
            "REPLACE INTO customers_industry"
            " (id, code, name_zh, name_en, is_active, position, version)"
            " SELECT id, code, 'x', '', 1, 0, 1 FROM customers_industry",
            "INSERT INTO audit_act (kind, actor_name, at, reason, request_id, epoch, position)"
            " VALUES ('x', 'x', '2026-01-01', '', '', 1, 99)",
            'INSERT INTO audit_historyrow (act_id, "table", row_id, operation, after)'
            " VALUES (1, 'x', '1', 'I', '{}')",
            "DELETE FROM audit_historyrow",
        ],
    )
    def test_cannot_write(self, statement: str) -> None:
        an_industry()

        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as file:
            with pytest.raises(sqlite3.Error, match="primeline"):
                file.execute(statement)
            (count,) = file.execute("SELECT count(*) FROM customers_industry").fetchone()

        assert count == 1


@pytest.mark.django_db(transaction=True)
class TestEpoch:
    @pytest.mark.engine("postgres")
    def test_is_opened_when_the_archive_comes_to_another_server(self) -> None:
        an_industry("OLD")
        tamper("UPDATE audit_epoch SET server = 'another'")
        # What was committed over there has positions that say nothing here.
        tamper("UPDATE audit_act SET position = position + 1000000000")
        assert walls.missing() == ["The archive has come to another server and needs a new epoch."]

        with walls.as_owner():
            walls.install()
        with an_act() as act:
            Industry.objects.create(code="NEW", name_zh="新")
        while not Seal.objects.filter(epoch=2).exists():
            # Somebody else's transaction on this server may hold the sealer up.
            sleep(0.05)
            seal(at=TUESDAY_10AM)

        assert Act.objects.get(pk=act).epoch == 2
        assert list(Seal.objects.order_by("id").values_list("epoch", "acts_count")) == [
            (1, 1),
            (2, 1),
        ]
        assert len(set(Epoch.objects.values_list("archive", flat=True))) == 1
        assert verify().is_sound

    def test_is_one_when_nothing_moved(self) -> None:
        with walls.as_owner():
            walls.install()

        assert Epoch.objects.count() == 1


@pytest.mark.django_db(transaction=True)
class TestActsOutsideTests:
    """What a test inside a transaction cannot show."""

    def test_ends_with_its_transaction(self) -> None:
        with an_act():
            pass

        assert deeds.current_act() is None
        with pytest.raises(Exception, match="needs an open deed"):
            Industry.objects.create(code="X", name_zh="x")

    @pytest.mark.engine("postgres")
    def test_is_of_its_own_thread_and_connection(self) -> None:
        seen: list[int | None] = []

        def write_elsewhere() -> None:
            seen.append(deeds.current_act())
            with an_act() as act:
                Industry.objects.create(code="THREAD", name_zh="x")
            seen.append(act)

        with an_act() as outer:
            in_a_thread(write_elsewhere)
            Industry.objects.create(code="HERE", name_zh="x")

        assert seen[0] is None
        assert seen[1] != outer
