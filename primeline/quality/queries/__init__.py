"""Questions about the quality of records."""

from primeline.quality.queries.companions import companions_of
from primeline.quality.queries.duplicates import (
    Pair,
    duplicate_score,
    evidence_in,
    found_at,
    get_account,
    get_pair,
    limit,
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
from primeline.quality.rules.merging import differing, prefers_other, stays_rather

__all__ = [
    "InForce",
    "Pair",
    "companions_of",
    "counts_of",
    "differing",
    "duplicate_score",
    "everything",
    "evidence_in",
    "facts_of",
    "found_at",
    "get_account",
    "get_merge",
    "get_pair",
    "latest_merges",
    "limit",
    "merge_of",
    "merges_in_force",
    "moving",
    "pairs_within",
    "prefers_other",
    "regions",
    "stays_rather",
    "survivors",
]
