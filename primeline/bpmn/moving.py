"""How a case begins and goes on. Pure: a drawing, a state and values in, a `Move` out."""

from collections.abc import Mapping

from primeline.bpmn.conditions import holds
from primeline.bpmn.errors import NobodyWaits, NoWayOut
from primeline.bpmn.state import FINISHED_BY_CALLERS, Ending, Move, State, Token, Waits
from primeline.bpmn.steps import Choose, Steps
from primeline.bpmn.values import Drawing, Flow, Kind, Node, Value

Values = Mapping[str, Value]


def begin(drawing: Drawing, values: Values) -> Move:
    """Return the first move of a case.

    :raises CannotMove: if no condition holds at a gateway without a default, or nothing ever waits
    """
    steps = Steps(drawing, State(), _choose_by(drawing, values))
    steps.start(drawing.start_of(""))
    return steps.run()


def finish(drawing: Drawing, state: State, number: int, values: Values) -> Move:
    """Return the move by which a task, service or called process is done.

    :raises NobodyWaits: if no such token waits for that: somebody was faster, or the case has ended
    :raises CannotMove: if no condition holds at a gateway without a default, or nothing ever waits
    """
    for token in state.tokens:
        if token.number == number and token.waits in FINISHED_BY_CALLERS:
            return _go_on(drawing, state, token, values)
    raise NobodyWaits(number)


def receive(drawing: Drawing, state: State, message: str, values: Values) -> Move:
    """Return the move by which a message reaches whoever has waited for it longest.

    :raises NobodyWaits: if nobody waits for it
    :raises CannotMove: if no condition holds at a gateway without a default, or nothing ever waits
    """
    for token in state.tokens:
        if token.waits is Waits.MESSAGE and drawing.by_id[token.node].message == message:
            return _go_on(drawing, state, token, values)
    raise NobodyWaits(message)


def wake(drawing: Drawing, state: State, values: Values) -> Move:
    """Return the move by which a case goes on that was put on this drawing where it stands.

    Nothing moves but what waited for others that need not come any more.

    :raises CannotMove: if no condition holds at a gateway without a default, or nothing ever waits
    """
    steps = Steps(drawing, state, _choose_by(drawing, values))
    steps.wake()
    return steps.run()


def cancel(state: State) -> Move:
    """Return the move by which a case is given up.

    :raises NobodyWaits: if it has ended
    """
    if not state.tokens:
        raise NobodyWaits
    numbers = tuple(token.number for token in state.tokens)
    left = State((), state.next_number)
    return Move(state=left, withdrawn=numbers, ending=Ending.CANCELLED)


def _go_on(drawing: Drawing, state: State, token: Token, values: Values) -> Move:
    steps = Steps(drawing, state, _choose_by(drawing, values))
    steps.leave(token)
    return steps.run()


def _choose_by(drawing: Drawing, values: Values) -> Choose:
    def choose(node: Node, flows: tuple[Flow, ...]) -> tuple[Flow, ...]:
        asked = [flow for flow in flows if not flow.is_default]
        true = [flow for flow in asked if not flow.condition or holds(flow.condition, values)]
        if true:
            return tuple(true if node.kind is Kind.INCLUSIVE else true[:1])
        if flows and not node.default:
            raise NoWayOut(node.id)
        return tuple(flow for flow in flows if flow.is_default)

    return choose
