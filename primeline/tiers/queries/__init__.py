"""Questions about policies and standings."""

from primeline.tiers.queries.listings import levels_to_decide, listing_of
from primeline.tiers.queries.loads import (
    load_level,
    load_limits,
    load_with,
    loads_in_all_and_within,
    loads_of,
)
from primeline.tiers.queries.named_accounts import (
    NAMED_COLUMNS,
    ListFilter,
    Managed,
    alarm_counts,
    assignable,
    managers_within,
    named_accounts,
)
from primeline.tiers.queries.policies import (
    get_policy,
    key_rules_of,
    policies,
    policy_for,
    rulebook_of,
    runs_of,
    tier_rules_of,
)
from primeline.tiers.queries.standings import (
    Explanation,
    KeySpell,
    first_month_judged,
    key_accounts_by_rule,
    key_spells,
    latest_run,
    standings_of,
    why,
)
from primeline.tiers.values import Excess, Load

__all__ = [
    "NAMED_COLUMNS",
    "Excess",
    "Explanation",
    "KeySpell",
    "ListFilter",
    "Load",
    "Managed",
    "alarm_counts",
    "assignable",
    "first_month_judged",
    "get_policy",
    "key_accounts_by_rule",
    "key_rules_of",
    "key_spells",
    "latest_run",
    "levels_to_decide",
    "listing_of",
    "load_level",
    "load_limits",
    "load_with",
    "loads_in_all_and_within",
    "loads_of",
    "managers_within",
    "named_accounts",
    "policies",
    "policy_for",
    "rulebook_of",
    "runs_of",
    "standings_of",
    "tier_rules_of",
    "why",
]
