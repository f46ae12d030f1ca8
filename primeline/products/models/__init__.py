"""What customers have: contracts, subscriptions with their circuits, and the words for them."""

from primeline.products.models.agreements import (
    Agreement,
    AgreementEdition,
    AgreementParty,
    Milestone,
    PaymentMatch,
)
from primeline.products.models.outside import Equipment, OutsideService, Spare
from primeline.products.models.reference import Deadline, LineOfBusiness, TerminationReason
from primeline.products.models.subscriptions import FeeChange, Subscription

__all__ = [
    "Agreement",
    "AgreementEdition",
    "AgreementParty",
    "Deadline",
    "Equipment",
    "FeeChange",
    "LineOfBusiness",
    "Milestone",
    "OutsideService",
    "PaymentMatch",
    "Spare",
    "Subscription",
    "TerminationReason",
]
