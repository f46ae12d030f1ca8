"""What this room does when the worker calls."""

from primeline.kit.deeds import System
from primeline.kit.jobs import Job
from primeline.quality import actions, searching
from primeline.quality.queries import looked_after

AT_ONCE = 2000


def find_duplicates(job: Job) -> None:
    """Look for likely duplicates among all accounts."""
    job.report(found=searching.find_duplicates(by=System("quality"), at=job.at))


def judge_records(job: Job) -> None:
    """Judge the records of all accounts, some at a time, and keep the month in sums."""
    by, last, count = System("quality"), 0, 0
    rows = looked_after().order_by("pk").values_list("pk", flat=True)
    while ids := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        actions.judge_records(customer_ids=ids, by=by, at=job.at)
        last, count = ids[-1], count + len(ids)
        job.report(judged=count)
    actions.keep_month(by=by, at=job.at)
