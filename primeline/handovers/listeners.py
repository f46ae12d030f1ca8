"""What happens after a hand-over, and what this room does when the worker calls."""

from primeline.access.actions import open_many_for_work
from primeline.access.events import RestrictionLifted
from primeline.commitments.sources import owe_all
from primeline.commitments.values import Owed, Subject
from primeline.handovers.actions import carry_out_handover
from primeline.handovers.events import HandoverDone
from primeline.handovers.queries import ready, shut_out_of
from primeline.handovers.values import OPEN_FOR, WORK
from primeline.kit.deeds import System
from primeline.kit.jobs import Job
from primeline.staff.rules import day_of


def carry_out(job: Job) -> None:
    """Let accounts change hands whose day has come."""
    found = list(ready(day_of(job.at)).select_related("to_person", "deputy").order_by("pk"))
    for count, handover in enumerate(found, 1):
        carry_out_handover(handover=handover, by=System("handovers"), at=job.at)
        job.report(carried_out=count)


def open_after_lifting(event: RestrictionLifted) -> None:
    """Let whoever is asked to take an account over read it again, now that all may."""
    for handover in shut_out_of(event.customer_id, at=event.happened_at):
        open_many_for_work(
            customer_ids=[event.customer_id],
            person=handover.to_person,
            work=(WORK, handover.pk),
            purpose=handover.reason,
            active_to=handover.offered_at + OPEN_FOR,
            by=System("handovers"),
            at=event.happened_at,
        )


def owe_visits_after_handover(event: HandoverDone) -> None:
    """Have the new manager visit each account that has changed hands, with the old one."""
    wanted = [
        Owed(
            step="MANAGER_VISIT",
            subject=Subject("customers.customer", customer_id),
            customer_id=customer_id,
            mark=str(event.handover_id),
        )
        for customer_id in event.customer_ids
    ]
    owe_all(wanted, by=System("handovers"), at=event.happened_at)
