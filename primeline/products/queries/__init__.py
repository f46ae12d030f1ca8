"""Questions about what customers have. Rows of accounts are asked for within reach only."""

from primeline.products.queries.circuits import (
    circuits_by_assurance,
    circuits_ended,
    circuits_found,
    circuits_opened,
)
from primeline.products.queries.holdings import (
    Holding,
    SubscriptionPage,
    agreements_of,
    endings_of,
    fee_changes_of,
    get_agreement,
    get_subscription,
    holders_of,
    holdings_of,
    openings_of,
    subscription_counts,
    subscriptions_of,
)
from primeline.products.queries.reference import (
    get_line,
    get_termination_reason,
    lines,
    lines_by_id,
    lines_in_use,
    reasons_by_id,
    termination_reasons,
    termination_reasons_in_use,
)

__all__ = [
    "Holding",
    "SubscriptionPage",
    "agreements_of",
    "circuits_by_assurance",
    "circuits_ended",
    "circuits_found",
    "circuits_opened",
    "endings_of",
    "fee_changes_of",
    "get_agreement",
    "get_line",
    "get_subscription",
    "get_termination_reason",
    "holders_of",
    "holdings_of",
    "lines",
    "lines_by_id",
    "lines_in_use",
    "openings_of",
    "reasons_by_id",
    "subscription_counts",
    "subscriptions_of",
    "termination_reasons",
    "termination_reasons_in_use",
]
