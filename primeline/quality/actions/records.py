"""Judging how whole records are, and confirming that one is right."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, Sum
from django.utils import timezone

from primeline.commitments import actions as commitments
from primeline.commitments.queries import ACCOUNT, is_owed
from primeline.commitments.values import Subject
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import Customer
from primeline.customers.values import Line
from primeline.kit import months
from primeline.kit.deeds import Actor, deed
from primeline.quality.models import Condition, ConditionMonth, Confirmation
from primeline.quality.queries.confirming import STEP
from primeline.quality.queries.policy import weights
from primeline.quality.queries.wholeness import judge
from primeline.staff.models import Person

CLICKED_AGAIN_WITHIN = timedelta(minutes=5)


@deed("quality.judge_records")
def judge_records(*, customer_ids: Collection[int], by: Actor, at: datetime) -> None:
    """Judge how whole and how fresh the records of these accounts are."""
    Condition.objects.bulk_create(
        (
            Condition(
                customer_id=one.customer_id,
                score=one.score,
                missing=[str(part) for part in one.missing],
                fresh_date=one.fresh_date,
                judged_at=at,
            )
            for one in judge(sorted(customer_ids), weights(today=timezone.localtime(at).date()))
        ),
        update_conflicts=True,
        unique_fields=["customer"],
        update_fields=["score", "missing", "fresh_date", "judged_at"],
    )


@deed("quality.keep_month")
def keep_month(*, by: Actor, at: datetime) -> None:
    """Keep in sums how whole records are this month; what was judged earlier than now is over."""
    Condition.objects.filter(judged_at__lt=at).delete()
    month = months.first_of(timezone.localdate(at))
    known = {
        (row.unit_id, row.manager_id): row for row in ConditionMonth.objects.filter(month=month)
    }
    rows = (
        Condition.objects.order_by()
        .values_list("customer__owner_unit", "customer__account_manager")
        .annotate(accounts=Count("pk"), points=Sum("score"))
    )
    found = {(unit, manager): (accounts, points) for unit, manager, accounts, points in rows}
    ConditionMonth.objects.bulk_create(
        ConditionMonth(
            month=month, unit_id=unit, manager_id=manager, accounts_count=sums[0],
            points_sum=sums[1],
        )
        for (unit, manager), sums in found.items()
        if (unit, manager) not in known
    )  # fmt: skip
    for place, row in known.items():
        sums = found.get(place, (0, 0))
        if sums != (row.accounts_count, row.points_sum):
            ConditionMonth.objects.filter(pk=row.pk).update(
                accounts_count=sums[0], points_sum=sums[1]
            )


@deed("quality.confirm_record")
def confirm_record(*, customer: Customer, by: Person, at: datetime) -> Confirmation:
    """Confirm that what is on file about an account is right today; asked twice, once."""
    # Of two clicks the second one sees what the first one has said.
    list(Customer.objects.select_for_update().filter(pk=customer.pk).values_list("pk"))
    mine = Confirmation.objects.filter(customer=customer, confirmed_by=by)
    known = mine.filter(confirmed_at__gt=at - CLICKED_AGAIN_WITHIN).first()
    if known is not None:
        return known
    confirmed = Confirmation.objects.create(customer=customer, confirmed_by=by, confirmed_at=at)
    Condition.objects.filter(customer=customer).update(fresh_date=timezone.localdate(at))
    line = Line(
        customer_id=customer.pk, kind=TimelineKind.RECORD_CONFIRMED, happened_at=at, words={}
    )
    customers.tell(line=line, by=by, at=at)
    about = Subject(ACCOUNT, customer.pk)
    if is_owed(about, STEP):
        commitments.keep_about(subject=about, steps=[STEP], by=by, at=at)
    return confirmed
