"""Questions about the quality of records."""

from primeline.quality.queries.companions import companions_of
from primeline.quality.queries.confirming import STEP as CONFIRM_RECORD
from primeline.quality.queries.duplicates import (
    Pair,
    evidence_in,
    found_at,
    get_account,
    get_pair,
    pairs_within,
)
from primeline.quality.queries.facts import facts_of, regions
from primeline.quality.queries.hanging import counts_of, everything, moving
from primeline.quality.queries.merges import (
    InForce,
    get_merge,
    latest_merges,
    merge_of,
    merges_in_force,
    survivors,
)
from primeline.quality.queries.months import (
    Trend,
    TrendScope,
    by_month,
    manager_trends,
    managers_kept,
    unit_trends,
    whole_of,
)
from primeline.quality.queries.policy import (
    Number,
    duplicate_score,
    evidence_shares,
    get_number,
    limit,
    numbers,
    policy_numbers,
    stale_days,
    weights,
)
from primeline.quality.queries.wholeness import (
    Wholeness,
    by_manager,
    by_unit,
    condition_of,
    least_whole,
    looked_after,
    records_to_confirm,
    stale_key_accounts,
)
from primeline.quality.rules.merging import differing, prefers_other, stays_rather

__all__ = [
    "CONFIRM_RECORD",
    "InForce",
    "Number",
    "Pair",
    "Trend",
    "TrendScope",
    "Wholeness",
    "by_manager",
    "by_month",
    "by_unit",
    "companions_of",
    "condition_of",
    "counts_of",
    "differing",
    "duplicate_score",
    "everything",
    "evidence_in",
    "evidence_shares",
    "facts_of",
    "found_at",
    "get_account",
    "get_merge",
    "get_number",
    "get_pair",
    "latest_merges",
    "least_whole",
    "limit",
    "looked_after",
    "manager_trends",
    "managers_kept",
    "merge_of",
    "merges_in_force",
    "moving",
    "numbers",
    "pairs_within",
    "policy_numbers",
    "prefers_other",
    "records_to_confirm",
    "regions",
    "stale_days",
    "stale_key_accounts",
    "stays_rather",
    "survivors",
    "unit_trends",
    "weights",
    "whole_of",
]
