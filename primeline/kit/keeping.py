"""Whether the rows of a model are kept for ever, and whose eyes they are for."""

from dataclasses import dataclass
from enum import Enum


class Keeping(Enum):
    """ARCHIVE rows are never deleted and every change has a history; WORKING rows may go."""

    ARCHIVE = "archive"
    WORKING = "working"


@dataclass(frozen=True, kw_only=True)
class ReachBy:
    """How the rows of a table hang on the organization; the wall by reach is made from it.

    A model says `reach_by = ReachBy(...)`, or, where it hangs on such a row, `reach_through =
    "customer"`, or `reach_through = None` where everybody signed in may see its rows. With
    `is_open_without_account = True` rows that hang on no account are left to the room's queries.
    """

    unit: str
    """The foreign key to the unit that owns the row."""
    people: tuple[str, ...]
    """The foreign keys to the people named on it."""
    is_restricted: str
    """The boolean of rows that nobody reaches by rank."""
    industry: str
    """The foreign key to the industry, which has a `code`."""
    line: str
    """The way to the lines of business it has, which have a `code`: `subscriptions__line`."""
    within: str
    """The dotted name of the function that gives the same condition to the object mapper."""
