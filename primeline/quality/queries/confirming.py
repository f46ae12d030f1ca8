"""Which records are to be confirmed by whom, and of which that is owed no longer."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from primeline.commitments.models import Commitment
from primeline.commitments.queries import is_asked_of, open_by_step
from primeline.commitments.queries.contracts import morning_of
from primeline.customers.models import Customer
from primeline.quality.choices import LimitKind
from primeline.quality.queries.policy import limit, stale_days, weights
from primeline.quality.queries.wholeness import judge, looked_after, stale_conditions
from primeline.staff.rules import day_of

STEP: Final = "CONFIRM_RECORD"
# Somebody let off is let off for as long.
WAIVED_FOR: Final = timedelta(days=90)


class Over(NamedTuple):
    """What is owed no longer, by the account it was owed about: confirmed, or nobody's to do."""

    confirmed: frozenset[int]
    gone: frozenset[int]


def to_confirm(at: datetime) -> list[int]:
    """Return the accounts whose managers are to confirm them from now on, by id.

    Those come first that nobody has touched for longest, so many a day of each manager, and no
    more than so many at a time.
    """
    today = day_of(at)
    per_day = limit(LimitKind.CONFIRM_PER_DAY, today=today)
    at_once = limit(LimitKind.CONFIRM_OPEN, today=today)
    rows = (
        stale_conditions(today, stale_days(today=today))
        .filter(customer__in=looked_after(), customer__account_manager__is_active=True)
        .exclude(is_asked_of(STEP, way="customer", waived_since=at - WAIVED_FOR))
    )
    longest = (F("fresh_date").asc(), F("customer").asc())
    place = Window(RowNumber(), partition_by=F("customer__account_manager"), order_by=longest)
    ranked = rows.annotate(place=place).filter(place__lte=min(per_day, at_once)).order_by("place")
    asked_today, asked = _asked_of_managers(at)
    found = []
    for account, manager in ranked.values_list("customer_id", "customer__account_manager"):
        if asked_today[manager] < per_day and asked[manager] < at_once:
            asked_today[manager] += 1
            asked[manager] += 1
            found.append(account)
    return found


def confirmed_or_gone(at: datetime) -> Over:
    """Return of which accounts that were to be confirmed that is owed no longer.

    They are judged as they are now, so that a record that was put right a minute ago is.
    """
    today = day_of(at)
    owed = {one.customer_id for one in open_by_step(STEP)}
    kept = looked_after().filter(pk__in=owed, is_key_account=True, account_manager__is_active=True)
    tiers = dict(kept.values_list("pk", "tier"))
    days = stale_days(today=today)
    confirmed = frozenset(
        one.customer_id
        for one in judge(sorted(tiers), weights(today=today))
        if one.fresh_date >= today - timedelta(days=days[tiers[one.customer_id]])
    )
    return Over(confirmed=confirmed, gone=frozenset(owed - set(tiers)))


def _asked_of_managers(at: datetime) -> tuple[Counter[int], Counter[int]]:
    """Return how many confirmations each manager was asked for today, and owes in all."""
    begun = Commitment.objects.filter(step__code=STEP, opened_at__gte=morning_of(day_of(at)))
    owed = Customer.objects.filter(pk__in=[one.customer_id for one in open_by_step(STEP)])
    return (
        Counter(begun.values_list("customer__account_manager", flat=True)),
        Counter(owed.values_list("account_manager", flat=True)),
    )
