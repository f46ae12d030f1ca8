"""What happens after facts, and what this room does when the worker calls."""

from dataclasses import asdict

from primeline.commitments import actions as commitments
from primeline.commitments import queries as owed
from primeline.commitments.choices import Because
from primeline.kit import months
from primeline.kit.deeds import System
from primeline.kit.jobs import Job
from primeline.tiers import queries
from primeline.tiers.actions import apply_policy
from primeline.tiers.events import TierChanged


def reprice_after_change(event: TierChanged) -> None:
    """Work out anew by when something is owed to an account whose level has changed."""
    ids = owed.open_ids_of(event.customer_id)
    if ids:
        commitments.reprice_commitments(
            commitment_ids=ids, because=Because.TIER, by=System("tiers"), at=event.happened_at
        )


def judge_base(job: Job) -> None:
    """Judge every account for the month that runs: new lines, bills that came, ended overrides."""
    if not queries.policies():
        return
    month = months.first_of(job.at.date())
    outcome = apply_policy(month=month, by=System("tiers"), at=job.at)
    job.report(**{name: count for name, count in asdict(outcome).items() if name != "month"})
