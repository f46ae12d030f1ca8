"""Questions about policies and standings."""

from primeline.tiers.queries.named_accounts import (
    ListFilter,
    Load,
    Managed,
    alarm_counts,
    assignable,
    loads_of,
    managers_within,
    named_accounts,
)
from primeline.tiers.queries.policies import get_policy, policies, policy_for, rulebook_of
from primeline.tiers.queries.standings import (
    Explanation,
    KeySpell,
    first_month_judged,
    key_spells,
    latest_run,
    standings_of,
    why,
)

__all__ = [
    "Explanation",
    "KeySpell",
    "ListFilter",
    "Load",
    "Managed",
    "alarm_counts",
    "assignable",
    "first_month_judged",
    "get_policy",
    "key_spells",
    "latest_run",
    "loads_of",
    "managers_within",
    "named_accounts",
    "policies",
    "policy_for",
    "rulebook_of",
    "standings_of",
    "why",
]
