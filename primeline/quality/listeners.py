"""What this room does when the worker calls."""

from typing import Final

from primeline.kit.deeds import System
from primeline.kit.jobs import Job
from primeline.quality import actions, searching, sources
from primeline.quality.queries import looked_after

BY: Final = System("quality")
AT_ONCE = 2000


def find_duplicates(job: Job) -> None:
    """Look for likely duplicates among all accounts."""
    job.report(found=searching.find_duplicates(by=BY, at=job.at))


def judge_records(job: Job) -> None:
    """Judge the records of all accounts, keep the month in sums, and have stale ones confirmed."""
    by, last, count = BY, 0, 0
    rows = looked_after().order_by("pk").values_list("pk", flat=True)
    while ids := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        actions.judge_records(customer_ids=ids, by=by, at=job.at)
        last, count = ids[-1], count + len(ids)
        job.report(judged=count)
    actions.keep_month(by=by, at=job.at)
    job.report(judged=count, owed=sources.owe_confirmations(by=by, at=job.at))


def follow_records(job: Job) -> None:
    """See which records that somebody was to confirm were put right."""
    job.report(changed=sources.follow_records(by=BY, at=job.at))
