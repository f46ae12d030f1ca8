"""What happens after what was owed is done, and what this room does when the worker calls."""

from contextlib import suppress
from typing import Final

from primeline.approaches.choices import ApproachPurpose
from primeline.approaches.events import PersonReached
from primeline.commitments import actions as commitments
from primeline.commitments.choices import OPEN
from primeline.commitments.events import CommitmentKept
from primeline.commitments.models import Commitment
from primeline.commitments.values import Subject
from primeline.kit.deeds import System
from primeline.kit.errors import Refused
from primeline.kit.jobs import Job
from primeline.processes.actions.major import owe_major_fault
from primeline.processes.actions.promises import is_unrestored, owe_word
from primeline.processes.actions.switching import end_switch, switch_case
from primeline.processes.choices import SwitchStatus
from primeline.processes.models import Case
from primeline.processes.queries.flight import lasting_faults
from primeline.processes.queries.switching import Crossing, fates, get_switch, running_by
from primeline.processes.values import ESTIMATE, PROMISE, WORD

BY: Final = System("processes")


def owe_next_word(event: CommitmentKept) -> None:
    """Once a fault was estimated, and after each word on how it goes, owe the next one."""
    if event.subject_kind != PROMISE or event.step not in (ESTIMATE, WORD.step):
        return
    # An act that does nothing would only fill the record.
    if is_unrestored(event.subject_id):
        case = Case.objects.get(pk=event.subject_id)
        owe_word(case=case, after=event.commitment_id, by=BY, at=event.happened_at)


def keep_word_after_reaching(event: PersonReached) -> None:
    """Somebody was called or written to about a fault: the word was given, if it is one alone."""
    if event.purpose != ApproachPurpose.FAULT:
        return
    open_ones = Commitment.objects.filter(
        customer=event.customer_id,
        subject_kind=PROMISE,
        step__code=WORD.step,
        status__in=OPEN,
        # What was said twice is said once: the next word is owed from that moment on.
        opened_at__lt=event.happened_at,
    )
    found = list(open_ones[:2])
    # Of several faults nobody can say here which it was about: whoever said it says so.
    if len(found) == 1:
        subject = Subject(PROMISE, found[0].subject_id)
        commitments.keep_about(subject=subject, steps=[WORD.step], by=BY, at=event.happened_at)


def watch_faults(job: Job) -> None:
    """Owe the report of each fault that has lasted so long that it is major, or soon will be."""
    for count, case in enumerate(lasting_faults(at=job.at), start=1):
        owe_major_fault(case=case, by=BY, at=job.at)
        job.report(owed=count)


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
