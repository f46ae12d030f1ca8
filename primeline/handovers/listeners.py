"""What the handovers room does when the worker calls."""

from primeline.handovers.actions import carry_out_handover
from primeline.handovers.queries import ready
from primeline.kit.deeds import System
from primeline.kit.jobs import Job
from primeline.staff.rules import day_of


def carry_out(job: Job) -> None:
    """Let accounts change hands whose day has come."""
    found = list(ready(day_of(job.at)).select_related("to_person", "deputy").order_by("pk"))
    for count, handover in enumerate(found, 1):
        carry_out_handover(handover=handover, by=System("handovers"), at=job.at)
        job.report(carried_out=count)
