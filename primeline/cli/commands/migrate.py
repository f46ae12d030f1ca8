"""`primeline migrate`: bring the database to a state, as the owner of its tables."""

import argparse

from primeline.cli import migrating
from primeline.cli.house import open_house, require_database
from primeline.cli.outcomes import ExitCode
from primeline.cli.terminal import answer, answer_json
from primeline.cli.words import _

PEOPLE_IN_TEXTS = "people_in_texts"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument(
        "room", nargs="?", help=_("bring only this room to a state (default: all, to the newest)")
    )
    parser.add_argument(
        "state", nargs="?", help=_("the state, say 0003 or its whole name; `zero` is before all")
    )
    parser.add_argument("--plan", action="store_true", help=_("only say what would be done"))
    parser.add_argument("--json", action="store_true", help=_("answer in JSON"))


def run(asked: argparse.Namespace) -> int:
    """Migrate, put the walls up around what stands now, and furnish a new installation."""
    open_house()
    require_database()
    from primeline.audit import walls

    with walls.as_owner():
        require_database()
        with migrating.one_at_a_time():
            steps = migrating.plan(room=asked.room, state=asked.state)
            if not asked.plan:
                migrating.check_nothing_is_lost(steps)
                migrating.carry_out(room=asked.room, state=asked.state)
                walls.install()
    if not asked.plan and asked.room is None:
        _furnish()
        _seal(steps)
        _ask_to_tell_the_past()
    _tell(steps, asked)
    return ExitCode.FOUND if asked.plan and steps else ExitCode.OK


def _furnish() -> None:
    """Add the reference data and policies that the product ships and that are not there yet."""
    from primeline.audit import walls
    from primeline.competences.actions import install_catalog
    from primeline.handovers.actions import install_checklist
    from primeline.hours.actions import install_days
    from primeline.kit import clock
    from primeline.kit.deeds import System
    from primeline.papers.actions import install_papers
    from primeline.privacy.actions import install_limits
    from primeline.processes.actions import install_processes
    from primeline.products.actions import install_reference
    from primeline.standards.actions import install_standards
    from primeline.tiers.actions import install_policies
    from primeline.visits.actions import install_cadence

    by, at = System("install"), clock.now()
    with walls.open_for_system():
        install_days(by=by, at=at)
        install_reference(by=by, at=at)
        install_standards(by=by, at=at)
        install_cadence(by=by, at=at)
        install_limits(by=by, at=at)
        install_papers(by=by, at=at)
        install_catalog(by=by, at=at)
        install_policies(by=by, at=at)
        install_checklist(by=by, at=at)
        install_processes(by=by, at=at)


def _seal(steps: list[migrating.Step]) -> None:
    """Seal what an earlier release kept of people in clear."""
    from primeline.audit import walls
    from primeline.customers.actions import seal_what_is_open
    from primeline.kit import clock
    from primeline.kit.deeds import System
    from primeline.privacy.standing import look_through_texts

    by, at = System("install"), clock.now()
    with walls.open_for_system():
        seal_what_is_open(by=by, at=at)
        # Once, as their columns come: it reads every text that stands.
        if any(step.name.endswith(PEOPLE_IN_TEXTS) for step in steps):
            look_through_texts(by=by, at=at)


def _ask_to_tell_the_past() -> None:
    """Let the worker tell timelines, once, what had happened before they told of such things."""
    from primeline.kit import clock
    from primeline.kit.jobs import enqueue
    from primeline.quality.past import TELL_PAST

    enqueue(kind=TELL_PAST, at=clock.now(), unique_key=f"{TELL_PAST} work")


def _tell(steps: list[migrating.Step], asked: argparse.Namespace) -> None:
    if asked.json:
        answer_json(
            {
                "is_done": not asked.plan,
                "steps": [{"name": step.name, "backwards": step.is_backwards} for step in steps],
            }
        )
        return
    for step in steps:
        answer(("- " if step.is_backwards else "+ ") + step.name)
    if not steps:
        answer(_("The database is in this state already."))
