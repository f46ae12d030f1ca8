"""`primeline worker`: do what is due outside of pages."""

import argparse
import signal

from primeline.cli.house import (
    open_house,
    require_database,
    require_keys,
    require_migrated,
    require_walls,
)
from primeline.cli.numbers import count
from primeline.cli.outcomes import ExitCode
from primeline.cli.terminal import say
from primeline.cli.words import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what this command takes."""
    parser.add_argument(
        "--threads", type=count, default=1, help=_("how many jobs may run at the same time")
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help=_("do what is due now, then end"))
    how.add_argument(
        "--retry",
        action="store_true",
        help=_("give everything that was given up another round of attempts, then end"),
    )


def run(asked: argparse.Namespace) -> int:
    """Work until told to stop."""
    open_house()
    require_database()
    require_migrated()
    require_walls()
    require_keys()
    if asked.retry:
        return _retry()
    from primeline.jobs.worker import Worker

    worker = Worker(threads_count=asked.threads)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    if asked.once:
        worker.run_until_idle()
    else:
        worker.run()
    return ExitCode.OK


def _retry() -> int:
    from primeline.kit import clock, delivery, leases

    at = clock.database_now()
    events, jobs = delivery.retry_parked(at=at), leases.retry_failed(at=at)
    say(_("To be tried again: {events} events, {jobs} jobs.").format(events=events, jobs=jobs))
    return ExitCode.OK
