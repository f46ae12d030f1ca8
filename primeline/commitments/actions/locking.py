"""Taking up one commitment to change it: the row is held, so deeds take turns."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from primeline.commitments import rules
from primeline.commitments.choices import CommitmentStatus
from primeline.commitments.models import Commitment
from primeline.commitments.queries.courses import Courses, rungs_of
from primeline.commitments.values import Course
from primeline.kit.errors import NotFound, Refused
from primeline.privacy.textfields import prepared


def taken_up(commitment: Commitment) -> Commitment:
    """Return the commitment as it stands now, held until the deed ends.

    :raises NotFound: if there is none
    """
    found = Commitment.objects.select_for_update(of=("self",)).select_related("step")
    fresh = found.filter(pk=commitment.pk).first()
    if fresh is None:
        raise NotFound
    return fresh


def still_open(commitment: Commitment) -> Commitment:
    """Return the commitment as it stands now, held, if it is still owed.

    :raises Refused: saying kindly how it has ended meanwhile
    """
    fresh = taken_up(commitment)
    if not fresh.is_open:
        raise Refused(_ended_already(fresh))
    return fresh


def change(commitment: Commitment, **changes: Any) -> None:
    """Write changes to a commitment that is held."""
    written = prepared(commitment, **changes)
    Commitment.objects.filter(pk=commitment.pk).update(**written, version=F("version") + 1)
    for name, value in written.items():
        setattr(commitment, name, value)


def running_course(commitment: Commitment, *, at: datetime) -> Course:
    """Return the clock of a commitment with all stops that are over."""
    return Courses([commitment], at=at, only_ended=True).of(commitment)


def next_rung_of(commitment: Commitment, course: Course) -> datetime | None:
    """Return when the next rung that has not fired is reached, or was."""
    waiting = [one for one in rungs_of(commitment) if one.percent > commitment.fired_percent]
    if not waiting:
        return None
    return rules.rung_at(course, min(waiting, key=lambda rung: rung.percent))


def facts_of(commitment: Commitment) -> dict[str, Any]:
    """Return what every event about a commitment says."""
    return {
        "commitment_id": commitment.pk,
        "step": commitment.step.code,
        "subject_kind": commitment.subject_kind,
        "subject_id": commitment.subject_id,
        "customer_id": commitment.customer_id,
    }


def _ended_already(commitment: Commitment) -> Any:
    if commitment.status == CommitmentStatus.WAIVED:
        return _("Nobody owes this any more: it was waived. Nothing is left to be done.")
    if commitment.status == CommitmentStatus.CANCELLED:
        return _("Nobody owes this any more: what it was about is gone.")
    by = commitment.ended_by
    if by is None:
        return _("This was done already. Nothing is left to be done.")
    return _("%(name)s has done this already. Nothing is left to be done.") % {"name": by.name}
