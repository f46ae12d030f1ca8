"""Opens acts in the database, so that its triggers know under which act a row changes."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections

from primeline.kit.deeds import ActRequest

# One statement writes the act and leaves its id where the triggers look for it.
OPEN_ON_POSTGRES = """
INSERT INTO audit_act (kind, actor_id, actor_name, at, reason, request_id, epoch, position)
VALUES (%s, %s, %s, %s, %s, %s, 0, 0)
RETURNING id, set_config('primeline.act', id::text, true)
"""

# Writers take turns on SQLite and acts are never deleted, so ids follow each other without a gap.
OPEN_ON_SQLITE = """
INSERT INTO audit_act (kind, actor_id, actor_name, at, reason, request_id, epoch, position, id)
SELECT %s, %s, %s, %s, %s, %s, (SELECT max(number) FROM audit_epoch), following, following
FROM (SELECT coalesce(max(id), 0) + 1 AS following FROM audit_act)
RETURNING id
"""

CLOSE_ON_POSTGRES = "SELECT set_config('primeline.act', '', true)"

NOTE = "INSERT INTO audit_actline (act_id, kind, line) VALUES (%s, %s, %s)"


class DatabaseRecorder:
    """Writes acts and their lines without the object-relational mapper: every deed pays for it."""

    def open(self, request: ActRequest, *, using: str) -> int:
        """Write the act and return its id."""
        connection: Any = connections[using]
        if request.at.tzinfo is None:
            raise ValueError("The moment of an act must be aware.")
        is_postgres = connection.vendor == "postgresql"
        values = [
            request.kind,
            request.by.actor_id,
            request.by.actor_name,
            request.at if is_postgres else connection.ops.adapt_datetimefield_value(request.at),
            request.reason,
            request.request_id,
        ]
        statement = OPEN_ON_POSTGRES if is_postgres else OPEN_ON_SQLITE
        return int(_first_value(connection, statement, values))

    def close(self, *, using: str) -> None:
        """Make the database forget the act, so that later writes need one of their own."""
        connection = connections[using]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(CLOSE_ON_POSTGRES)

    def note(self, *, act_id: int, kind: str, line: dict[str, Any], using: str) -> None:
        """Add a line to the act."""
        with connections[using].cursor() as cursor:
            written = json.dumps(line, cls=DjangoJSONEncoder, ensure_ascii=False)
            cursor.execute(NOTE, [act_id, kind, written])


def _first_value(connection: Any, statement: str, values: list[Any]) -> Any:
    """Return what a statement answers. Every deed pays for this one.

    It goes past Django's cursor, which costs as much again, unless somebody listens there.
    """
    if connection.queries_logged or connection.execute_wrappers:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone()[0]
    connection.validate_no_broken_transaction()
    if connection.vendor == "sqlite":
        statement = statement.replace("%s", "?")
    with connection.wrap_database_errors:
        return connection.connection.execute(statement, values).fetchone()[0]
