"""What the access room does when the worker calls."""

from primeline.access.actions import mark_over as mark
from primeline.access.queries import has_over
from primeline.kit.deeds import System
from primeline.kit.jobs import Job


def mark_over(job: Job) -> None:
    """Say of every request whose time is over that it is."""
    count = 0
    # An act that does nothing would only fill the record.
    while has_over(at=job.at):
        count += mark(by=System("access"), at=job.at)
        job.report(over=count)
