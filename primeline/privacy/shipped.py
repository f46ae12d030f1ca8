"""The limits as the product ships them; people set others on the pages of reference data."""

from collections.abc import Mapping
from typing import Final

from primeline.privacy.choices import LimitKind

# Unmasking: far more than work needs, far less than taking a list out person by person needs.
# Answers: PIPL art. 50 says "in good time"; thirty days is what GB/T 35273 names, to be verified.
LIMITS: Final[Mapping[LimitKind, int]] = {
    LimitKind.UNMASKED_AN_HOUR: 30,
    LimitKind.UNMASKED_A_DAY: 100,
    LimitKind.ANSWER_DAYS: 30,
    LimitKind.GRANT_DAYS: 30,
}
