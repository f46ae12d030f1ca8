"""What the tests of the record write with: small deeds on a table of reference data."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from primeline.audit.models import HistoryRow
from primeline.customers.models import Industry
from primeline.kit import deeds
from primeline.kit.deeds import System
from primeline.staff.models import Person

TUESDAY_10AM = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
TESTER = System("test")


@contextmanager
def an_act(kind: str = "test.write", reason: str = "") -> Iterator[int]:
    with deeds.act(kind=kind, by=TESTER, at=TUESDAY_10AM, reason=reason) as act:
        yield act


def an_industry(code: str = "BANK", **changes: Any) -> Industry:
    with an_act("test.create"):
        return Industry.objects.create(
            **{"code": code, "name_zh": "银行", "position": 3, **changes}
        )


def history_of(row: Industry | Person) -> list[HistoryRow]:
    return list(
        HistoryRow.objects.filter(table=row._meta.db_table, row_id=str(row.pk)).order_by("id")
    )


@contextmanager
def refused(*words: str) -> Iterator[None]:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        yield
    assert any(word in str(refusal.value) for word in words), refusal.value


def execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


class Undone(Exception):
    """A test changed its mind in the middle of a deed."""
