"""The limits that an installation begins with. They are this house's own; no standard says them."""

from collections.abc import Mapping
from typing import Final

from primeline.quality.choices import LimitKind

LIMITS: Final[Mapping[tuple[LimitKind, str], int]] = {
    (LimitKind.DUPLICATE_SCORE, ""): 60,
}
