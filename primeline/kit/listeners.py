"""What the kit does when the worker calls."""

from primeline.kit.delivery import forget_heard
from primeline.kit.jobs import Job
from primeline.kit.leases import forget_finished
from primeline.kit.once import forget_sent
from primeline.kit.workers import forget_lost


def clean_up(job: Job) -> None:
    """Remove events, jobs, workers and sent forms that are of no more use."""
    job.report(
        events=forget_heard(at=job.at),
        jobs=forget_finished(at=job.at),
        workers=forget_lost(at=job.at),
        submissions=forget_sent(at=job.at),
        forms=forget_sent(at=job.at),
    )
