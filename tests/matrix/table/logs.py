"""Event logs and their replays: for whoever may change processes, and nobody else."""

from datetime import UTC
from typing import Any

from primeline.kit import clock
from primeline.replays import actions, queries
from primeline.replays.listeners import BY
from primeline.replays.models import EventLog, Replay
from primeline.replays.values import Columns
from primeline.staff.choices import Role
from tests.matrix.rows import Row
from tests.matrix.table.cases import a_process, everywhere
from tests.matrix.table.roles import CHANGE_POLICY
from tests.matrix.world import Relation, World

TOLD = b"""case,activity,time,resource
A-1,ask,2026-03-02 09:00,Ann
A-1,survey,2026-03-03 09:00,Bob
A-2,ask,2026-03-02 10:00,Ann
A-2,closed,2026-03-02 11:00,Ann
"""


def a_log(world: World) -> EventLog:
    """Return a log of two cases."""

    def bring(_relation: Relation) -> EventLog:
        read = queries.read_file("tried.csv", TOLD, Columns(), UTC)
        return actions.bring_log(name="tried", file=read, by=BY, at=clock.now())

    log: EventLog = world.thing("log", Relation.OWN, bring)
    return log


def a_replay(world: World) -> Replay:
    """Return what replaying it has found."""

    def ask(_relation: Relation) -> Replay:
        process = world.thing("process", Relation.OWN, lambda _relation: a_process())
        asked = actions.ask_for_replay(
            log=a_log(world),
            edition=process.editions.get(number=1),
            mapping={"ask": "ask", "survey": "survey"},
            by=world.actors[Role.SERVICE_CENTER],
            at=clock.now(),
        )
        found = queries.outcome_of(queries.get_replay(asked.pk), lambda done, total: None)
        return actions.end_replay(replay=asked, outcome=found, by=BY, at=clock.now())

    replay: Replay = world.thing("replay", Relation.OWN, ask)
    return replay


def log_address(world: World, relation: Relation) -> dict[str, Any]:
    return {"log_id": a_log(world).pk}


def log_and_drawing(world: World, relation: Relation) -> dict[str, Any]:
    a_replay(world)
    return log_address(world, relation)


def replay_address(world: World, relation: Relation) -> dict[str, Any]:
    return {"replay_id": a_replay(world).pk}


LOG = everywhere("event log", log_address)
LOG_WITH_DRAWING = everywhere("event log to be replayed", log_and_drawing)
REPLAY = everywhere("replay", replay_address)

ROWS = (
    Row(route="logs:list", opens=CHANGE_POLICY),
    Row(route="logs:new", opens=CHANGE_POLICY),
    Row(route="logs:new", method="POST", opens=CHANGE_POLICY),
    Row(route="logs:log", opens=CHANGE_POLICY, subject=LOG),
    Row(route="logs:new_replay", opens=CHANGE_POLICY, subject=LOG_WITH_DRAWING),
    Row(
        route="logs:new_replay",
        method="POST",
        opens=CHANGE_POLICY,
        subject=LOG_WITH_DRAWING,
        body=lambda world, relation: {"edition": "TRIED/1", "once": "0" * 16},
    ),
    Row(route="logs:replay", opens=CHANGE_POLICY, subject=REPLAY),
    Row(
        route="logs:export",
        method="POST",
        opens=CHANGE_POLICY,
        subject=REPLAY,
        address={"form": "csv"},
    ),
    Row(route="logs:end", method="POST", opens=CHANGE_POLICY, subject=LOG),
)
