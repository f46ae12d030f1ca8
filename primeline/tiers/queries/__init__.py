"""Questions about policies and standings."""

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
    "first_month_judged",
    "get_policy",
    "key_spells",
    "latest_run",
    "policies",
    "policy_for",
    "rulebook_of",
    "standings_of",
    "why",
]
