"""Building the indexes of the record after the rows, on SQLite, where that is twice as fast."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from primeline.audit.models import HistoryRow


@contextmanager
def record_indexed_afterwards() -> Iterator[None]:
    """Leave out the indexes of the history while this lasts; use it inside the transaction.

    PostgreSQL keeps them: there only the owner of the tables may drop an index.
    """
    if connection.vendor != "sqlite":
        yield
        return
    indexes = _indexes()
    with connection.cursor() as cursor:
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    yield
    with connection.cursor() as cursor:
        for _name, definition in indexes:
            cursor.execute(definition)


def _indexes() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master "
            "WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
            [HistoryRow._meta.db_table],
        )
        return list(cursor.fetchall())
