"""What happens after facts, and what this room does when the worker calls."""

from dataclasses import asdict
from typing import Final

from django.utils import timezone

from primeline.commitments import actions as commitments
from primeline.commitments import queries as owed
from primeline.commitments.choices import Because
from primeline.customers.events import ManagersChanged
from primeline.kit import months
from primeline.kit.deeds import System
from primeline.kit.jobs import Job
from primeline.staff.events import CoverEnded, CoverSet, PersonDeactivated, PostingEnded
from primeline.tiers import queries, sources
from primeline.tiers.actions import apply_policy
from primeline.tiers.events import TierChanged

BY: Final = System("tiers")


def reprice_after_change(event: TierChanged) -> None:
    """Work out anew by when something is owed to an account whose level has changed."""
    ids = owed.open_ids_of(event.customer_id)
    if ids:
        commitments.reprice_commitments(
            commitment_ids=ids, because=Because.TIER, by=BY, at=event.happened_at
        )


def follow_after_change_of_manager(event: ManagersChanged) -> None:
    """Note that a manager was named where somebody owed it, and that nobody is any more."""
    named = event.to_person_id
    managers = None if named is None else [named]
    sources.follow_managers(by=BY, at=event.happened_at, managers=managers)


def follow_after_somebody_left(event: PersonDeactivated | PostingEnded) -> None:
    """Have managers named for the accounts of somebody who has left, or manages none any more."""
    sources.follow_managers(by=BY, at=event.happened_at, managers=[event.person_id])


def follow_after_change_of_cover(event: CoverSet | CoverEnded) -> None:
    """See whether somebody is there for the accounts of who is away."""
    sources.follow_managers(by=BY, at=event.happened_at, managers=[event.absent_id])


def follow_managers(job: Job) -> None:
    """Have managers named where they are missing: also what no event told of."""
    job.report(changed=sources.follow_managers(by=BY, at=job.at))


def judge_base(job: Job) -> None:
    """Judge every account for the month that runs: new lines, bills that came, ended overrides."""
    if not queries.policies():
        return
    month = months.first_of(timezone.localdate(job.at))
    outcome = apply_policy(month=month, by=BY, at=job.at)
    job.report(**{name: count for name, count in asdict(outcome).items() if name != "month"})
