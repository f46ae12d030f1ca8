"""Questions about prefixes and addresses."""

from primeline.addresses.queries.allocations import (
    get_allocation,
    of_case,
    of_subscription,
    reserved_for,
    spans_in,
)
from primeline.addresses.queries.prefixes import (
    get_prefix,
    holding,
    is_kept_here,
    pools_for,
    prefixes_within,
)

__all__ = [
    "get_allocation",
    "get_prefix",
    "holding",
    "is_kept_here",
    "of_case",
    "of_subscription",
    "pools_for",
    "prefixes_within",
    "reserved_for",
    "spans_in",
]
