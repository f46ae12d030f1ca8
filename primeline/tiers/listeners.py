"""What this room does when the worker calls."""

from dataclasses import asdict

from primeline.kit import months
from primeline.kit.deeds import System
from primeline.kit.jobs import Job
from primeline.tiers import queries
from primeline.tiers.actions import apply_policy


def judge_base(job: Job) -> None:
    """Judge every account for the month that runs: new lines, bills that came, ended overrides."""
    if not queries.policies():
        return
    month = months.first_of(job.at.date())
    outcome = apply_policy(month=month, by=System("tiers"), at=job.at)
    job.report(**{name: count for name, count in asdict(outcome).items() if name != "month"})
