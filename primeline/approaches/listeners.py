"""What this room does when the worker calls."""

from typing import Final

from primeline.approaches import actions
from primeline.approaches.gateways import gateway_for
from primeline.kit.deeds import System
from primeline.kit.jobs import Job

BY: Final = System("approaches")


def carry_out(job: Job) -> None:
    """Reach a person, once. No transaction is open while the system for it is waited for."""
    approach_id = int(job.payload["approach"])
    order = actions.begin_approach(approach_id=approach_id, by=BY, at=job.at)
    if order is not None:
        status = gateway_for(order.channel).carry_out(order)
        actions.end_approach(approach_id=approach_id, status=status, by=BY, at=job.at)
