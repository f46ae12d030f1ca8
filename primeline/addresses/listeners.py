"""What becomes of addresses when the line that they served is over."""

from typing import Final

from primeline.addresses import queries
from primeline.addresses.actions import follow_end
from primeline.kit.deeds import System
from primeline.products.events import SubscriptionTerminated
from primeline.products.models import Subscription

BY: Final = System("addresses")


def follow_after_termination(event: SubscriptionTerminated) -> None:
    """Release what a line held that was terminated, or let the line in its place have it."""
    ended = Subscription.objects.get(pk=event.subscription_id)
    if queries.of_subscription(ended):
        follow_end(subscription=ended, by=BY, at=event.happened_at)
