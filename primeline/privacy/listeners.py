"""What this room does by itself."""

from primeline.kit.jobs import Job
from primeline.privacy import ledger


def keep_ledger(job: Job) -> None:
    """Write erasures into the list beside the database that could not be written at once."""
    job.report(erasures=ledger.catch_up())
