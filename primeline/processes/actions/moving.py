"""A move of the engine becomes rows: places left and reached, steps to be done, services run.

Whoever moves a case holds its row, and before it those that called it: two at once take turns.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from primeline.bpmn import moving
from primeline.bpmn.errors import CannotMove, NoWayOut
from primeline.bpmn.state import Move, State, Waits
from primeline.bpmn.state import Token as Place
from primeline.bpmn.values import Drawing, Value
from primeline.commitments import actions as commitments
from primeline.kit.deeds import Actor
from primeline.kit.errors import NotFound, Refused
from primeline.processes.actions import promises
from primeline.processes.actions.facts import keep
from primeline.processes.actions.opening import Opening, open_items
from primeline.processes.choices import CaseStatus, ItemStatus
from primeline.processes.models import Case, ServiceRun, Token, WorkItem
from primeline.processes.queries.cases import answers_of, open_tokens
from primeline.processes.queries.library import drawn
from primeline.processes.services import SERVICES, Call
from primeline.processes.values import ESTIMATE

DEEPEST_CALL: Final = 10


@dataclass(kw_only=True)
class Run:
    """A case that is held, and all that is known of it while it moves."""

    case: Case
    drawing: Drawing
    state: State
    values: dict[str, Value]
    by: Actor
    at: datetime
    opening: list[Opening] = field(default_factory=list)
    called: list[Token] = field(default_factory=list)
    # Numbers of the places that were taken away: what they called is not waited for any more.
    withdrawn: list[int] = field(default_factory=list)
    # Whether it went from one step to one other, with nothing but services between.
    is_straight: bool = True


def taken_up(case: Case) -> Case:
    """Return a case as it stands now, held until the deed ends, and those that called it too.

    :raises NotFound: if there is none
    """
    _hold_callers(case.called_by_id)
    held = Case.objects.select_for_update(of=("self",)).select_related("edition__process")
    fresh = held.filter(pk=case.pk).first()
    if fresh is None:
        raise NotFound
    return fresh


def _hold_callers(token_id: int | None) -> None:
    callers: list[int] = []
    while token_id is not None:
        token = Token.objects.select_related("case").get(pk=token_id)
        callers.insert(0, token.case_id)
        token_id = token.case.called_by_id
    for pk in callers:
        Case.objects.select_for_update().get(pk=pk)


def still_running(case: Case) -> Case:
    """Return a case as it stands now, held, if something is left to be done.

    :raises Refused: if it has ended, telling how
    """
    fresh = taken_up(case)
    if fresh.status == CaseStatus.CANCELLED:
        raise Refused(_("This case was cancelled. Nothing is left to be done."))
    if not fresh.is_running:
        raise Refused(_("This case is done. Nothing is left to be done."))
    return fresh


def run_of(case: Case, *, by: Actor, at: datetime) -> Run:
    """Return what is known of a case that is held."""
    drawing = drawn(case.edition)
    state = State(
        tokens=tuple(place_of(row) for row in open_tokens(case)), next_number=case.next_number
    )
    values = answers_of(case, drawing)
    return Run(case=case, drawing=drawing, state=state, values=values, by=by, at=at)


def place_of(row: Token) -> Place:
    """Return a place as the engine knows it."""
    return Place(
        number=row.number, node=row.node, scope=row.scope, via=row.via, waits=Waits(row.waits)
    )


def begin(run: Run) -> None:
    """Put a new case on its drawing and let it go on to where somebody is waited for."""
    _carry_out(run, _moved(run, lambda: moving.begin(run.drawing, run.values)), {0})


def go_on(run: Run, number: int) -> None:
    """Let a case go on from a place whose work is done."""
    move = _moved(run, lambda: moving.finish(run.drawing, run.state, number, run.values))
    _carry_out(run, move, {number})


def take_in(run: Run, message: str) -> None:
    """Let a case go on from where it waits for a message.

    :raises Refused: if it does not wait for that, or no more
    """
    if not any(
        one.waits == Waits.MESSAGE and run.drawing.by_id[one.node].message == message
        for one in run.state.tokens
    ):
        raise Refused(_("This case does not wait for that, or it has come already."))
    move = _moved(run, lambda: moving.receive(run.drawing, run.state, message, run.values))
    _carry_out(run, move, move.consumed)


def wake(run: Run) -> None:
    """Let joins of a case go on at which nobody is missing on the drawing that it has now.

    :raises Refused: if no way fits what was said
    """
    move = _moved(run, lambda: moving.wake(run.drawing, run.state, run.values))
    _carry_out(run, move, move.consumed)


def stop(run: Run) -> None:
    """Take a case from its drawing, wherever it stands."""
    _carry_out(run, moving.cancel(run.state), set())


def _moved(run: Run, move: Callable[[], Move]) -> Move:
    """Return a move of the engine.

    :raises Refused: if the case cannot go on like this; nothing was changed
    """
    try:
        return move()
    except NoWayOut as stuck:
        node = run.drawing.by_id[stuck.node]
        said = _("At “%(name)s” no way fits what was said. Look at the answers again.")
        raise Refused(said % {"name": node.name or node.id}) from stuck
    except CannotMove as stuck:
        raise Refused(_("Somebody else was faster: the case does not stand there any more.")) from (
            stuck
        )


def _carry_out(run: Run, move: Move, expected: Collection[int]) -> None:
    """Write one move down, and do what it has come to: services, other cases, steps for people."""
    _leave(run, move)
    created = _arrive(run, move)
    run.state = move.state
    run.case.next_number = move.state.next_number
    run.case.passed = sorted(set(run.case.passed) | set(move.passed))
    if not set(move.consumed) <= set(expected) or len(created) > 1:
        run.is_straight = False
    for row in created:
        if row.waits == Waits.SERVICE:
            _serve(run, row)
        elif row.waits == Waits.CALL:
            run.called.append(row)
        elif row.waits == Waits.USER:
            run.opening.append(Opening(token=row, node=run.drawing.by_id[row.node]))
    if move.is_ended and run.case.is_running:
        close(run, CaseStatus.DONE)


def _leave(run: Run, move: Move) -> None:
    gone = [*move.consumed, *move.withdrawn]
    if not gone:
        return
    rows = Token.objects.filter(case=run.case, number__in=gone)
    rows.update(left_at=run.at)
    if move.withdrawn:
        _withdraw(run, move.withdrawn)


def _withdraw(run: Run, numbers: Collection[int]) -> None:
    """Ask nobody any more for what stood at these places."""
    items = WorkItem.objects.open().filter(case=run.case, token__number__in=list(numbers))
    dropped = list(items.values_list("pk", "commitment"))
    if dropped:
        WorkItem.objects.filter(pk__in=[pk for pk, _matter in dropped]).update(
            status=ItemStatus.DROPPED, ended_at=run.at, ended_by=run.by.actor_id
        )
        commitments.cancel_commitments(
            commitment_ids=[matter for _pk, matter in dropped], by=run.by, at=run.at
        )
    run.withdrawn.extend(numbers)
    run.opening = [one for one in run.opening if one.token.number not in numbers]
    run.called = [one for one in run.called if one.number not in numbers]


def _arrive(run: Run, move: Move) -> list[Token]:
    rows = [
        Token(
            case=run.case,
            number=one.number,
            node=one.node,
            scope=one.scope,
            via=one.via,
            waits=one.waits,
            arrived_at=run.at,
        )
        for one in move.created
    ]
    return Token.objects.bulk_create(rows)


def _serve(run: Run, row: Token) -> None:
    """Do what the drawing has done by itself, once at this place, and go on."""
    node = run.drawing.by_id[row.node]
    service = SERVICES[node.service]
    call = _call(run, row, node.name, node.name_en)
    result = service.do(call)
    facts = {name: v for name, v in service.facts(result).items() if name in run.drawing.fields}
    if facts:
        keep(run.case, facts)
        run.values |= facts
    # One run at one place: the database refuses a second.
    ServiceRun.objects.create(
        case=run.case,
        token=row,
        node=row.node,
        service=node.service,
        ran_at=run.at,
        result=result,
    )
    if result.get("given") == ESTIMATE:
        promises.owe_first_word(run.case, by=run.by, at=run.at)
    go_on(run, row.number)


def _call(run: Run, row: Token, name: str, name_en: str) -> Call:
    return Call(
        case=run.case,
        token=row,
        name=name,
        name_en=name_en,
        facts=run.values,
        by=run.by,
        at=run.at,
    )


def undo(run: Run, runs: Collection[ServiceRun]) -> None:
    """Undo what was done by itself, the latest first; each only once."""
    for one in sorted(runs, key=lambda one: one.token.number, reverse=True):
        node = run.drawing.by_id.get(one.node)
        name, name_en = (node.name, node.name_en) if node else (one.node, "")
        call = _call(run, one.token, name, name_en)
        SERVICES[one.service].undo(call, one.result)
        ServiceRun.objects.filter(pk=one.pk).update(undone_at=run.at)


def close(run: Run, status: CaseStatus) -> None:
    """Say of a case that is held that it has ended."""
    run.case.status = status
    run.case.ended_at = max(run.at, run.case.started_at)
    run.case.ended_by_id = run.by.actor_id


def settle(run: Run) -> list[WorkItem]:
    """Write what has become of the case itself, and open what people have to do in it now."""
    case = run.case
    Case.objects.filter(pk=case.pk).update(
        passed=case.passed,
        next_number=case.next_number,
        status=case.status,
        ended_at=case.ended_at,
        ended_by=case.ended_by_id,
        version=F("version") + 1,
    )
    if not case.is_running:
        promises.owe_no_more(case, run.drawing, by=run.by, at=run.at)
    return open_items(case, run.opening, at=run.at)
