"""The only place that reads a clock. Doors call it; rooms are told the time."""

from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return timezone.now()


def database_now() -> datetime:
    """Return the present moment by the clock of the database, which all workers share."""
    if connection.vendor != "postgresql":
        # SQLite is a library in this process: it has no clock of its own.
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)
