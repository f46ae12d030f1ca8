"""Everything that can be done about the quality of records."""

from primeline.quality.actions.deciding import take_back_difference, tell_apart
from primeline.quality.actions.finding import keep_duplicates
from primeline.quality.actions.merging import Wish, merge_accounts
from primeline.quality.actions.policy import set_number
from primeline.quality.actions.records import confirm_record, judge_records, keep_month
from primeline.quality.actions.unmerging import undo_merge

__all__ = [
    "Wish",
    "confirm_record",
    "judge_records",
    "keep_duplicates",
    "keep_month",
    "merge_accounts",
    "set_number",
    "take_back_difference",
    "tell_apart",
    "undo_merge",
]
