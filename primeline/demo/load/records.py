"""How whole the records of the example are, judged as the worker does it every day.

A young example has no months behind it: they are made up, each manager a little better than before.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from primeline.kit import months
from primeline.kit.deeds import Actor, act
from primeline.quality import actions
from primeline.quality.models import ConditionMonth

AT_ONCE = 2000
MONTHS_BEFORE = 11


def judge_records(customers: Sequence[int], *, by: Actor, at: datetime) -> None:
    """Judge the records of all accounts and keep the month in sums."""
    for start in range(0, len(customers), AT_ONCE):
        actions.judge_records(customer_ids=customers[start : start + AT_ONCE], by=by, at=at)
    actions.keep_month(by=by, at=at)
    _make_up_months(by=by, at=at)


def _make_up_months(*, by: Actor, at: datetime) -> None:
    this_month = months.first_of(timezone.localdate(at))
    rows = ConditionMonth.objects.filter(month=this_month).order_by("pk")
    with act(kind="demo.months", by=by, at=at):
        ConditionMonth.objects.bulk_create(
            ConditionMonth(
                month=months.shift(this_month, -back),
                unit_id=row.unit_id,
                manager_id=row.manager_id,
                accounts_count=row.accounts_count,
                points_sum=row.points_sum * (100 - _behind(row, back)) // 100,
            )
            for row in rows
            for back in range(1, MONTHS_BEFORE + 1)
        )


def _behind(row: ConditionMonth, back: int) -> int:
    """Return by how many percent the records were less whole so many months ago."""
    place = row.unit_id + (row.manager_id or 0)
    return max(0, back * (place % 4) - back * place % 3)
