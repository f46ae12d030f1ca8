"""Questions about prefixes and addresses."""

from primeline.addresses.queries.allocations import (
    get_allocation,
    line_for,
    named,
    of_case,
    of_subscription,
    read_list,
    reserved_for,
    spans_in,
    subscription_named,
)
from primeline.addresses.queries.prefixes import (
    get_prefix,
    holding,
    is_kept_here,
    pools_for,
    prefixes_within,
)
from primeline.addresses.queries.usage import (
    HeldPage,
    PrefixesAsked,
    PrefixesPage,
    held_in,
    prefixes_page,
    sums_of,
    usage_of,
)

__all__ = [
    "HeldPage",
    "PrefixesAsked",
    "PrefixesPage",
    "get_allocation",
    "get_prefix",
    "held_in",
    "holding",
    "is_kept_here",
    "line_for",
    "named",
    "of_case",
    "of_subscription",
    "pools_for",
    "prefixes_page",
    "prefixes_within",
    "read_list",
    "reserved_for",
    "spans_in",
    "subscription_named",
    "sums_of",
    "usage_of",
]
