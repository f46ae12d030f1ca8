"""What this room does when the worker calls."""

from typing import Final

from primeline.kit.deeds import System
from primeline.kit.jobs import Job
from primeline.replays.actions import end_replay
from primeline.replays.choices import ReplayStatus
from primeline.replays.queries import get_replay, outcome_of

BY: Final = System("replays")


def run_replay(job: Job) -> None:
    """Replay a log. Nothing is kept before all of it is done, so killed it begins anew."""
    replay = get_replay(job.payload["replay"])
    if replay.status != ReplayStatus.WAITING:
        return
    outcome = outcome_of(replay, lambda done, total: job.report(done=done, total=total))
    end_replay(replay=replay, outcome=outcome, by=BY, at=job.at)
