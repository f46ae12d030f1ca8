"""What pages and other rooms hand in, and what this room answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from primeline.commitments.values import CASE_STEP

# How a timeline and a commitment name what they are about.
CASE: Final = "processes.case"
ITEM: Final = CASE_STEP

Answers = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a case is begun with."""

    title: str
    reference: str = ""
    answers: Answers = field(default_factory=dict)
