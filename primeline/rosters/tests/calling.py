"""A switchboard and a worker, for the tests of call chains."""

from datetime import datetime
from typing import Any

from primeline.approaches.choices import ApproachStatus
from primeline.approaches.values import Order
from primeline.kit.events import event_from, name_of
from primeline.kit.jobs import Job
from primeline.kit.models import EventRow, JobRow
from primeline.rosters import actions, listeners
from primeline.rosters.events import CallChainEnded
from primeline.rosters.models import CallRun
from primeline.rosters.tests.duties import reach
from primeline.rosters.values import Occasion
from primeline.staff.models import Person
from primeline.testing.cast import TUESDAY_10AM


class Switchboard:
    """Takes calls, and is killed after taking some."""

    def __init__(self) -> None:
        self.called: list[str] = []
        self.is_killed = False

    def carry_out(self, order: Order) -> ApproachStatus:
        self.called.append(order.to)
        if self.is_killed:
            raise SystemExit
        return ApproachStatus.HANDED_OVER


def work(at: datetime) -> None:
    """Do what a worker does: move on what is due, and make the calls that were asked for."""
    listeners.scan(Job(job_id=0, kind="rosters.scan", payload={}, at=at))
    for row in JobRow.objects.filter(kind="rosters.call").order_by("pk"):
        listeners.call(Job(job_id=row.pk, kind=row.kind, payload=row.payload, at=at))


def start(chain: Any, by: Person, **occasion: Any) -> CallRun:
    wanted = Occasion(**({"reason": "Line of Harbor Bank is down"} | occasion))
    return actions.start_run(chain=chain, occasion=wanted, reach=reach(by), by=by, at=TUESDAY_10AM)


def ended(run: CallRun) -> None:
    """Hand over what is published of a run that ended, as the worker does."""
    for row in EventRow.objects.filter(name=name_of(CallChainEnded), payload__run_id=run.pk):
        event = event_from(row)
        assert isinstance(event, CallChainEnded)
        listeners.tell_after_chain_ended(event)
