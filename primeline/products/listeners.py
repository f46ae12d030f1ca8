"""What this room does when the worker calls."""

from primeline.kit.deeds import System
from primeline.kit.jobs import Job
from primeline.products.actions import renew_agreements
from primeline.products.queries import has_to_renew


def renew_contracts(job: Job) -> None:
    """Let contracts go on that renew by themselves."""
    count = 0
    # An act that does nothing would only fill the record.
    while has_to_renew(today=job.at.date()):
        count += renew_agreements(by=System("products"), at=job.at)
        job.report(renewed=count)
