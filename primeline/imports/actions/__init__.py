"""Everything that can be done to a batch."""

from primeline.imports.actions.batches import abandon_batch, map_batch, upload_file
from primeline.imports.actions.mappings import forget_mapping, save_mapping
from primeline.imports.actions.requests import ask_for_check, ask_for_commit, ask_for_undo

__all__ = [
    "abandon_batch",
    "ask_for_check",
    "ask_for_commit",
    "ask_for_undo",
    "forget_mapping",
    "map_batch",
    "save_mapping",
    "upload_file",
]
