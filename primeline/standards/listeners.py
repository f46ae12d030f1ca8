"""What this room does when the worker calls."""

from primeline.kit.deeds import System
from primeline.kit.jobs import Job
from primeline.standards import actions, queries


def announce(job: Job) -> None:
    """Tell of versions of the matrix whose day has come."""
    if queries.is_anything_to_announce(job.at):
        job.report(announced=actions.announce(by=System("standards"), at=job.at))
