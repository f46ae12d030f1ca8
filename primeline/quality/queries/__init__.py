"""Questions about the quality of records."""

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

__all__ = [
    "Pair",
    "duplicate_score",
    "evidence_in",
    "facts_of",
    "found_at",
    "get_account",
    "get_pair",
    "limit",
    "pairs_within",
    "regions",
]
