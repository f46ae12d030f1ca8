"""Running cases go on by another version: proposed by one, approved by another, case by case."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.bpmn.remapping import STAYS, leads_straight
from primeline.bpmn.state import State
from primeline.kit import jobs, proposals
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.processes import rules
from primeline.processes.actions import moving, promises
from primeline.processes.actions.cases import settle
from primeline.processes.actions.telling import tell
from primeline.processes.choices import How, SwitchStatus
from primeline.processes.models import (
    Case,
    Edition,
    Switch,
    SwitchedCase,
    Token,
    WorkItem,
)
from primeline.processes.queries.switching import (
    Crossing,
    running_by,
    said_in,
    targets_for,
)
from primeline.staff.models import Person

JOB: Final = "processes.switch"


@deed("processes.propose_switch")
def propose_switch(
    *,
    source: Edition,
    target: Edition,
    mapping: Mapping[str, str],
    by: Person,
    at: datetime,
    reason: str,
) -> Switch:
    """Ask that the running cases of a version go on by another one. Somebody else decides.

    :raises Refused: at the field, if it is no version to go on by, no case runs, a place is sent
        where it cannot go, no reason is given, or it was asked already
    """
    why = rules.check_reason(reason)
    if target not in targets_for(source, at):
        raise Refused(_("Choose a version that is approved and whose day has come."), field="to")
    if not running_by(source).exists():
        raise Refused(_("No case runs by this version any more."), field="to")
    open_ = (SwitchStatus.PROPOSED, SwitchStatus.APPROVED)
    if Switch.objects.filter(source=source, status__in=open_).exists():
        raise Refused(_("This was proposed already for the cases of this version. Look at that."))
    return Switch.objects.create(
        source=source,
        target=target,
        mapping=_checked(Crossing(source, target, dict(mapping))),
        note=why,
        author=by,
        proposed_at=at,
    )


@deed("processes.take_back_switch")
def take_back_switch(*, switch: Switch, version: int, by: Person, at: datetime) -> Switch:
    """Take back what one has proposed oneself.

    :raises Refused: if it is somebody else's
    :raises ChangedMeanwhile: if it was decided about in the meantime
    """
    proposals.check_proposer(switch.author_id, by.pk)
    proposals.move(switch, version, SwitchStatus.PROPOSED, to=SwitchStatus.WITHDRAWN)
    return switch


@deed("processes.approve_switch")
def approve_switch(
    *, switch: Switch, version: int, by: Person, at: datetime, reason: str = ""
) -> Switch:
    """Let the cases go over as somebody else has proposed. A job does it, case by case.

    :raises Refused: if the proposer approves
    :raises ChangedMeanwhile: if somebody decided since `version` was read
    """
    proposals.check_other(switch.author_id, by.pk)
    _decide(switch, version, SwitchStatus.APPROVED, by, at, reason)
    jobs.enqueue(kind=JOB, at=at, payload={"switch": switch.pk}, unique_key=f"{JOB}:{switch.pk}")
    return switch


@deed("processes.refuse_switch")
def refuse_switch(*, switch: Switch, version: int, by: Person, at: datetime, reason: str) -> Switch:
    """Refuse what somebody else has proposed.

    :raises Refused: if the proposer decides, or no reason is given
    :raises ChangedMeanwhile: if somebody decided since `version` was read
    """
    proposals.check_other(switch.author_id, by.pk)
    proposals.check_said(reason)
    _decide(switch, version, SwitchStatus.REFUSED, by, at, reason)
    return switch


@deed("processes.switch_case")
def switch_case(*, case: Case, switch: Switch, crossing: Crossing, by: Actor, at: datetime) -> Case:
    """Let one case go on by the other version from where it stands now.

    What is to be done stays with who has it, and its clock runs on as it was set. Joins at which
    nobody is missing any more go on at once.

    :raises ChangedMeanwhile: if it has ended, or went over before
    :raises Refused: if it cannot go over from where it stands now
    """
    fresh = moving.taken_up(case)
    if not fresh.is_running or fresh.edition_id != switch.source_id:
        raise ChangedMeanwhile(_("This case has ended, or runs by another version by now."))
    before = moving.run_of(fresh, by=by, at=at)
    fate = crossing.fate_of(before.state, said_in(crossing, [fresh.pk]).get(fresh.pk, {}))
    if fate.state is None:
        raise Refused(_("From where it stands now, this case cannot go on by the other version."))
    _put_over(fresh, before.state, fate.state, crossing)
    Case.objects.filter(pk=fresh.pk).update(edition=crossing.target)
    fresh.edition = crossing.target
    SwitchedCase.objects.create(switch=switch, case=fresh, switched_at=at)
    words = {"from_version": crossing.source.number, "to_version": crossing.target.number}
    tell(fresh, How.MOVED, by=by, at=at, **words)
    run = moving.run_of(fresh, by=by, at=at)
    promises.owe_what_is_ahead(run.case, run.drawing, run.state, at=at)
    moving.wake(run)
    settle(run)
    return fresh


@deed("processes.end_switch")
def end_switch(*, switch: Switch, by: Actor, at: datetime) -> Switch:
    """Say that all cases have gone over that could, and how many there were.

    :raises ChangedMeanwhile: if this was said before
    """
    proposals.move(
        switch,
        switch.version,
        SwitchStatus.APPROVED,
        to=SwitchStatus.DONE,
        done_at=at,
        moved_count=SwitchedCase.objects.filter(switch=switch).count(),
        stayed_count=running_by(switch.source).count(),
    )
    return switch


def _decide(
    switch: Switch, version: int, to: SwitchStatus, by: Person, at: datetime, reason: str
) -> None:
    decided = {"decided_by": by, "decided_at": at, "decision": reason.strip()}
    proposals.move(switch, version, SwitchStatus.PROPOSED, to=to, **decided)


def _checked(crossing: Crossing) -> dict[str, str]:
    """Return what is sent elsewhere than to its own id.

    :raises Refused: at the place that is sent where it cannot go
    """
    old = crossing.remapping.old
    for node, target in crossing.mapping.items():
        if node not in old.by_id:
            raise Refused(_("The old drawing has no “%(node)s”.") % {"node": node}, field="to")
        if target not in {STAYS, *(one.id for one in crossing.remapping.choices_for(node))}:
            raise Refused(
                _("It can only go to the same kind of thing in the same part of the drawing."),
                field=f"at-{node}",
            )
    return {node: target for node, target in crossing.mapping.items() if node != target}


def _put_over(case: Case, before: State, after: State, crossing: Crossing) -> None:
    """Write where a case stands by the other drawing; what is to be done there goes along."""
    new = crossing.remapping.new
    for old, now in zip(before.tokens, after.tokens, strict=True):
        if (old.node, old.via) != (now.node, now.via):
            Token.objects.filter(case=case, number=now.number).update(node=now.node, via=now.via)
        if old.node != now.node:
            WorkItem.objects.filter(case=case, token__number=now.number).update(node=now.node)
    for item in WorkItem.objects.open().filter(case=case).select_related("sender"):
        if item.sender and not leads_straight(new, item.sender.node, item.node):
            WorkItem.objects.filter(pk=item.pk).update(sender=None)
