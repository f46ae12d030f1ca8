"""What subscriptions cost, and what an account brings in with all of them."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.products.models import FeeChange, Subscription


@deed("products.change_fee")
def change_fee(
    *,
    subscription: Subscription,
    version: int,
    fee_cents: int,
    changed_date: date,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> Subscription:
    """Change the monthly fee from a day on; the old and the new fee stay on record.

    :raises Refused: if the fee is negative, unchanged, or the subscription has ended
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    old = subscription.fee_cents
    if fee_cents < 0:
        raise Refused(_("A fee cannot be negative."), field="fee_cents")
    if fee_cents == old:
        raise Refused(_("This is the fee already."), field="fee_cents")
    if subscription.terminated_date is not None:
        raise Refused(_("This subscription has ended; its fee stands."), field="fee_cents")
    changes = {"fee_cents": fee_cents}
    save_changes(Subscription, pk=subscription.pk, version=version, changes=changes)
    FeeChange.objects.create(
        subscription=subscription,
        changed_date=changed_date,
        old_fee_cents=old,
        new_fee_cents=fee_cents,
        why=reason,
    )
    refresh_monthly_fees(customer_ids=[subscription.customer_id], by=by, at=at)
    line = Line(
        customer_id=subscription.customer_id,
        kind=TimelineKind.SUBSCRIPTION_CHANGED,
        happened_at=at,
        words={"number": subscription.number, "from_cents": old, "to_cents": fee_cents},
        subject_kind="subscription",
        subject_id=subscription.pk,
    )
    customers.tell(line=line, by=by, at=at)
    subscription.refresh_from_db()
    return subscription


@deed("products.refresh_monthly_fees")
def refresh_monthly_fees(*, customer_ids: Collection[int], by: Actor, at: datetime) -> None:
    """Work out anew what all held subscriptions of these accounts bring in a month."""
    sums = (
        Subscription.objects.held()
        .filter(customer__in=customer_ids)
        .values_list("customer")
        .annotate(cents=Sum("fee_cents"))
        .order_by()
    )
    cents = dict.fromkeys(customer_ids, 0) | dict(sums)
    customers.set_monthly_fees(cents=cents, by=by, at=at)
