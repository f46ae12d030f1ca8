"""Days as moments: the beginning of each, as the database driver takes it."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection


class Moments(dict[date | None, Any]):
    """The beginning of each day in one time zone, worked out once."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__({None: None})
        self.zone = zone

    def __missing__(self, day: date | None) -> Any:
        start = datetime.combine(day or date.min, time(), tzinfo=self.zone)
        # As text: a column of days has few, and each would be written out anew for every row.
        self[day] = str(connection.ops.adapt_datetimefield_value(start))
        return self[day]
