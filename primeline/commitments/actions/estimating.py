"""Saying anew by when something will be done. The due moment, and what was broken, stay."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.commitments import rules
from primeline.commitments.actions.locking import still_open
from primeline.commitments.actions.telling import tell_of
from primeline.commitments.models import Commitment, Estimate
from primeline.customers.choices import TimelineKind
from primeline.kit.deeds import deed
from primeline.kit.errors import Refused
from primeline.staff.models import Person


@deed("commitments.estimate")
def give_estimate(
    *, commitment: Commitment, expected_at: datetime, reason: str | None, by: Person, at: datetime
) -> Estimate:
    """Say by when it will be done and why then, in words that a customer may read.

    Without a reason (`None`) everybody reads in their language that it is known and worked on.

    :raises Refused: if it is over, the reason is empty, or the moment is past or over a year ahead
    """
    fresh = still_open(commitment)
    if reason is not None and not reason.strip():
        raise Refused(_("Say why, in words that the customer may read."), field="reason")
    rules.check_expected(expected_at, at=at)
    expected = expected_at.isoformat()
    tell_of(fresh, TimelineKind.MATTER_EXPECTED, by=by, at=at, expected=expected)
    return Estimate.objects.create(
        commitment=fresh,
        cycle=fresh.cycle,
        expected_at=expected_at,
        reason=(reason or "").strip(),
        given_by=by,
        given_at=at,
    )
