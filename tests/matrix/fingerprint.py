"""Whether anything in the database changed, asked cheaply."""

from functools import cache

from django.apps import apps
from django.db import connection

# A look at a page may note that somebody was there, or was not let in; that is no change of what
# was refused.
NOT_COUNTED = frozenset({"django_session", "usersessions_usersession", "audit_refusedrequest"})


def fingerprint() -> tuple[int, ...]:
    """Return how many rows each table has and the latest row of the record, in one query.

    A change of an archive row writes a row of history, so it shows as well as a new row does.
    """
    with connection.cursor() as cursor:
        cursor.execute(_statement())
        return tuple(cursor.fetchone())


@cache
def _statement() -> str:
    tables = sorted(model._meta.db_table for model in apps.get_models() if model._meta.managed)
    asked = [f'count(*) FROM "{table}"' for table in tables if table not in NOT_COUNTED]
    asked += ["coalesce(max(id), 0) FROM audit_act", "coalesce(max(id), 0) FROM audit_historyrow"]
    return f"SELECT {', '.join(f'(SELECT {one})' for one in asked)}"
