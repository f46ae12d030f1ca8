"""What this room does when the worker calls."""

from typing import Final

from primeline.approaches.gateways import gateway_for
from primeline.commitments import alerting
from primeline.commitments.choices import NoticeKind
from primeline.kit.deeds import System
from primeline.kit.jobs import Job
from primeline.rosters import actions, queries
from primeline.rosters.actions import drills
from primeline.rosters.choices import RunStatus
from primeline.rosters.events import CallChainEnded
from primeline.standards.choices import Tells

BY: Final = System("rosters")


def lay_out(job: Job) -> None:
    """Lay the shifts of rotations out ahead of time."""
    count = 0
    # An act that does nothing would only fill the record.
    while queries.has_to_lay(job.at):
        laid = actions.lay_out(by=BY, at=job.at)
        count += laid
        job.report(laid=count)
        if not laid:
            # Somebody else holds them, and lays them out.
            return


def owe_drills(job: Job) -> None:
    """Have call chains tried before their month is over."""
    job.report(owed=drills.owe_drills(by=BY, at=job.at))


def scan(job: Job) -> None:
    """Move call chains on where nobody has answered in time."""
    count = 0
    while queries.has_due_run(job.at):
        if not actions.advance_due(by=BY, at=job.at):
            # Somebody else holds them, and moves them on.
            return
        count += 1
        job.report(moved=count)


def tell_after_chain_ended(event: CallChainEnded) -> None:
    """Tell whoever owns a matter, and leads there, that nobody answered the calls about it.

    Where the calls were about no matter, whoever leads the unit of the chain owes to see to it.
    """
    if event.status != RunStatus.EXHAUSTED:
        return
    matter_id = event.commitment_id
    if matter_id is None:
        matter_id = actions.owe_unanswered(run_id=event.run_id, by=BY, at=event.happened_at)
    alerting.notify(
        matter_id,
        NoticeKind.UNANSWERED,
        happening=f"rosters.call_run:{event.run_id}",
        tells=(Tells.OWNER, Tells.TEAM_LEAD, Tells.BRANCH_LEAD),
        also=queries.starters_of(event.run_id),
        at=event.happened_at,
    )


def call(job: Job) -> None:
    """Call one person, once. No transaction is open while the switchboard is waited for."""
    attempt_id = int(job.payload["attempt"])
    order = actions.begin_call(attempt_id=attempt_id, by=BY, at=job.at)
    if order is not None:
        status = gateway_for(order.channel).carry_out(order)
        actions.end_call(attempt_id=attempt_id, status=status, by=BY, at=job.at)
