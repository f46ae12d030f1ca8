"""What this room does when the worker calls."""

from django.utils import timezone

from primeline.kit.deeds import System
from primeline.kit.jobs import Job
from primeline.privacy.events import ErasedAgain
from primeline.products.actions import make_findable, match_payments, renew_agreements
from primeline.products.queries import has_to_renew, sure_matches, void_matches


def renew_contracts(job: Job) -> None:
    """Let contracts go on that renew by themselves."""
    count = 0
    # An act that does nothing would only fill the record.
    while has_to_renew(today=timezone.localdate(job.at)):
        count += renew_agreements(by=System("products"), at=job.at)
        job.report(renewed=count)


def find_anew_after_erasure(event: ErasedAgain) -> None:
    """Write anew what accounts are found by where people were taken out of names of contracts."""
    make_findable(customer_ids=event.customer_ids, by=System("products"), at=event.happened_at)


def match_milestones(job: Job) -> None:
    """Find the payments that milestones waited for."""
    count = 0
    while sure_matches() or void_matches():
        count += match_payments(by=System("products"), at=job.at)
        job.report(matched=count)
