"""What happens after a request, and what the access room does when the worker calls."""

from datetime import datetime
from typing import Final

from primeline.access import rules
from primeline.access.actions import end_work, open_for_work
from primeline.access.actions import mark_over as mark
from primeline.access.choices import RequestStatus
from primeline.access.events import (
    AccessGranted,
    AccessLapsed,
    AccessRefused,
    AccessRequested,
    AccessWithdrawn,
    RestrictionLifted,
)
from primeline.access.models import AccessRequest
from primeline.access.queries import has_over, has_work
from primeline.commitments import actions as commitments
from primeline.commitments import alerting
from primeline.commitments import queries as owed
from primeline.commitments.choices import NoticeKind
from primeline.commitments.events import CommitmentDropped, CommitmentKept
from primeline.commitments.sources import forget, owe_all
from primeline.commitments.values import Owed, Subject
from primeline.customers.models import Customer
from primeline.kit.deeds import System
from primeline.kit.jobs import Job
from primeline.rosters import queries as rosters
from primeline.rosters.events import CallChainEnded, CalledOnDuty
from primeline.staff.models import Person
from primeline.standards.choices import Tells

BY: Final = System("access")
DECISION: Final = "ACCESS_DECISION"
CALL: Final = "rosters.call_attempt"


def owe_decision(event: AccessRequested) -> None:
    """Have whoever leads the unit of the account decide in time."""
    requests = AccessRequest.objects.select_related("customer__owner_unit")
    request = requests.get(pk=event.request_id)
    if request.customer is None or request.status != RequestStatus.WAITING:
        return
    path = rules.decided_at(request.customer.owner_unit.path, rung=request.rung)
    decision = Owed(
        step=DECISION,
        subject=_subject(request.pk),
        customer_id=request.customer_id,
        what=request.number,
        unit_id=rules.unit_at(path),
        role=owed.leads_at(rules.unit_at(path)),
        opened_at=request.asked_at,
    )
    owe_all([decision], by=BY, at=event.happened_at)


def keep_decision(event: AccessGranted | AccessRefused) -> None:
    """Note that somebody has decided."""
    if owed.is_owed(_subject(event.request_id), DECISION):
        commitments.keep_about(subject=_subject(event.request_id), by=BY, at=event.happened_at)
    forget(_subject(event.request_id), DECISION)


def owe_no_decision(event: AccessWithdrawn | AccessLapsed) -> None:
    """Owe no decision on a request that is gone."""
    _drop(event.request_id, event.happened_at)


def open_after_call_on_duty(event: CalledOnDuty) -> None:
    """Open an account to who is on duty and called about it, while the duty lasts."""
    customer = Customer.objects.get(pk=event.customer_id)
    if customer.is_restricted or event.until_at <= event.happened_at:
        return
    open_for_work(
        customer=customer,
        person=Person.objects.get(pk=event.person_id),
        work=(CALL, event.attempt_id),
        purpose=event.reason,
        active_to=event.until_at,
        by=BY,
        at=event.happened_at,
    )


def close_after_chain_ended(event: CallChainEnded) -> None:
    """Close what was opened to those who were called, but to whoever took it up."""
    calls = rosters.calls_on_duty(run_id=event.run_id, but_reached=True)
    _close(calls, event.happened_at)


def close_after_end(event: CommitmentKept | CommitmentDropped) -> None:
    """Close what was opened for a matter that is done, or need not be done any more."""
    _close(rosters.calls_on_duty(commitment_id=event.commitment_id), event.happened_at)


def tell_after_lifting(event: RestrictionLifted) -> None:
    """Tell who leads which matters their holders cannot see: what was open has stayed closed."""
    for matter in owed.unseen_by_holders(event.customer_id, at=event.happened_at):
        alerting.notify(
            matter,
            NoticeKind.UNSEEN,
            happening=f"access.lifted:{matter}:{event.happened_at:%y%m%d%H%M%S%f}",
            tells=(Tells.TEAM_LEAD, Tells.BRANCH_LEAD),
            at=event.happened_at,
        )


def _close(calls: list[int], at: datetime) -> None:
    for call in calls:
        # An act that does nothing would only fill the record.
        if has_work(work=(CALL, call), at=at):
            end_work(work=(CALL, call), by=BY, at=at)


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
    forget(_subject(request_id), DECISION)


def _subject(request_id: int) -> Subject:
    return Subject("access.request", request_id)
