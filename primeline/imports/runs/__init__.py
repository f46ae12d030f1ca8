"""Long work on a batch, made of several deeds: checking, writing and taking back."""

from primeline.imports.runs.checking import check_batch
from primeline.imports.runs.committing import RowsInError, commit_batch
from primeline.imports.runs.soon import commit_soon, map_and_check_soon
from primeline.imports.runs.undoing import undo_batch, undo_soon

__all__ = [
    "RowsInError",
    "check_batch",
    "commit_batch",
    "commit_soon",
    "map_and_check_soon",
    "undo_batch",
    "undo_soon",
]
