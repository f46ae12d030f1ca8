"""What this room does when the worker calls."""

from contextlib import suppress
from typing import Final

from primeline.kit.deeds import System
from primeline.kit.errors import Refused
from primeline.kit.jobs import Job
from primeline.processes.actions.switching import end_switch, switch_case
from primeline.processes.choices import SwitchStatus
from primeline.processes.models import Case
from primeline.processes.queries.switching import Crossing, fates, get_switch, running_by

BY: Final = System("processes")


def switch_cases(job: Job) -> None:
    """Let the cases of a version go on by another one, as far as each can, one act for each.

    Killed half-way, it goes on with those that have not gone yet.
    """
    switch = get_switch(job.payload["switch"])
    if switch.status != SwitchStatus.APPROVED:
        return
    crossing = Crossing(switch.source, switch.target, switch.mapping)
    cases = running_by(switch.source)
    total = cases.count()
    for count, (pk, _state, fate) in enumerate(fates(crossing, cases), start=1):
        if fate.state is not None:
            # It moved since it was looked at, and cannot go any more: it stays.
            case = Case.objects.get(pk=pk)
            with suppress(Refused):
                switch_case(case=case, switch=switch, crossing=crossing, by=BY, at=job.at)
        job.report(done=count, total=total)
    end_switch(switch=switch, by=BY, at=job.at)
