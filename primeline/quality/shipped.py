"""The limits and weights that an installation begins with; they are this house's own."""

from collections.abc import Mapping
from typing import Final

from primeline.customers.choices import Tier
from primeline.quality.choices import LimitKind, RecordPart

LIMITS: Final[Mapping[tuple[LimitKind, str], int]] = {
    (LimitKind.DUPLICATE_SCORE, ""): 60,
    (LimitKind.STALE_DAYS, Tier.DIAMOND): 90,
    (LimitKind.STALE_DAYS, Tier.GOLD): 120,
    (LimitKind.STALE_DAYS, Tier.SILVER): 180,
    (LimitKind.STALE_DAYS, Tier.STANDARD): 365,
    (LimitKind.STALE_DAYS, ""): 730,
}
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
# What only an organization has.
OF_ORGANIZATIONS: Final = frozenset(
    {RecordPart.INDUSTRY, RecordPart.SCALE, RecordPart.BUSINESS_KIND, RecordPart.DECISION_MAKER}
)
