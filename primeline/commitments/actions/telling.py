"""What the timeline of an account tells of what is owed to it. The texts stay with the matter.

What rules open ahead, sixty days of visits, filings, renewals, is told when it ends or is broken.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from primeline.commitments.models import Commitment
from primeline.commitments.queries.telling import is_told_from_beginning, lines_of, opened_lines
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.kit.deeds import Actor


def tell_opened(made: Iterable[Commitment], *, by: Actor, at: datetime) -> None:
    """Tell of what a person has opened, and of what a customer asked for."""
    told = [one for one in made if is_told_from_beginning(one, by)]
    tell_all([line for one in told for line in opened_lines(one)], by=by, at=at)


def tell_of(
    commitment: Commitment, kind: TimelineKind, *, by: Actor, at: datetime, **words: Any
) -> None:
    """Tell one thing of one matter."""
    tell_all(lines_of(commitment, kind, at, **words), by=by, at=at)


def tell_all(lines: list[Line], *, by: Actor, at: datetime) -> None:
    """Write all of these at once. An act that does nothing would only fill the record."""
    if lines:
        customers.tell_many(lines=lines, by=by, at=at)
