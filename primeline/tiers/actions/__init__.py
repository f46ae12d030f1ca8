"""Everything that can be done to policies and levels. All writes happen in this folder."""

from primeline.tiers.actions.exceptions import (
    decide_override,
    list_strategic,
    record_card,
    request_override,
)
from primeline.tiers.actions.listing import name_on_list
from primeline.tiers.actions.loads import install_load_limits, set_load_limit
from primeline.tiers.actions.policies import adopt_policy, install_policies
from primeline.tiers.actions.standings import apply_policy

__all__ = [
    "adopt_policy",
    "apply_policy",
    "decide_override",
    "install_load_limits",
    "install_policies",
    "list_strategic",
    "name_on_list",
    "record_card",
    "request_override",
    "set_load_limit",
]
