"""Making the example, serving it, and telling where to look."""

import os
import sys
from pathlib import Path
from threading import Event

from primeline.cli.demonstration.children import Child, together, told_to_stop
from primeline.cli.demonstration.waiting import wait_until_answered
from primeline.cli.house import open_house, pending_migrations, require_migrated
from primeline.cli.outcomes import ExitCode, Stopped
from primeline.cli.terminal import answer, progress, say
from primeline.cli.words import _

FIRST_PAGE = "/login/"
SECONDS_BETWEEN_LOOKS = 0.5


def open_example() -> None:
    """Open the example that was made before.

    :raises Stopped: if there is none
    """
    open_house()
    require_migrated()
    from primeline.kit import installation

    if not installation.fact(installation.EXAMPLE):
        raise Stopped(_("There is no example in this folder yet. Run: primeline demo"))


def prepare(*, scale: float) -> None:
    """Make the tables of the example and fill them."""
    open_house()
    from django.db import connections

    from primeline.audit import walls
    from primeline.kit import installation

    if pending_migrations():
        say(_("Making the tables …"))
        walls.migrate_as_owner(verbosity=0)
    if not installation.fact(installation.EXAMPLE):
        _seed(scale=scale)
    connections.close_all()


def show(*, home: Path, host: str, port: int) -> int:
    """Serve the example until told to stop, with a worker beside it."""
    with told_to_stop() as stopping:
        web = Child("serve", ["--host", host, "--port", str(port)], folder=home)
        children = [web, Child("worker", [], folder=home)]
        with together(children):
            # Loaded here while the children load it too.
            open_example()
            wait_until_answered(port=port, path=FIRST_PAGE, web=web, stopping=stopping)
            if not stopping.is_set():
                print_logins(home)
                _say_where(home, host=host, port=port)
            _watch(children, stopping)
            say(_("Stopping …"))
        say(_("Stopped."))
    return ExitCode.OK


def print_logins(home: Path) -> None:
    """Print who may come in, and how, at this moment."""
    from primeline.audit import walls
    from primeline.cli.demonstration import logins
    from primeline.kit import clock

    with walls.open_for_system():
        found = logins.logins_in(home, at=clock.now())
    logins.show(found, at=clock.now())


def _seed(*, scale: float) -> None:
    from primeline.demo.actions import seed_example
    from primeline.demo.choices import Step
    from primeline.kit import clock
    from primeline.staff.rules import day_of

    at = clock.now()
    say(_("Inventing the example operator. This takes about a minute, once."))
    with progress(_("Example")) as report:

        def step(step: Step, done: int, total: int) -> None:
            # Each step counts alike, however much there is to do in it.
            steps = list(Step)
            share = done / total if total else 0.0
            done_share = (steps.index(step) + share) / len(steps)
            report(int(done_share * 100), 100, what=str(step.label))

        seed_example(today=day_of(at), at=at, scale=scale, progress=step)


def _watch(children: list[Child], stopping: Event) -> None:
    while not stopping.wait(SECONDS_BETWEEN_LOOKS):
        for child in children:
            child.check_runs()


def _say_where(home: Path, *, host: str, port: int) -> None:
    shown = Path(os.path.relpath(home))
    answer("")
    answer(_("Example data. Look here:  http://{host}:{port}/").format(host=host, port=port))
    fresh = _("Fresh codes, in another terminal:  {command} demo --codes")
    answer(fresh.format(command=_how_we_were_called()))
    answer(_("What the servers say:  {folder}/serve.log, {folder}/worker.log").format(folder=shown))
    answer(_("Ctrl-C stops everything."))


def _how_we_were_called() -> str:
    """Return the command as the person can type it again: it need not be on their path."""
    called = Path(sys.argv[0])
    return os.path.relpath(called) if called.name == "primeline" else "primeline"
