"""How a timeline names what is owed: lines about a matter, before they are written."""

from datetime import datetime
from typing import Any

from primeline.commitments.choices import ASKED_BY_CUSTOMERS
from primeline.commitments.models import Commitment
from primeline.commitments.values import COMMITMENT
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.kit.deeds import Actor


def opened_lines(commitment: Commitment) -> list[Line]:
    """Return the line that tells that a matter began, and by when it is owed."""
    kind, due = TimelineKind.MATTER_OPENED, commitment.due_at.isoformat()
    noted = commitment.noted_at.isoformat() if commitment.noted_at else ""
    return lines_of(commitment, kind, commitment.opened_at, due=due, noted=noted)


def is_told_from_beginning(commitment: Commitment, by: Actor) -> bool:
    """Test whether it is told that a matter began, or that it was taken back."""
    return by.actor_id is not None or commitment.step.code in ASKED_BY_CUSTOMERS


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
