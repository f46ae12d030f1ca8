"""Epochs of the archive: a new one is opened when it is first made, or restored elsewhere."""

import secrets

from django.db.backends.base.base import BaseDatabaseWrapper

from primeline.audit.walls.metadata import EPOCHS


def open_if_needed(connection: BaseDatabaseWrapper) -> None:
    """Open an epoch if the archive is new or has come to another server."""
    if not gaps(connection):
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number, archive FROM {EPOCHS} ORDER BY number DESC LIMIT 1")  # noqa: S608 - our own table
        number, archive = cursor.fetchone() or (0, secrets.token_hex(16))
        cursor.execute(
            f"INSERT INTO {EPOCHS} (number, archive, server, opened_at) "  # noqa: S608 - our own table
            "VALUES (%s, %s, %s, CURRENT_TIMESTAMP)",
            [number + 1, archive, server_of(connection)],
        )


def gaps(connection: BaseDatabaseWrapper) -> list[str]:
    """Return what is wrong with the latest epoch."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT server FROM {EPOCHS} ORDER BY number DESC LIMIT 1")  # noqa: S608 - our own table
        latest = cursor.fetchone()
    if latest is None:
        return ["No epoch of the archive is open."]
    if latest[0] != server_of(connection):
        return ["The archive has come to another server and needs a new epoch."]
    return []


def server_of(connection: BaseDatabaseWrapper) -> str:
    """Return what PostgreSQL calls this server; transaction ids are comparable only within it."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier::text FROM pg_catalog.pg_control_system()")
        return str(cursor.fetchone()[0])
