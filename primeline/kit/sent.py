"""Reading what an address or a form says, whoever wrote it: whole numbers, moments."""

from datetime import UTC, datetime

# What a key of a row can be at most, in both databases.
LARGEST_KEY = 2**63 - 1
_MOST_DIGITS = len(str(LARGEST_KEY))


def whole_number(text: str, *, most: int = LARGEST_KEY) -> int | None:
    """Return the whole number that a text says, or None if it says none or a larger one."""
    if len(text) > _MOST_DIGITS or not (text.isascii() and text.isdecimal()):
        return None
    number = int(text)
    return number if number <= most else None


def moment(text: str) -> datetime | None:
    """Return the moment that a text says, or None if it says none that a database can hold."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
