"""The limits and weights that an installation begins with; they are this house's own."""

from collections.abc import Mapping
from typing import Final

from primeline.customers.choices import Tier
from primeline.quality.choices import Evidence, LimitKind, RecordPart

# What each part weighs in the completeness of a record.
WEIGHTS: Final[Mapping[RecordPart, int]] = {
    RecordPart.IDENTIFIER: 15,
    RecordPart.INDUSTRY: 8,
    RecordPart.SCALE: 4,
    RecordPart.ADDRESS: 8,
    RecordPart.BUSINESS_KIND: 4,
    RecordPart.MANAGER: 15,
    RecordPart.DEPUTY: 8,
    RecordPart.CONTACT: 10,
    RecordPart.DECISION_MAKER: 10,
    RecordPart.PHONE: 8,
    RecordPart.BILLING: 5,
    RecordPart.CONTRACT: 5,
}
LIMITS: Final[Mapping[tuple[LimitKind, str], int]] = {
    (LimitKind.DUPLICATE_SCORE, ""): 60,
    (LimitKind.STALE_DAYS, Tier.DIAMOND): 90,
    (LimitKind.STALE_DAYS, Tier.GOLD): 120,
    (LimitKind.STALE_DAYS, Tier.SILVER): 180,
    (LimitKind.STALE_DAYS, Tier.STANDARD): 365,
    (LimitKind.STALE_DAYS, ""): 730,
    # After a first import thousands are stale at once: nobody confirms more than a few a day well.
    (LimitKind.CONFIRM_PER_DAY, ""): 3,
    (LimitKind.CONFIRM_OPEN, ""): 10,
    **{(LimitKind.PART_WEIGHT, part): weight for part, weight in WEIGHTS.items()},
    **{(LimitKind.EVIDENCE_SHARE, evidence): 100 for evidence in Evidence},
}
# The least and the most that each number can be.
MOST: Final[Mapping[LimitKind, tuple[int, int]]] = {
    LimitKind.DUPLICATE_SCORE: (20, 100),
    LimitKind.STALE_DAYS: (1, 3650),
    LimitKind.CONFIRM_PER_DAY: (0, 100),
    LimitKind.CONFIRM_OPEN: (0, 1000),
    LimitKind.PART_WEIGHT: (0, 100),
    LimitKind.EVIDENCE_SHARE: (0, 300),
}
# What only an organization has.
OF_ORGANIZATIONS: Final = frozenset(
    {RecordPart.INDUSTRY, RecordPart.SCALE, RecordPart.BUSINESS_KIND, RecordPart.DECISION_MAKER}
)
