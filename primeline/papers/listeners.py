"""Life events open the checklist of their papers: contracts and subscriptions of key accounts."""

from typing import Final

from primeline.customers.choices import CustomerKind
from primeline.kit.deeds import System
from primeline.papers.actions import open_by_event
from primeline.papers.choices import LifeEvent
from primeline.products.events import (
    AgreementEnded,
    AgreementSigned,
    SubscriptionOpened,
    SubscriptionSuspended,
    SubscriptionTerminated,
)
from primeline.products.models import Agreement, Subscription

BY: Final = System("papers")


def ask_after_signing(event: AgreementSigned) -> None:
    """Ask for the papers of an opening once a contract is signed."""
    _ask_of_contract(event, LifeEvent.OPENING)


def ask_after_end_of_contract(event: AgreementEnded) -> None:
    """Ask for the papers of a closing once a contract has ended."""
    _ask_of_contract(event, LifeEvent.CLOSING)


def ask_after_opening(event: SubscriptionOpened) -> None:
    """Ask for the papers of an opening; of a change, where it takes the place of another one."""
    opened = _subscription(event.subscription_id)
    what = LifeEvent.OPENING if opened.replaces_id is None else LifeEvent.CHANGE
    _ask_of_subscription(event, opened, what)


def ask_after_suspension(event: SubscriptionSuspended) -> None:
    """Ask for the papers of a locking."""
    _ask_of_subscription(event, _subscription(event.subscription_id), LifeEvent.LOCK)


def ask_after_termination(event: SubscriptionTerminated) -> None:
    """Ask for the papers of a closing, unless another subscription goes on in its place."""
    ended = _subscription(event.subscription_id)
    if not Subscription.objects.filter(replaces=ended).exists():
        _ask_of_subscription(event, ended, LifeEvent.CLOSING)


def _subscription(subscription_id: int) -> Subscription:
    return Subscription.objects.select_related("customer", "line").get(pk=subscription_id)


def _ask_of_contract(event: AgreementSigned | AgreementEnded, what: LifeEvent) -> None:
    agreement = Agreement.objects.select_related("customer").get(pk=event.agreement_id)
    customer = agreement.customer
    if not (customer.is_key_account or customer.kind == CustomerKind.ORGANIZATION):
        return
    open_by_event(
        customer=customer,
        event=what,
        line=None,
        source=f"agreement:{agreement.pk}",
        by=BY,
        at=event.happened_at,
    )


def _ask_of_subscription(
    event: SubscriptionOpened | SubscriptionSuspended | SubscriptionTerminated,
    subscription: Subscription,
    what: LifeEvent,
) -> None:
    """Ask for papers of key accounts; of others only where the line makes them one."""
    customer, line = subscription.customer, subscription.line
    if not (customer.is_key_account or line.is_leased_line):
        return
    # Whoever is locked twice brings the notice twice.
    moment = f":{event.happened_at:%y%m%d%H%M%S}" if what is LifeEvent.LOCK else ""
    open_by_event(
        customer=customer,
        event=what,
        line=line,
        source=f"subscription:{subscription.pk}{moment}",
        by=BY,
        at=event.happened_at,
    )
