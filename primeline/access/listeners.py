"""What happens after a request, and what the access room does when the worker calls."""

from datetime import datetime
from typing import Final

from primeline.access import rules
from primeline.access.actions import mark_over as mark
from primeline.access.choices import RequestStatus
from primeline.access.events import (
    AccessGranted,
    AccessLapsed,
    AccessRefused,
    AccessRequested,
    AccessWithdrawn,
)
from primeline.access.models import AccessRequest
from primeline.access.queries import has_over
from primeline.commitments import actions as commitments
from primeline.commitments import queries as owed
from primeline.commitments.values import Owed, Subject
from primeline.kit.deeds import System
from primeline.kit.jobs import Job

BY: Final = System("access")
DECISION: Final = "ACCESS_DECISION"


def owe_decision(event: AccessRequested) -> None:
    """Have whoever leads the unit of the account decide in time."""
    requests = AccessRequest.objects.select_related("customer__owner_unit")
    request = requests.get(pk=event.request_id)
    if request.customer is None or request.status != RequestStatus.WAITING:
        return
    path = rules.decided_at(request.customer.owner_unit.path, rung=request.rung)
    commitments.open_commitment(
        owed=Owed(
            step=DECISION,
            subject=_subject(request.pk),
            customer_id=request.customer_id,
            what=request.number,
            unit_id=rules.unit_at(path),
            role=owed.leads_at(rules.unit_at(path)),
            opened_at=request.asked_at,
        ),
        by=BY,
        at=event.happened_at,
    )


def keep_decision(event: AccessGranted | AccessRefused) -> None:
    """Note that somebody has decided."""
    if owed.is_owed(_subject(event.request_id), DECISION):
        commitments.keep_about(subject=_subject(event.request_id), by=BY, at=event.happened_at)


def owe_no_decision(event: AccessWithdrawn | AccessLapsed) -> None:
    """Owe no decision on a request that is gone."""
    _drop(event.request_id, event.happened_at)


def mark_over(job: Job) -> None:
    """Say of every request whose time is over that it is."""
    count = 0
    # An act that does nothing would only fill the record.
    while has_over(at=job.at):
        count += mark(by=BY, at=job.at)
        job.report(over=count)


def _drop(request_id: int, at: datetime) -> None:
    if owed.is_owed(_subject(request_id), DECISION):
        commitments.cancel_about(subject=_subject(request_id), by=BY, at=at)


def _subject(request_id: int) -> Subject:
    return Subject("access.request", request_id)
