"""The only place that reads the system clock. Doors call it; rooms are told the time."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return timezone.now()
