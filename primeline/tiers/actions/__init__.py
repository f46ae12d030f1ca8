"""Everything that can be done to policies and levels. All writes happen in this folder."""

from primeline.tiers.actions.exceptions import (
    decide_override,
    list_strategic,
    record_card,
    request_override,
)
from primeline.tiers.actions.policies import adopt_policy, install_policies
from primeline.tiers.actions.standings import apply_policy

__all__ = [
    "adopt_policy",
    "apply_policy",
    "decide_override",
    "install_policies",
    "list_strategic",
    "record_card",
    "request_override",
]
