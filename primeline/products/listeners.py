"""What this room does when the worker calls."""

from django.utils import timezone

from primeline.kit.deeds import System
from primeline.kit.jobs import Job
from primeline.products.actions import match_payments, renew_agreements
from primeline.products.queries import has_to_renew, sure_matches, void_matches


def renew_contracts(job: Job) -> None:
    """Let contracts go on that renew by themselves."""
    count = 0
    # An act that does nothing would only fill the record.
    while has_to_renew(today=timezone.localdate(job.at)):
        count += renew_agreements(by=System("products"), at=job.at)
        job.report(renewed=count)


def match_milestones(job: Job) -> None:
    """Find the payments that milestones waited for."""
    count = 0
    while sure_matches() or void_matches():
        count += match_payments(by=System("products"), at=job.at)
        job.report(matched=count)
