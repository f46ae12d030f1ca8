"""What the doctor finds."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """Whether it must be put right, or is only worth knowing."""

    PROBLEM = "problem"
    REMARK = "remark"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is not as it should be, and what to do about it."""

    what: str
    way_out: str
    weight: Weight = Weight.PROBLEM


Findings = Iterator[Finding]


def weight_in(*, production: bool) -> Weight:
    """Return how much something matters that only production must not have."""
    return Weight.PROBLEM if production else Weight.REMARK
