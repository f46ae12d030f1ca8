"""What holds where nobody has set anything."""

from primeline.calendars.values import Shift, Week
from primeline.hours.values import Hours

OFFICE_DAY = (Shift(8 * 60 + 30, 12 * 60), Shift(13 * 60 + 30, 17 * 60 + 30))
OFFICE_HOURS = Hours(
    zone="Asia/Shanghai",
    keeps_public_days=True,
    week=Week(days=(OFFICE_DAY,) * 5 + ((), ())),
)
ZONES = (
    "Asia/Shanghai",
    "Asia/Urumqi",
    "Asia/Hong_Kong",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Dubai",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
)
"""Offered first; any other zone of the IANA database may be written."""
