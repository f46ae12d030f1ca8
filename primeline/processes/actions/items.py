"""One step of a case: taken, put back, done, sent back to who did the one before it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from primeline.bpmn.remapping import leads_straight
from primeline.bpmn.state import State, Waits
from primeline.bpmn.state import Token as Place
from primeline.bpmn.values import Node
from primeline.commitments import actions as commitments
from primeline.commitments import queries as owed
from primeline.commitments.values import Subject
from primeline.customers import actions as customers
from primeline.customers.choices import AttachmentKind
from primeline.customers.values import Paper
from primeline.kit.deeds import deed
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.privacy.textfields import prepared
from primeline.processes import rules
from primeline.processes.actions import moving, promises
from primeline.processes.actions.cases import settle
from primeline.processes.actions.facts import say
from primeline.processes.actions.opening import Opening
from primeline.processes.actions.telling import tell
from primeline.processes.choices import How, ItemStatus
from primeline.processes.models import Case, ServiceRun, Token, WorkItem
from primeline.processes.queries.cases import documents_of
from primeline.processes.queries.library import drawn
from primeline.processes.values import ITEM, Answers
from primeline.staff.models import Person
from primeline.staff.reach import Reach


@deed("processes.claim")
def claim_item(*, item: WorkItem, reach: Reach, by: Person, at: datetime) -> WorkItem:
    """Take a step that is offered to a role of one's own: from now on it is one's own.

    :raises Refused: if it is over, or for another role or unit
    :raises ChangedMeanwhile: if somebody else took it first; it says who
    """
    _case, fresh = _held(item)
    commitments.take_matter(commitment=fresh.commitment, reach=reach, by=by, at=at)
    return fresh


@deed("processes.put_back")
def put_back_item(*, item: WorkItem, by: Person, at: datetime, reason: str) -> WorkItem:
    """Put back a step that one has taken: whoever holds the role may take it.

    :raises Refused: if it is over or somebody else's, or no reason is given
    """
    _case, fresh = _held(item)
    commitments.put_back_matter(commitment=fresh.commitment, by=by, at=at, reason=reason)
    return fresh


@deed("processes.finish")
def finish_item(
    *,
    item: WorkItem,
    reach: Reach,
    answers: Answers,
    papers: Sequence[Paper] = (),
    note: str = "",
    by: Person,
    at: datetime,
) -> Case:
    """Say that a step is done, with what it asks for, and let the case go on.

    Whoever does the step puts the papers that it asks for on file at the account with it.

    :raises Refused: if it is over, an answer or a paper is missing, or no way fits the answers
    :raises ChangedMeanwhile: if somebody else finished or took it first; it says who
    """
    case, fresh = _held(item)
    _check_mine(fresh, reach)
    drawing = drawn(case.edition)
    node = drawing.by_id[fresh.node]
    say(case, drawing, node.form, answers, at=at)
    promises.learn(case, drawing, [one.field for one in node.form], by=by, at=at)
    _put_on_file(case, node, papers, by=by, at=at)
    _check_documents(case, node)
    _end(fresh, ItemStatus.DONE, note, by=by, at=at)
    commitments.keep_about(subject=Subject(ITEM, fresh.token_id), by=by, at=at, reason=note)
    run = moving.run_of(case, by=by, at=at)
    moving.go_on(run, fresh.token.number)
    if run.is_straight and len(run.opening) == 1 and not run.called:
        run.opening = [_after(fresh, run.opening[0])]
    settle(run)
    return case


@deed("processes.send_back")
def send_back_item(*, item: WorkItem, reach: Reach, by: Person, at: datetime, reason: str) -> Case:
    """Send a case back to who did the step before, to be done again there; each time is counted.

    :raises Refused: if it is over, no single step came before, or no reason is given
    :raises ChangedMeanwhile: if somebody else finished or took it first; it says who
    """
    why = rules.check_reason(reason)
    case, fresh = _held(item)
    _check_mine(fresh, reach)
    sender = fresh.sender
    drawing = drawn(case.edition)
    # A step of an earlier version may not be drawn any more, or not before this one.
    if sender is None or not leads_straight(drawing, sender.node, fresh.node):
        raise Refused(
            _(
                "No single step came before this one, so it cannot be sent back. Finish it, saying "
                "what is missing, or have the case cancelled."
            )
        )
    _end(fresh, ItemStatus.SENT_BACK, why, by=by, at=at)
    commitments.keep_about(subject=Subject(ITEM, fresh.token_id), by=by, at=at, reason=why)
    run = moving.run_of(case, by=by, at=at)
    between = ServiceRun.objects.filter(case=case, ran_at=fresh.opened_at, undone_at=None)
    moving.undo(run, list(between.select_related("token")))
    row = _put_at(run, fresh.token, sender.node)
    run.opening = [
        Opening(
            token=row,
            node=run.drawing.by_id[sender.node],
            person_id=_person_again(sender),
            sender=sender.sender,
            sent_back_from=fresh,
            returns_count=sender.returns_count + 1,
        )
    ]
    settle(run)
    node = run.drawing.by_id[sender.node]
    words = {"step": node.name, "step_en": node.name_en, "count": sender.returns_count + 1}
    tell(case, How.SENT_BACK, by=by, at=at, **words)
    return case


def _held(item: WorkItem) -> tuple[Case, WorkItem]:
    """Return a case and one step of it as they stand now, held, if the step is to be done.

    :raises Refused: if the case has ended
    :raises ChangedMeanwhile: if the step is over, telling who ended it
    """
    case = moving.taken_up(item.case)
    fresh = WorkItem.objects.in_full().select_related("token", "ended_by", "sender__ended_by")
    found = fresh.filter(pk=item.pk, case=case).first()
    if found is None:
        raise NotFound
    if not found.is_open:
        raise ChangedMeanwhile(_over(found))
    if not case.is_running:
        moving.still_running(case)
    found.case = case
    return case, found


def _over(item: WorkItem) -> Any:
    if item.status == ItemStatus.DROPPED:
        return _("This step is not needed any more: the case went another way or has ended.")
    name = item.ended_by.name if item.ended_by else ""
    if item.status == ItemStatus.SENT_BACK:
        return _("%(name)s has sent this back already.") % {"name": name}
    return _("%(name)s has done this already. Nothing is left to be done.") % {"name": name}


def _check_mine(item: WorkItem, reach: Reach) -> None:
    if owed.is_mine(reach, item.commitment):
        return
    person = item.commitment.person
    if person is not None:
        raise ChangedMeanwhile(_("%(name)s has taken this already.") % {"name": person.name})
    raise Refused(_("This is owed by another role or another unit."))


def _put_on_file(
    case: Case, node: Node, papers: Sequence[Paper], *, by: Person, at: datetime
) -> None:
    for paper in papers:
        if paper.kind not in node.documents:
            raise Refused(_("This step does not ask for this paper."), field=f"paper_{paper.kind}")
        try:
            customers.attach_file(customer=case.customer, paper=paper, by=by, at=at)
        except Refused as wrong:
            raise Refused(wrong.message, field=f"paper_{paper.kind}") from wrong


def _check_documents(case: Case, node: Node) -> None:
    missing = [kind for kind, is_there in documents_of(case, node).items() if not is_there]
    if missing:
        name = AttachmentKind(missing[0]).label
        raise Refused(
            _("A paper is missing: %(kind)s. Attach it here, or put it on file at the account.")
            % {"kind": name}
        )


def _end(item: WorkItem, status: ItemStatus, note: str, *, by: Person, at: datetime) -> None:
    still_open = WorkItem.objects.filter(pk=item.pk, ended_at=None)
    changes = prepared(item, note=note.strip())
    if not still_open.update(status=status, ended_at=at, ended_by=by, **changes):
        raise ChangedMeanwhile(_("Somebody else was faster: this step is over."))


def _after(item: WorkItem, one: Opening) -> Opening:
    """Return a step that can be sent back to the one whose end led to it and nowhere else."""
    again = item.sent_back_from
    is_again = again is not None and again.node == one.node.id
    return replace(one, sender=item, person_id=again.ended_by_id if again and is_again else None)


def _person_again(sender: WorkItem) -> int | None:
    person = sender.ended_by
    return person.pk if person is not None and person.is_active else None


def _put_at(run: moving.Run, token: Token, node: str) -> Token:
    """Move a case from one place to another by hand, past the arrows of the drawing."""
    number = run.state.next_number
    Token.objects.filter(pk=token.pk).update(left_at=run.at)
    row = Token.objects.create(
        case=run.case,
        number=number,
        node=node,
        scope=token.scope,
        waits=Waits.USER,
        arrived_at=run.at,
    )
    others = tuple(one for one in run.state.tokens if one.number != token.number)
    place = Place(number=number, node=node, scope=token.scope, via="", waits=Waits.USER)
    run.state = State(tokens=(*others, place), next_number=number + 1)
    run.case.next_number = number + 1
    return row
