"""How whole the records of the example are, judged as the worker does it every day."""

from collections.abc import Sequence
from datetime import datetime

from primeline.kit.deeds import Actor
from primeline.quality import actions

AT_ONCE = 2000


def judge_records(customers: Sequence[int], *, by: Actor, at: datetime) -> None:
    """Judge the records of all accounts and keep the month in sums."""
    for start in range(0, len(customers), AT_ONCE):
        actions.judge_records(customer_ids=customers[start : start + AT_ONCE], by=by, at=at)
    actions.keep_month(by=by, at=at)
