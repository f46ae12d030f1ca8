"""Letting somebody off: asked for by one, decided by another."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.commitments.actions.ending import end_as
from primeline.commitments.actions.locking import still_open
from primeline.commitments.actions.telling import tell_of
from primeline.commitments.choices import CommitmentStatus, WaiverStatus
from primeline.commitments.models import Commitment, Waiver
from primeline.commitments.queries.people import owner_id_of
from primeline.commitments.values import CASE_STEP
from primeline.customers.choices import TimelineKind
from primeline.kit.deeds import deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.privacy.textfields import prepared
from primeline.staff.models import Person


@deed("commitments.ask_waiver")
def ask_waiver(*, commitment: Commitment, by: Person, at: datetime, reason: str) -> Waiver:
    """Ask somebody who leads to be let off. The clock runs on until they have said so.

    :raises Refused: if no reason is given, it is over, the wish waits for an answer, or it
        is a step of a case
    """
    fresh = still_open(commitment)
    if fresh.subject_kind == CASE_STEP:
        raise Refused(_("A step of a case is not waived: finish it, send it back or cancel it."))
    if not reason.strip():
        raise Refused(_("Say why this need not be done: whoever decides reads it."), field="reason")
    if Waiver.objects.filter(commitment=fresh, status=WaiverStatus.WAITING).exists():
        raise Refused(_("Somebody has asked for this already; the answer is still to come."))
    tell_of(fresh, TimelineKind.MATTER_WAIVER, by=by, at=at, how=WaiverStatus.WAITING)
    return Waiver.objects.create(commitment=fresh, asked_by=by, asked_at=at, reason=reason.strip())


@deed("commitments.approve_waiver")
def approve_waiver(*, waiver: Waiver, by: Person, at: datetime, reason: str = "") -> Commitment:
    """Let them off, as somebody else than who asked and who owes it.

    :raises Refused: if it is one's own wish or one's own matter, or it is over meanwhile
    """
    fresh = still_open(waiver.commitment)
    if owner_id_of(fresh) == by.pk:
        raise Refused(_("You owe this yourself. Somebody else has to let you off."))
    _decide(waiver, WaiverStatus.APPROVED, by, at, reason)
    end_as(fresh, CommitmentStatus.WAIVED, by=by, at=at, note=waiver.reason)
    tell_of(fresh, TimelineKind.MATTER_WAIVER, by=by, at=at, how=WaiverStatus.APPROVED)
    return fresh


@deed("commitments.refuse_waiver")
def refuse_waiver(*, waiver: Waiver, by: Person, at: datetime, reason: str) -> None:
    """Say that it stays owed, and why.

    :raises Refused: if no reason is given, or it is one's own wish
    """
    if not reason.strip():
        raise Refused(_("Say why it stays owed."), field="reason")
    _decide(waiver, WaiverStatus.REFUSED, by, at, reason)
    kind, how = TimelineKind.MATTER_WAIVER, WaiverStatus.REFUSED
    tell_of(waiver.commitment, kind, by=by, at=at, how=how)


def _decide(waiver: Waiver, status: WaiverStatus, by: Person, at: datetime, answer: str) -> None:
    if waiver.asked_by_id == by.pk:
        raise Refused(_("Somebody else has to decide what you have asked for."))
    waiting = Waiver.objects.filter(pk=waiver.pk, status=WaiverStatus.WAITING)
    changes = {"status": status, "decided_by": by, "decided_at": at}
    said = prepared(waiver, answer=answer.strip())
    if not waiting.update(**changes, **said):
        raise ChangedMeanwhile(_("This has been decided in the meantime."))
