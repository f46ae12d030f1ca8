"""When clocks stood still, and why."""

from django.db.models import QuerySet

from primeline.commitments.models import Commitment, Pause
from primeline.standards.models import PauseReason


def pauses_of(commitment: Commitment) -> QuerySet[Pause]:
    """Return all pauses of a commitment, the latest first."""
    rows = Pause.objects.filter(commitment=commitment)
    return rows.select_related("reason", "started_by", "ended_by").order_by("-started_at", "-id")


def open_pause(commitment: Commitment) -> Pause | None:
    """Return the pause in which the clock of a commitment stands still now."""
    return Pause.objects.filter(commitment=commitment, ended_at=None).first()


def ended_pauses(commitment: Commitment, reason: PauseReason) -> QuerySet[Pause]:
    """Return the pauses for one reason in the present cycle that are over."""
    return Pause.objects.filter(
        commitment=commitment, cycle=commitment.cycle, reason=reason, ended_at__isnull=False
    )
