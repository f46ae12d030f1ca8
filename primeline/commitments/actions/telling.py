"""What the timeline of an account tells of what is owed to it. The texts stay with the matter.

What rules open ahead, sixty days of visits, filings, renewals, is told when it ends or is broken.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from primeline.commitments.models import Commitment
from primeline.commitments.values import COMMITMENT
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.kit.deeds import Actor

# What a customer has asked, ordered or complained of is told from the beginning, whoever opens it.
ASKED_BY_CUSTOMERS: Final = frozenset(
    {
        "ASKED",
        "COMPLAINT_REPLY",
        "FIRST_RESPONSE",
        "INSTALLATION",
        "RECONNECTION",
        "RESTORATION",
        "SUGGESTION_ANSWER",
    }
)


def tell_opened(made: Iterable[Commitment], *, by: Actor, at: datetime) -> None:
    """Tell of what a person has opened, and of what a customer asked for."""
    told = [one for one in made if is_told_from_beginning(one, by)]
    kind = TimelineKind.MATTER_OPENED
    tell_all(
        [line for one in told for line in lines_of(one, kind, at, due=one.due_at.isoformat())],
        by=by,
        at=at,
    )


def is_told_from_beginning(commitment: Commitment, by: Actor) -> bool:
    """Test whether it is told that a matter began, or that it was taken back."""
    return by.actor_id is not None or commitment.step.code in ASKED_BY_CUSTOMERS


def tell_of(
    commitment: Commitment, kind: TimelineKind, *, by: Actor, at: datetime, **words: Any
) -> None:
    """Tell one thing of one matter."""
    tell_all(lines_of(commitment, kind, at, **words), by=by, at=at)


def lines_of(
    commitment: Commitment, kind: TimelineKind, happened_at: datetime, **words: Any
) -> list[Line]:
    """Return the line that tells one thing of a matter; none if it is owed to no account."""
    if commitment.customer_id is None:
        return []
    line = Line(
        customer_id=commitment.customer_id,
        kind=kind,
        happened_at=happened_at,
        words={"number": commitment.number, "step": commitment.step.code}
        | {name: said for name, said in words.items() if said not in ("", None)},
        subject_kind=COMMITMENT,
        subject_id=commitment.pk,
    )
    return [line]


def tell_all(lines: list[Line], *, by: Actor, at: datetime) -> None:
    """Write all of these at once. An act that does nothing would only fill the record."""
    if lines:
        customers.tell_many(lines=lines, by=by, at=at)
