"""Putting off what somebody named the due moment of; what was promised stays on record."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from primeline.commitments.actions.locking import change, next_rung_of, running_course, still_open
from primeline.commitments.actions.telling import tell_of
from primeline.commitments.choices import Because, CommitmentStatus
from primeline.commitments.models import Commitment, Repricing
from primeline.customers.choices import TimelineKind
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused

MICROSECOND = timedelta(microseconds=1)


@deed("commitments.postpone")
def postpone_commitment(
    *, commitment: Commitment, due_at: datetime, by: Actor, at: datetime, reason: str
) -> Commitment:
    """Owe it by a later moment; the one before stays on record. Rungs that fired stay silent.

    :raises Refused: if a rule of the matrix set the moment, it has passed, or the new one is
        not later
    """
    fresh = still_open(commitment)
    if fresh.policy_row_id is not None:
        raise Refused(_("A rule of the matrix says by when this is due: nobody puts it off."))
    if fresh.broken_at is not None or fresh.due_at < at:
        raise Refused(_("The due moment has passed: this is late, and stays so."), field="due_at")
    if due_at <= fresh.due_at:
        raise Refused(_("This is not later than it is due now."), field="due_at")
    Repricing.objects.create(
        commitment=fresh,
        because=Because.PUT_OFF,
        repriced_at=at,
        old_due_at=fresh.due_at,
        new_due_at=due_at,
        old_tier=fresh.tier,
        new_tier=fresh.tier,
    )
    # Its clock never stops by itself: what is added to the moment is added to the limit.
    longer = (due_at - fresh.due_at) // MICROSECOND
    change(
        fresh,
        limit_microseconds=fresh.limit_microseconds + longer,
        due_at=due_at,
        priced_at=at,
    )
    if fresh.status == CommitmentStatus.RUNNING:
        change(fresh, next_rung_at=next_rung_of(fresh, running_course(fresh, at=at)))
    tell_of(fresh, TimelineKind.MATTER_EXPECTED, by=by, at=at, expected=due_at.isoformat())
    return fresh
