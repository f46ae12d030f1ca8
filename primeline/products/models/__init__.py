"""What customers have: contracts, subscriptions with their circuits, and the words for them."""

from primeline.products.models.agreements import Agreement
from primeline.products.models.reference import LineOfBusiness, TerminationReason
from primeline.products.models.subscriptions import FeeChange, Subscription

__all__ = [
    "Agreement",
    "FeeChange",
    "LineOfBusiness",
    "Subscription",
    "TerminationReason",
]
