"""Everything that can be done about the quality of records."""

from primeline.quality.actions.deciding import take_back_difference, tell_apart
from primeline.quality.actions.finding import keep_duplicates

__all__ = [
    "keep_duplicates",
    "take_back_difference",
    "tell_apart",
]
