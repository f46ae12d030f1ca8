"""After a bulk load the planner knows what was written, whoever owns the tables."""

import os

import psycopg
import pytest
from django.db import connection

from primeline.audit import walls
from primeline.audit.tests.writing import an_act
from primeline.customers.models import Industry
from primeline.testing import plugin

pytestmark = [pytest.mark.django_db, pytest.mark.engine("postgres")]

TABLE = Industry._meta.db_table


def test_knows_what_this_transaction_wrote() -> None:
    write_industries(600)

    walls.take_statistics()

    assert believed_rows() == 600
    assert "audit_historyrow" in looked_at()


def test_corrects_who_looked_in_the_middle() -> None:
    # Autovacuum sees no row of a transaction that goes on, and says that the table is empty.
    write_industries(600)
    with psycopg.connect(owner_url(), autocommit=True) as another:
        another.execute(f"ANALYZE {TABLE}")
    assert believed_rows() == 0

    walls.take_statistics()

    assert believed_rows() == 600


def test_looks_again_when_much_was_added() -> None:
    write_industries(1000)
    walls.take_statistics()

    write_industries(500, start=1000)
    walls.take_statistics()

    assert believed_rows() == 1500


def test_waits_for_nobody_who_holds_a_table() -> None:
    write_industries(700)
    before = believed_rows()

    with psycopg.connect(owner_url()) as another:
        another.execute(f"LOCK TABLE {TABLE} IN SHARE UPDATE EXCLUSIVE MODE")
        walls.take_statistics()

    assert believed_rows() == before


def write_industries(count: int, *, start: int = 0) -> None:
    with an_act():
        Industry.objects.bulk_create(
            Industry(code=f"I{number}", name_zh="业") for number in range(start, start + count)
        )


def believed_rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [TABLE])
        return int(cursor.fetchone()[0])


def looked_at() -> set[str]:
    """Return the tables of which the planner knows more than the size."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE reltuples > 0 AND relkind = 'r'")
        return {name for (name,) in cursor.fetchall()}


def owner_url() -> str:
    """Return where the owner reaches the database of this test."""
    server = os.environ[plugin.OWNER_URL].rpartition("/")[0]
    return f"{server}/{connection.settings_dict['NAME']}"
