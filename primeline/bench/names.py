"""What can be measured. The command line knows these names without loading anything."""

NAMES = (
    "account_page",
    "account_list",
    "account_save",
    "cadence",
    "commitment_open",
    "due_scan",
    "duplicates",
    "history_triggers",
    "import",
    "kept_owed",
    "search",
    "timeline",
    "worker",
)
