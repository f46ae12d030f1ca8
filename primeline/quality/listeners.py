"""What this room does when the worker calls."""

from primeline.kit.deeds import System
from primeline.kit.jobs import Job
from primeline.quality import searching


def find_duplicates(job: Job) -> None:
    """Look for likely duplicates among all accounts."""
    job.report(found=searching.find_duplicates(by=System("quality"), at=job.at))
